package org.atomsmith.compose.resolve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.md.Modules;
import org.atomsmith.rpm.md.RpmRepository;

/**
 * The modules of all repositories. Where two repositories have different default streams of a module, the one of the better
 * priority counts; among equals there is no default.
 */
final class ModuleCatalogue {
    private final List<Modules.Stream> streams = new ArrayList<>();
    private final Map<String, Modules.Default> defaults = new TreeMap<>();
    private final List<Modules.Obsolete> obsoletes = new ArrayList<>();

    private ModuleCatalogue() {}

    /**
     * Reads the modules of repositories.
     *
     * @param ranked the best first
     */
    static ModuleCatalogue of(List<Repository> ranked) throws IOException {
        ModuleCatalogue all = new ModuleCatalogue();
        Map<String, Integer> priorities = new TreeMap<>();
        Set<String> contradictory = new HashSet<>();
        for (Repository repository : ranked) {
            if (!(repository instanceof RpmRepository rpm)) {
                continue;
            }
            Modules modules = Modules.of(rpm);
            all.streams.addAll(modules.streams());
            all.obsoletes.addAll(modules.obsoletes());
            for (Modules.Default one : modules.defaults()) {
                Modules.Default known = all.defaults.putIfAbsent(one.module(), one);
                if (known == null) {
                    priorities.put(one.module(), repository.priority());
                } else if (!known.stream().equals(one.stream())
                        && priorities.getOrDefault(one.module(), 0) == repository.priority()) {
                    contradictory.add(one.module());
                }
            }
        }
        all.defaults.keySet().removeAll(contradictory);
        return all;
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    /** All builds of all streams. */
    List<Modules.Stream> streams() {
        return streams;
    }

    /** Names of all modules. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        streams.forEach(s -> names.add(s.name()));
        return names;
    }

    /** What a module has, as {@code name:stream}, sorted. */
    Set<String> streamsOf(String module) {
        Set<String> found = new TreeSet<>();
        streams.stream().filter(s -> s.name().equals(module)).forEach(s -> found.add(s.name() + ":" + s.stream()));
        return found;
    }

    /** The default stream by module. */
    Map<String, String> defaultStreams() {
        Map<String, String> found = new TreeMap<>();
        defaults.forEach((module, one) -> one.stream().ifPresent(stream -> found.put(module, stream)));
        return found;
    }

    /** Names of the profiles that are installed of a stream when none is named. */
    List<String> defaultProfiles(String module, String stream) {
        return Optional.ofNullable(defaults.get(module))
                .map(one -> one.profiles().getOrDefault(stream, List.of()))
                .orElse(List.of());
    }

    /** What is said about the end of a stream's build, the latest word of it. */
    Optional<Modules.Obsolete> endOf(Modules.Stream build) {
        return obsoletes.stream()
                .filter(o -> o.module().equals(build.name())
                        && o.stream().equals(build.stream())
                        && (o.context().isEmpty() || o.context().equals(build.context())))
                .max(Comparator.comparing(Modules.Obsolete::modified));
    }
}
