package org.atomsmith.host.update;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.atomsmith.host.packages.Advisories;
import org.atomsmith.host.packages.InstalledPackage;
import org.atomsmith.host.packages.PackageDiff;
import org.atomsmith.host.services.PackageServices;
import org.atomsmith.host.services.RunningServices;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/**
 * What of an update concerns whoever runs the host, as far as it is known before anything is downloaded: of the new tree
 * there is only the commit.
 *
 * @param packages how they differ; empty where commits do not list them
 * @param kernel the release that runs next, and the one before; empty where commits do not say
 * @param services units that are enabled or run, and are of packages that change; empty where that is not known
 * @param advisories those that are new
 */
record UpdateImpact(
        Optional<PackageDiff> packages,
        Optional<Kernel> kernel,
        Optional<SortedSet<String>> services,
        Advisories advisories) {
    private static final String KERNEL = "ostree.linux";

    /** More services than anybody reads in a line. */
    private static final int SHOWN = 8;

    /**
     * The kernel of two trees.
     *
     * @param isRebuilt whether the same release comes in another package
     */
    record Kernel(String before, String after, boolean isRebuilt) {

        /** In words. */
        String text() {
            return before.equals(after)
                    ? after + (isRebuilt ? ", built anew" : ", as before")
                    : (before.isEmpty() ? "" : before + " -> ") + after;
        }
    }

    /**
     * That of a commit on a host.
     *
     * @param before the commit that is deployed; empty when it is not here any more
     */
    static UpdateImpact of(Host host, Optional<Commit> before, Commit after, Optional<PackageDiff> packages)
            throws IOException {
        Optional<InstalledDeployment> booted = host.booted();
        Optional<SortedSet<String>> services = Optional.empty();
        if (booted.isPresent() && packages.isPresent()) {
            List<String> changed = Stream.concat(
                            Stream.concat(packages.get().upgraded().stream(), packages.get().downgraded().stream())
                                    .map(PackageDiff.Change::before),
                            packages.get().removed().stream())
                    .map(InstalledPackage::name)
                    .toList();
            services = new PackageServices(host.directories().root())
                    .affected(
                            changed,
                            RunningServices.of(host.directories().root()).names());
        }
        Optional<Kernel> kernel = kernel(after)
                .map(release -> new Kernel(
                        before.flatMap(UpdateImpact::kernel).orElse(""),
                        release,
                        packages.filter(diff -> hasKernel(diff, release)).isPresent()));
        Advisories advisories = before.isPresent() ? Advisories.between(before.get(), after) : Advisories.of(after);
        return new UpdateImpact(packages, kernel, services, advisories);
    }

    /** Lines for people, each a label and what it says; long lists are cut, unless all is asked for. */
    List<Line> lines(boolean all) {
        List<Line> lines = new ArrayList<>();
        kernel.ifPresent(one -> lines.add(new Line("Kernel", one.text())));
        services.ifPresent(units -> lines.add(new Line("Services", text(units, all))));
        String security = advisories.security().figures();
        if (!security.isEmpty()) {
            lines.add(new Line("SecAdvisories", security));
        }
        return lines;
    }

    /** A line of what an update means. */
    record Line(String label, String text) {}

    /** The same for programs. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        kernel.ifPresent(one -> facts.put("kernel", Map.of("before", one.before(), "after", one.after())));
        services.ifPresent(units -> facts.put("services", List.copyOf(units)));
        facts.put("advisories", advisories.variant());
        return facts;
    }

    private static String text(SortedSet<String> units, boolean all) {
        if (units.isEmpty()) {
            return "none that is enabled or runs is of a package that changes";
        }
        int shown = all ? units.size() : Math.min(SHOWN, units.size());
        String list = String.join(", ", List.copyOf(units).subList(0, shown));
        return list + (shown < units.size() ? " and " + (units.size() - shown) + " more" : "")
                + " (of packages that change; they go on as they are until the reboot)";
    }

    private static boolean hasKernel(PackageDiff diff, String release) {
        return diff.upgraded().stream()
                .map(change -> change.after().name())
                .anyMatch(name -> name.equals("linux-image-" + release) || name.equals("kernel-core"));
    }

    private static Optional<String> kernel(Commit commit) {
        return commit.metadata().get(KERNEL) instanceof Variant.Text release
                ? Optional.of(release.value())
                : Optional.empty();
    }
}
