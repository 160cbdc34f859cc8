package org.atomsmith.host.bus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.packages.InstalledPackage;
import org.atomsmith.host.packages.PackageDiff;
import org.atomsmith.host.packages.PackageList;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;

/** How the packages of two commits differ, as {@code a(sua{sv})}: name, kind of change, the package before and after. */
final class PackageDifference {
    private static final int ADDED = 0;
    private static final int REMOVED = 1;
    private static final int UPGRADED = 2;
    private static final int DOWNGRADED = 3;

    private PackageDifference() {}

    /**
     * Compares two commits.
     *
     * @throws CallException when one of them does not list its packages
     */
    static Variant between(Repository repository, Checksum before, Checksum after) throws IOException {
        PackageDiff diff = PackageDiff.between(packages(repository, before), packages(repository, after));
        List<Variant> changes = new ArrayList<>();
        diff.added().forEach(one -> changes.add(change(ADDED, Optional.empty(), Optional.of(one))));
        diff.removed().forEach(one -> changes.add(change(REMOVED, Optional.of(one), Optional.empty())));
        diff.upgraded()
                .forEach(one -> changes.add(change(UPGRADED, Optional.of(one.before()), Optional.of(one.after()))));
        diff.downgraded()
                .forEach(one -> changes.add(change(DOWNGRADED, Optional.of(one.before()), Optional.of(one.after()))));
        changes.sort(Comparator.comparing(change -> change.get(0).asString()));
        return Variant.array("(sua{sv})", changes);
    }

    private static List<InstalledPackage> packages(Repository repository, Checksum commit) throws IOException {
        return PackageList.of(repository.readCommit(commit))
                .orElseThrow(() ->
                        new CallException(CallException.FAILED, "commit " + commit + " does not list its packages"));
    }

    private static Variant change(int kind, Optional<InstalledPackage> before, Optional<InstalledPackage> after) {
        Map<String, Variant> details = new LinkedHashMap<>();
        before.ifPresent(one -> details.put("PreviousPackage", facts(one)));
        after.ifPresent(one -> details.put("NewPackage", facts(one)));
        return Variant.tuple(
                Variant.string(after.or(() -> before).orElseThrow().name()), Variant.u32(kind), Variant.dict(details));
    }

    private static Variant facts(InstalledPackage one) {
        return Variant.tuple(Variant.string(one.name()), Variant.string(one.evr()), Variant.string(one.arch()));
    }
}
