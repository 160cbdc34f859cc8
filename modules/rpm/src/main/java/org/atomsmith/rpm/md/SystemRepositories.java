package org.atomsmith.rpm.md;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code baseurl=system} stands for: the repository of the same id that this machine's dnf is configured with. */
public final class SystemRepositories {
    private static final Path DIRECTORY = Path.of("etc/yum.repos.d");

    private final Path root;

    /** The repositories of the machine whose root directory this is. */
    public SystemRepositories(Path root) {
        this.root = root;
    }

    /**
     * Puts this machine's mirrors into a definition that asks for them, and its keys if the definition names none.
     *
     * @throws IOException when this machine has no such repository; says where it was looked for
     */
    public RepoDefinition complete(RepoDefinition definition, Map<String, String> variables) throws IOException {
        if (!definition.system()) {
            return definition;
        }
        RepoDefinition own = find(definition.id(), variables)
                .filter(d -> !d.system())
                .orElseThrow(() -> new IOException(
                        definition.origin() + ": baseurl=system: this machine has no repository '" + definition.id()
                                + "' in " + root.resolve(DIRECTORY) + "; write the repository's address instead"));
        return definition.reachedAs(own);
    }

    private Optional<RepoDefinition> find(String id, Map<String, String> variables) throws IOException {
        Path directory = root.resolve(DIRECTORY);
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(p -> p.toString().endsWith(".repo")).sorted().toList();
        }
        for (Path file : files) {
            // A file with mistakes is dnf's to complain about, unless it is the one that is needed.
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (text.contains("[" + id + "]")) {
                Optional<RepoDefinition> found =
                        RepoFile.parse(text, file.toString(), directory).define(id, variables);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
