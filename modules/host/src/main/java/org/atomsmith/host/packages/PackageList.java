package org.atomsmith.host.packages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Commit;

/** Reads the list of packages in a commit: {@code rpmostree.rpmdb.pkglist}, {@code a(sssss)} or {@code aas}. */
public final class PackageList {
    private static final String KEY = "rpmostree.rpmdb.pkglist";

    /** Name, epoch, version, release, architecture. */
    private static final int FIELDS = 5;

    private PackageList() {}

    /** The packages of a commit, by name; empty when it does not list them. */
    public static Optional<List<InstalledPackage>> of(Commit commit) {
        if (!(commit.metadata().get(KEY) instanceof Variant.Array list)) {
            return Optional.empty();
        }
        List<InstalledPackage> packages = new ArrayList<>();
        for (Variant item : list.items()) {
            boolean isPackage = (item instanceof Variant.Tuple || item instanceof Variant.Array)
                    && item.children().size() >= FIELDS
                    && item.children().stream().allMatch(Variant.Text.class::isInstance);
            if (isPackage) {
                packages.add(new InstalledPackage(
                        item.get(0).asString(),
                        item.get(1).asString(),
                        item.get(2).asString(),
                        item.get(3).asString(),
                        item.get(4).asString()));
            }
        }
        packages.sort(Comparator.comparing(InstalledPackage::name)
                .thenComparing(InstalledPackage::arch)
                .thenComparing(InstalledPackage::evr));
        return Optional.of(packages);
    }
}
