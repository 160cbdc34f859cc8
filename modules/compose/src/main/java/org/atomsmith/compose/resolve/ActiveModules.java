package org.atomsmith.compose.resolve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Nearest;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.Treefile.ModuleStream;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.md.Modules;
import org.atomsmith.rpm.md.RpmRepository;
import org.atomsmith.solver.Request;
import org.atomsmith.solver.Solution;
import org.atomsmith.solver.Solver;

/**
 * Streams of modules that packages are chosen from, and what that hides, as dnf has it: packages of other streams; and
 * packages of no stream that have the name of a package of an active one, or provide it. What a repository with
 * {@code module_hotfixes} has is never hidden.
 */
final class ActiveModules {
    private final ModuleCatalogue catalogue;
    private final List<Modules.Stream> active;
    private final Set<String> hotfixes = new HashSet<>();
    private final Set<String> artifacts = new HashSet<>();
    private final Set<String> others = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private ActiveModules(ModuleCatalogue catalogue, List<Modules.Stream> active, List<Repository> repositories) {
        this.catalogue = catalogue;
        this.active = List.copyOf(active);
        for (Repository repository : repositories) {
            if (repository instanceof RpmRepository rpm && rpm.definition().moduleHotfixes()) {
                hotfixes.add(repository.id());
            }
        }
        catalogue.streams().forEach(build -> others.addAll(build.artifacts()));
        for (Modules.Stream build : active) {
            for (String artifact : build.artifacts()) {
                artifacts.add(artifact);
                if (!artifact.endsWith(".src") && !artifact.endsWith(".nosrc")) {
                    names.add(nameOf(artifact));
                }
            }
        }
        others.removeAll(artifacts);
    }

    /** Of {@code name-epoch:version-release.arch} the name. */
    private static String nameOf(String artifact) {
        int release = artifact.lastIndexOf('-');
        int version = release < 0 ? -1 : artifact.lastIndexOf('-', release - 1);
        return version < 0 ? artifact : artifact.substring(0, version);
    }

    /**
     * Chooses the streams: those that the treefile enables or installs, those that they require, and of other modules the
     * default ones as far as nothing stands against them.
     *
     * @param ranked the treefile's repositories, the best first
     * @throws TreefileException when there is no such module or stream
     * @throws org.atomsmith.solver.UnsolvableException when streams do not go together
     */
    static ActiveModules choose(Treefile treefile, List<Repository> ranked, Step step) throws IOException {
        Treefile.ModuleSettings settings = treefile.packages().modules();
        ModuleCatalogue catalogue = ModuleCatalogue.of(ranked);
        if (catalogue.isEmpty()) {
            Optional<ModuleStream> first = settings.enable().stream()
                    .findFirst()
                    .or(() -> settings.install().stream().findFirst());
            first.ifPresent(one -> {
                throw TreefileException.at(
                        one.written(), "the repositories have no modules", "remove 'modules', or check 'repos'");
            });
            return new ActiveModules(catalogue, List.of(), ranked);
        }
        Set<String> disabled = new TreeSet<>();
        settings.disable().forEach(name -> disabled.add(name.value()));
        Set<Dependency> asked = new LinkedHashSet<>();
        settings.enable().forEach(one -> asked.add(stream(one, catalogue)));
        settings.install().forEach(one -> asked.add(stream(one, catalogue)));
        return choose(
                catalogue,
                new ModuleChoice(asked, disabled, settings.platform().map(Located::value), treefile.basearch()),
                ranked,
                step);
    }

    /**
     * Chooses the streams: those that are asked for, those that they require, and of other modules the default ones as far as
     * nothing stands against them.
     *
     * @throws org.atomsmith.solver.UnsolvableException when streams do not go together
     */
    static ActiveModules choose(ModuleCatalogue catalogue, ModuleChoice choice, List<Repository> ranked, Step step) {
        List<Modules.Stream> active = solve(catalogue, choice);
        for (Modules.Stream build : active) {
            catalogue.endOf(build).ifPresent(end -> step.warn(endOf(build, end)));
        }
        return new ActiveModules(catalogue, active, ranked);
    }

    private static Dependency stream(ModuleStream asked, ModuleCatalogue catalogue) {
        String module = asked.module();
        if (!catalogue.names().contains(module)) {
            throw TreefileException.at(
                    asked.written(),
                    "no repository has the module '" + module + "'",
                    Nearest.question(module, catalogue.names()));
        }
        String stream = asked.stream()
                .or(() -> Optional.ofNullable(catalogue.defaultStreams().get(module)))
                .orElseThrow(() -> TreefileException.at(
                        asked.written(),
                        "the module '" + module + "' has no default stream",
                        "name one of " + String.join(", ", catalogue.streamsOf(module))));
        if (!catalogue.streamsOf(module).contains(module + ":" + stream)) {
            throw TreefileException.at(
                    asked.written(),
                    "the module '" + module + "' has no stream '" + stream + "'",
                    "there are " + String.join(", ", catalogue.streamsOf(module)));
        }
        return ModuleUniverse.stream(module, stream);
    }

    private static List<Modules.Stream> solve(ModuleCatalogue catalogue, ModuleChoice choice) {
        List<Modules.Stream> builds = catalogue.streams().stream()
                .filter(build -> !choice.disabled().contains(build.name()))
                .toList();
        List<Dependency> wishes = new ArrayList<>();
        Set<Nevra> preferred = new HashSet<>();
        Map<String, String> defaults = catalogue.defaultStreams();
        defaults.keySet().removeAll(choice.disabled());
        defaults.forEach((module, stream) -> wishes.add(ModuleUniverse.stream(module, stream)));
        ModuleUniverse universe = new ModuleUniverse(builds, choice.platform(), wishes);
        wishes.forEach(
                wish -> universe.providing(((Dependency.Simple) wish).name()).forEach(p -> preferred.add(p.nevra())));
        List<Dependency> install = new ArrayList<>(choice.asked());
        install.add(Dependency.Simple.any(ModuleUniverse.WISHES));
        Solution solution = new Solver(universe)
                .solve(Request.of(install)
                        .withRecommends(true)
                        .locked(Request.Lock.preferring(preferred))
                        .forArch(choice.arch()));
        Set<String> chosen = solution.packages().stream().map(RpmPackage::name).collect(Collectors.toSet());
        // Every version of a stream is there, as in dnf: the packages' own versions decide.
        return builds.stream()
                .filter(build -> chosen.contains(ModuleUniverse.name(build)))
                .toList();
    }

    private static String endOf(Modules.Stream build, Modules.Obsolete end) {
        return "the stream " + build.name() + ":" + build.stream() + " of a module is at its end"
                + (end.end().isEmpty() ? "" : " (" + end.end() + ")")
                + (end.message().isEmpty() ? "" : ": " + end.message())
                + (end.successor().isEmpty() ? "" : "; its successor is " + end.successor());
    }

    /** Whether a package can be chosen. */
    boolean allow(RpmPackage p) {
        if (active.isEmpty() && others.isEmpty()
                || hotfixes.contains(p.location().repository())) {
            return true;
        }
        String artifact = artifact(p);
        if (artifacts.contains(artifact)) {
            return true;
        }
        return !others.contains(artifact)
                && !names.contains(p.name())
                && p.provides().stream().noneMatch(c -> names.contains(c.name()));
    }

    /** Streams that have a package of that name, as {@code name:stream}. */
    Set<String> streamsWith(String name) {
        Set<String> streams = new TreeSet<>();
        for (Modules.Stream build : catalogue.streams()) {
            if (build.artifacts().stream().anyMatch(artifact -> nameOf(artifact).equals(name))) {
                streams.add(build.name() + ":" + build.stream());
            }
        }
        return streams;
    }

    /**
     * The packages of profiles that the treefile installs, as far as they are there.
     *
     * @throws TreefileException when a stream has no such profile, or no default one
     */
    List<Dependency> profiles(Treefile.ModuleSettings settings, MergedSource source, Set<String> excluded) {
        Set<Dependency> wanted = new LinkedHashSet<>();
        for (ModuleStream asked : settings.install()) {
            List<Modules.Stream> builds = active.stream()
                    .filter(build -> build.name().equals(asked.module())
                            && asked.stream()
                                    .filter(s -> !s.equals(build.stream()))
                                    .isEmpty())
                    .toList();
            Set<String> known = new TreeSet<>();
            builds.forEach(build -> known.addAll(build.profiles().keySet()));
            List<String> names = asked.profile()
                    .map(List::of)
                    .orElseGet(() -> catalogue.defaultProfiles(asked.module(), builds.getFirst().stream()));
            if (names.isEmpty()) {
                throw TreefileException.at(
                        asked.written(),
                        "'" + asked.written() + "' has no default profile",
                        known.isEmpty()
                                ? "write it under 'enable' and its packages under 'packages'"
                                : "name one of " + String.join(", ", known));
            }
            for (String name : names) {
                if (!known.contains(name)) {
                    throw TreefileException.at(
                            asked.written(),
                            "'" + asked.written() + "' has no profile '" + name + "'",
                            Nearest.question(name, known));
                }
                builds.forEach(build -> build.profiles().getOrDefault(name, List.of()).stream()
                        .filter(p -> !excluded.contains(p) && !source.named(p).isEmpty())
                        .forEach(p -> wanted.add(Dependency.Simple.any(p))));
            }
        }
        return List.copyOf(wanted);
    }

    private static String artifact(RpmPackage p) {
        return p.name() + "-" + p.evr().epoch() + ":" + p.evr().version() + "-"
                + p.evr().release() + "." + p.nevra().arch();
    }
}
