package org.atomsmith.host.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.compose.resolve.HostRepositories;
import org.atomsmith.compose.resolve.LayeredSource;
import org.atomsmith.compose.resolve.ModularView;
import org.atomsmith.compose.resolve.WantedPackage;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.NearNames;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.solver.Request;
import org.atomsmith.solver.Solution;
import org.atomsmith.solver.Solver;
import org.atomsmith.solver.UnsolvableException;

/**
 * Finds the packages that must come so that an image has what is asked for. The image's own packages stay as they are,
 * unless an override says otherwise.
 */
final class LayerResolver {
    static final String LOCAL = "local";

    private final HostRepositories definitions;
    private final LocalPackages files;
    private final DownloadCache downloads;
    private final EventSink events;

    LayerResolver(HostRepositories definitions, LocalPackages files, DownloadCache downloads, EventSink events) {
        this.definitions = definitions;
        this.files = files;
        this.downloads = downloads;
        this.events = events;
    }

    /** An image, as it is read from its commit. */
    record Base(Checksum commit, FileTree tree, InstalledSystem system, BaseSettings settings) {}

    /**
     * Resolves.
     *
     * @throws LayerException when a package does not exist, or the packages do not fit together
     */
    LayerPlan resolve(Base base, Layers layers, List<Repository> repositories) throws IOException {
        try (Step step = Step.begin(events, "resolve", "Resolve packages")) {
            InstalledSystem system = base.system();
            Map<String, RpmPackage> members = new HashMap<>();
            system.packages().forEach(m -> members.put(m.description().name(), m.description()));
            List<RpmPackage> given = new ArrayList<>(files(system, layers.local()));
            List<RpmPackage> replacements = files(system, layers.replacements());
            Set<String> gone = new HashSet<>(layers.removals());
            for (RpmPackage by : replacements) {
                require(members, by.name(), "replaced");
                gone.add(by.name());
            }
            for (String name : layers.removals()) {
                require(members, name, "removed");
            }
            given.addAll(replacements);
            List<RpmPackage> kept = system.packages().stream()
                    .map(InstalledSystem.Member::description)
                    .filter(p -> !gone.contains(p.name()))
                    .toList();
            List<RpmPackage> single = new ArrayList<>(kept);
            single.addAll(given);
            LayeredSource all = new LayeredSource(single, repositories, PackageKinds.versions(system.kind()));
            SortedMap<String, Dependency> wanted = new TreeMap<>();
            for (String name : layers.packages()) {
                wanted.put(
                        name,
                        WantedPackage.find(all, name).orElseThrow(() -> unknown(name, all, repositories, system)));
            }
            List<Dependency> install = new ArrayList<>(wanted.values());
            given.forEach(p -> install.add(Dependency.Simple.of(p.name(), Dependency.Comparison.EQUAL, p.evr())));
            Solution solution = solve(
                    all,
                    Request.of(install)
                            .excluding(layers.removals())
                            .withRecommends(base.settings().recommends())
                            .forArch(system.arch())
                            .withInstalled(kept.stream().map(RpmPackage::nevra).toList()));
            LayerPlan plan = plan(base, layers, repositories, members, kept, solution, inactive(wanted, all, kept));
            step.end(plan.added().size() + (plan.added().size() == 1 ? " package" : " packages"));
            return plan;
        }
    }

    private static Solution solve(LayeredSource all, Request request) throws LayerException {
        try {
            return new Solver(all).solve(request);
        } catch (UnsolvableException e) {
            throw new LayerException(e.getMessage()
                    + "\nThe image's own packages stay as they are: upgrade to an image that fits, or see"
                    + " 'atomic host override --help'.");
        }
    }

    private List<RpmPackage> files(InstalledSystem system, SortedMap<String, String> nevras) throws IOException {
        List<RpmPackage> packages = new ArrayList<>();
        for (Map.Entry<String, String> e : nevras.entrySet()) {
            packages.add(local(system, e.getKey(), e.getValue()));
        }
        return packages;
    }

    private LayerPlan plan(
            Base base,
            Layers layers,
            List<Repository> repositories,
            Map<String, RpmPackage> members,
            List<RpmPackage> kept,
            Solution solution,
            SortedMap<String, String> inactive)
            throws IOException {
        Set<Nevra> there = new HashSet<>();
        kept.forEach(p -> there.add(p.nevra()));
        List<LayerPlan.Added> added = new ArrayList<>();
        List<LayerPlan.Replaced> replaced = new ArrayList<>();
        long download = 0;
        for (RpmPackage p : solution.packages()) {
            if (there.contains(p.nevra())) {
                continue;
            }
            Optional<Repository> from = repositories.stream()
                    .filter(r -> r.id().equals(p.location().repository()))
                    .findFirst();
            added.add(new LayerPlan.Added(p, from));
            Optional.ofNullable(members.get(p.name()))
                    .ifPresent(old -> replaced.add(new LayerPlan.Replaced(old.nevra(), p.nevra())));
            if (from.isPresent() && downloads.find(p.location().sha256()).isEmpty()) {
                download += p.location().size();
            }
        }
        List<Nevra> removed = base.system().packages().stream()
                .map(m -> m.description().nevra())
                .filter(n -> layers.removals().contains(n.name()))
                .toList();
        return new LayerPlan(
                base.commit(),
                layers,
                base.tree(),
                base.system(),
                base.settings(),
                removed,
                replaced,
                added,
                inactive,
                download);
    }

    /** Requests for what the image has anyway. */
    private static SortedMap<String, String> inactive(
            SortedMap<String, Dependency> wanted, LayeredSource all, List<RpmPackage> kept) {
        Set<Nevra> there = new HashSet<>();
        kept.forEach(p -> there.add(p.nevra()));
        SortedMap<String, String> inactive = new TreeMap<>();
        wanted.forEach((text, dependency) -> {
            if (dependency instanceof Dependency.Simple simple) {
                all.providing(simple.name()).stream()
                        .filter(p -> there.contains(p.nevra()))
                        .filter(p -> simple.evr().isEmpty()
                                || p.name().equals(simple.name())
                                        && all.versions()
                                                .matches(
                                                        simple.op(),
                                                        simple.evr().get(),
                                                        p.evr()))
                        .findFirst()
                        .ifPresent(p -> inactive.put(text, p.nevra().toString()));
            }
        });
        return inactive;
    }

    private RpmPackage local(InstalledSystem system, String sha256, String nevra) throws IOException {
        Path file = files.file(sha256, nevra);
        PackageHeader header = PackageKinds.header(file);
        RpmPackage.Location location = new RpmPackage.Location(LOCAL, file.toString(), Files.size(file), sha256);
        Layering.requireKind(system, header, location);
        return PackageKinds.describe(system.kind(), header, system.arch(), location);
    }

    private static void require(Map<String, RpmPackage> members, String name, String what) throws LayerException {
        if (!members.containsKey(name)) {
            String near = String.join("', '", NearNames.of(name, members.keySet(), 3));
            throw new LayerException("'" + name + "' is to be " + what + ", but the image has no package of that name"
                    + (near.isEmpty() ? "" : "; did you mean '" + near + "'?")
                    + " (atomic host override reset " + name + " takes the override back)");
        }
    }

    private LayerException unknown(
            String name, LayeredSource all, List<Repository> repositories, InstalledSystem system) {
        if (repositories.isEmpty()) {
            return new LayerException("no package '" + name + "': " + definitions.missing(system.kind()));
        }
        Set<String> streams = new TreeSet<>();
        for (Repository repository : repositories) {
            if (repository instanceof ModularView modular) {
                streams.addAll(modular.streamsWith(name));
            }
        }
        if (!streams.isEmpty()) {
            return new LayerException(
                    "the package '" + name + "' is in streams of modules that are not enabled ("
                            + String.join(", ", streams)
                            + "): a file /etc/dnf/modules.d/NAME.module with [NAME], stream=STREAM and state=enabled enables one");
        }
        String near = String.join("', '", NearNames.of(name, all.names(), 3));
        return new LayerException("no repository has a package '" + name + "'; "
                + (near.isEmpty()
                        ? "check the name (atomic host search WORD) and the repositories (atomic host refresh-md)"
                        : "did you mean '" + near + "'?"));
    }
}
