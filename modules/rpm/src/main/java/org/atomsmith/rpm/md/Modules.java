package org.atomsmith.rpm.md;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a repository says of modules: builds of their streams, which stream is the default, and which are at their end. */
public record Modules(List<Stream> streams, List<Default> defaults, List<Obsolete> obsoletes) {
    public Modules {
        streams = List.copyOf(streams);
        defaults = List.copyOf(defaults);
        obsoletes = List.copyOf(obsoletes);
    }

    /**
     * A repository's modules; none when it has none. Asked for here, as what hosts carry is all that a repository refers
     * to, and they need no YAML.
     *
     * @throws IOException when they cannot be fetched or read
     */
    public static Modules of(RpmRepository repository) throws IOException {
        Modules[] read = {none()};
        if (repository.files().has("modules")) {
            repository.files().read("modules", (in, name) -> read[0] = ModulesParser.parse(in, name));
        }
        return read[0];
    }

    /** No modules. */
    public static Modules none() {
        return new Modules(List.of(), List.of(), List.of());
    }

    /**
     * A build of a module's stream: {@code document: modulemd}, version 2.
     *
     * @param version digits, compared as a number
     * @param requires alternatives, each with modules and the streams of them that will do; a stream that begins with
     *     {@code -} will not, none listed means any
     * @param profiles packages by the profile's name
     * @param artifacts NEVRAs with the epoch always written, {@code name-0:version-release.arch}
     */
    public record Stream(
            String name,
            String stream,
            String version,
            String context,
            String arch,
            String summary,
            List<Map<String, List<String>>> requires,
            SortedMap<String, List<String>> profiles,
            List<String> artifacts) {
        public Stream {
            requires = List.copyOf(requires);
            profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
            artifacts = List.copyOf(artifacts);
        }

        /** Writes {@code name:stream:version:context:arch}. */
        @Override
        public String toString() {
            return name + ":" + stream + ":" + version + ":" + context + ":" + arch;
        }
    }

    /**
     * What is used of a module when nothing is said: {@code document: modulemd-defaults}, version 1.
     *
     * @param stream empty when no stream is
     * @param profiles default profiles by stream
     */
    public record Default(String module, Optional<String> stream, SortedMap<String, List<String>> profiles) {
        public Default {
            profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
        }
    }

    /**
     * The end of a stream: {@code document: modulemd-obsoletes}, version 1.
     *
     * @param context empty for all contexts
     * @param end when, as it is written; empty for now
     * @param successor {@code module:stream} to go on with, empty for none
     */
    public record Obsolete(
            String module,
            String stream,
            String context,
            String modified,
            String end,
            String message,
            String successor) {}
}
