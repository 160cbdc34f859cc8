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
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;

/** How the packages of two commits differ, as {@code a(sua{sv})}: name, kind of change, the package before and after. */
final class PackageDifference {
    private static final int ADDED = 0;
    private static final int REMOVED = 1;
    private static final int UPGRADED = 2;
    private static final int DOWNGRADED = 3;

    /** Not layered on. */
    private static final int OF_BASE = 0;

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

    /**
     * The same as {@code rpm-diff} of an update that is known, by kinds.
     *
     * @return empty when one of the commits is not here, or does not list its packages
     */
    static Optional<Variant> byKind(Repository repository, Checksum before, Checksum after) throws IOException {
        Optional<List<InstalledPackage>> old = listed(repository, before);
        Optional<List<InstalledPackage>> now = listed(repository, after);
        if (old.isEmpty() || now.isEmpty()) {
            return Optional.empty();
        }
        PackageDiff diff = PackageDiff.between(old.get(), now.get());
        Map<String, Variant> kinds = new LinkedHashMap<>();
        kinds.put("upgraded", changes(diff.upgraded()));
        kinds.put("downgraded", changes(diff.downgraded()));
        kinds.put("removed", singles(diff.removed()));
        kinds.put("added", singles(diff.added()));
        return Optional.of(Variant.dict(kinds));
    }

    private static Optional<List<InstalledPackage>> listed(Repository repository, Checksum commit) throws IOException {
        try {
            return PackageList.of(repository.readCommit(commit));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Variant changes(List<PackageDiff.Change> changes) {
        return Variant.array(
                "(us(ss)(ss))",
                changes.stream()
                        .map(change -> Variant.tuple(
                                Variant.u32(OF_BASE),
                                Variant.string(change.after().name()),
                                version(change.before()),
                                version(change.after())))
                        .toList());
    }

    private static Variant version(InstalledPackage one) {
        return Variant.tuple(Variant.string(one.evr()), Variant.string(one.arch()));
    }

    private static Variant singles(List<InstalledPackage> packages) {
        return Variant.array(
                "(usss)",
                packages.stream()
                        .map(one -> Variant.tuple(
                                Variant.u32(OF_BASE),
                                Variant.string(one.name()),
                                Variant.string(one.evr()),
                                Variant.string(one.arch())))
                        .toList());
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
