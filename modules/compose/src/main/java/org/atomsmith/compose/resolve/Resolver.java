package org.atomsmith.compose.resolve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.atomsmith.compose.layout.AccountNumbers;
import org.atomsmith.compose.lock.LockedPackage;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.compose.program.ProgramRepository;
import org.atomsmith.compose.program.ProgramTools;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.NearNames;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.Request;
import org.atomsmith.solver.Solution;

/** Finds the packages of a treefile in its repositories. */
public final class Resolver {
    private final List<Repository> repositories;
    private final EventSink events;

    /** Resolves in these repositories, which share one version scheme. */
    public Resolver(List<Repository> repositories, EventSink events) {
        this.repositories = PackageChoice.ranked(repositories);
        this.events = events;
    }

    /**
     * Resolves a treefile.
     *
     * @param lock exact versions to take
     * @throws TreefileException when a package does not exist, at the place where it is asked for
     * @throws org.atomsmith.solver.UnsolvableException when the packages do not fit together
     */
    public Resolution resolve(Treefile treefile, Optional<Lockfile> lock) throws IOException {
        try (Step step = Step.begin(events, "resolve", "Resolve packages", -1, Event.Unit.ITEMS)) {
            TiedPackages tied = TiedPackages.find(treefile.packages().fromRepos(), repositories);
            ActiveModules modules = ActiveModules.choose(treefile, repositories, step);
            MergedSource source = new MergedSource(repositories, p -> tied.allow(p) && modules.allow(p));
            List<Dependency> wanted = new ArrayList<>(tied.wanted());
            for (Located<String> entry : treefile.packages().install()) {
                wanted.add(dependency(source, modules, entry));
            }
            Set<String> excluded = new HashSet<>();
            treefile.packages().exclude().forEach(e -> excluded.add(e.value()));
            wanted.addAll(modules.profiles(treefile.packages().modules(), source, excluded));
            wanted.addAll(GroupPackages.of(treefile.packages().groups(), repositories, source, excluded));
            Request request = Request.of(wanted)
                    .excluding(excluded)
                    .withRecommends(treefile.packages().recommends())
                    .forArch(treefile.basearch());
            if (lock.isPresent()) {
                List<Nevra> exact = exactly(source, lock.get().packages());
                exact.addAll(SourceLock.exactly(source, lock.get().sourcePackages()));
                request = request.locked(Request.Lock.exactly(exact));
            }
            Solution solution = new PackageChoice(source, repositories).solve(request);
            List<List<RpmPackage>> groups =
                    solution.chunks(wanted).stream().filter(g -> !g.isEmpty()).toList();
            List<RpmPackage> tools = groups.stream().flatMap(List::stream).anyMatch(ProgramRepository::has)
                    ? tools(source, treefile, lock)
                    : List.of();
            Resolution resolution =
                    new Resolution(groups, tools, solution, repositories, lockfile(groups, tools, lock));
            if (lock.isPresent()) {
                verifyDigests(resolution, lock.get());
            }
            long bytes = resolution.packages().stream()
                    .mapToLong(p -> p.location().size())
                    .sum();
            step.end(resolution.packages().size() + " packages, " + bytes / 1_000_000 + " MB");
            return resolution;
        }
    }

    private List<RpmPackage> tools(PackageSource source, Treefile treefile, Optional<Lockfile> lock) {
        Request request = Request.of(ProgramTools.dependencies()).forArch(treefile.basearch());
        Map<String, LockedPackage> locked = lock.map(ToolLock::read).orElse(Map.of());
        if (!locked.isEmpty()) {
            request = request.locked(Request.Lock.exactly(exactly(source, locked)));
        }
        List<RpmPackage> tools =
                new PackageChoice(source, repositories).solve(request).packages();
        tools.forEach(tool -> verifyDigest(tool, locked));
        return tools;
    }

    private Lockfile lockfile(List<List<RpmPackage>> groups, List<RpmPackage> tools, Optional<Lockfile> earlier) {
        Map<String, LockedPackage> packages = new TreeMap<>();
        for (List<RpmPackage> group : groups) {
            for (RpmPackage p : group) {
                // What the build makes itself is fixed by what it is made of.
                if (!ProgramRepository.has(p)) {
                    packages.put(p.name(), locked(p));
                }
            }
        }
        Map<String, Object> sources = new TreeMap<>();
        for (Repository r : repositories) {
            sources.put(r.id(), new TreeMap<String, Object>(Map.of("digest", "sha256:" + r.digest())));
        }
        Lockfile lockfile = ToolLock.add(
                Lockfile.of(packages, Map.of("repositories", sources)),
                tools.stream().collect(Collectors.toMap(RpmPackage::name, Resolver::locked)));
        return earlier.map(lock -> lock.metadata().get(AccountNumbers.METADATA))
                .map(accounts -> lockfile.with(AccountNumbers.METADATA, accounts))
                .orElse(lockfile);
    }

    private static LockedPackage locked(RpmPackage p) {
        return LockedPackage.of(
                p.evr(),
                p.nevra().arch(),
                "sha256:" + p.location().sha256(),
                p.location().repository());
    }

    private static List<Nevra> exactly(PackageSource source, Map<String, LockedPackage> packages) {
        List<Nevra> exact = new ArrayList<>();
        packages.forEach((name, locked) -> {
            boolean found = false;
            for (RpmPackage p : source.named(name)) {
                if (p.evr().equals(locked.evr())
                        && locked.arch()
                                .filter(a -> !a.equals(p.nevra().arch()))
                                .isEmpty()) {
                    exact.add(p.nevra());
                    found = true;
                }
            }
            if (!found) {
                throw new LockedPackageMissingException(name, locked, source.named(name));
            }
        });
        return exact;
    }

    private static void verifyDigests(Resolution resolution, Lockfile lock) {
        resolution.packages().forEach(p -> verifyDigest(p, lock.packages()));
    }

    private static void verifyDigest(RpmPackage p, Map<String, LockedPackage> packages) {
        LockedPackage locked = packages.get(p.name());
        String actual = "sha256:" + p.location().sha256();
        if (locked != null && locked.digest().filter(d -> !d.equals(actual)).isPresent()) {
            throw new LockedPackageMissingException(p.name(), locked, actual);
        }
    }

    private static Dependency dependency(PackageSource source, ActiveModules modules, Located<String> entry) {
        return WantedPackage.find(source, entry.value())
                .orElseThrow(() -> missing(source, modules, entry, WantedPackage.name(entry.value())));
    }

    private static TreefileException missing(
            PackageSource source, ActiveModules modules, Located<String> entry, String name) {
        Set<String> streams = modules.streamsWith(name);
        if (!streams.isEmpty()) {
            return TreefileException.at(
                    entry,
                    "the package '" + name + "' is in streams of modules that are not enabled",
                    "enable " + String.join(" or ", streams) + " under 'modules'");
        }
        String near = String.join("', '", NearNames.of(name, source.names(), 3));
        return TreefileException.at(
                entry,
                "no repository has a package '" + name + "'",
                near.isEmpty() ? "check the name and 'repos'" : "did you mean '" + near + "'?");
    }
}
