package org.atomsmith.compose.resolve;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Repository;
import org.atomsmith.solver.UnsolvableException;

/**
 * The streams of modules that a running system has chosen, as dnf writes them down: {@code /etc/dnf/modules.d/NAME.module}, with
 * {@code state=enabled} and a stream, or {@code state=disabled}. Images that were composed with streams have such files.
 */
final class HostModules {
    /** Where dnf keeps them. */
    static final String DIRECTORY = "etc/dnf/modules.d";

    private static final String PLATFORM = "PLATFORM_ID=";
    private static final int MAX_CHARS = 1 << 16;

    private final Path root;
    private final Map<String, String> enabled = new TreeMap<>();
    private final Set<String> disabled = new TreeSet<>();

    private HostModules(Path root) {
        this.root = root;
    }

    /** Those of the system at a root. */
    static HostModules of(Path root) throws IOException {
        HostModules modules = new HostModules(root);
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root.resolve(DIRECTORY), "*.module")) {
            found.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return modules;
        }
        for (Path file : files) {
            if (Files.size(file) <= MAX_CHARS) {
                modules.read(Files.readAllLines(file));
            }
        }
        return modules;
    }

    private void read(List<String> lines) {
        Map<String, String> values = new TreeMap<>();
        String name = "";
        for (String line : lines) {
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.startsWith("[") && text.endsWith("]")) {
                add(name, values);
                values.clear();
                name = text.substring(1, text.length() - 1);
            } else if (equals > 0 && !text.startsWith("#")) {
                values.put(
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip());
            }
        }
        add(name, values);
    }

    private void add(String name, Map<String, String> values) {
        String stream = values.getOrDefault("stream", "");
        switch (values.getOrDefault("state", "")) {
            case "disabled" -> disabled.add(name);
            // Older versions of dnf wrote "installed".
            case "enabled", "installed" -> {
                if (!stream.isEmpty()) {
                    enabled.put(name, stream);
                }
            }
            default -> {
                // The default stream then counts, as for modules without a file.
            }
        }
    }

    /**
     * The repositories as the system sees them: without packages of streams that are not active, and without those that
     * active streams stand for.
     *
     * @param arch the machine, in RPM's spelling
     * @throws IOException when the streams that are enabled do not go together
     */
    List<Repository> visible(List<Repository> repositories, String arch, Step step) throws IOException {
        List<Repository> ranked = PackageChoice.ranked(repositories);
        ModuleCatalogue catalogue = ModuleCatalogue.of(ranked);
        if (catalogue.isEmpty()) {
            return repositories;
        }
        Set<Dependency> asked = new LinkedHashSet<>();
        enabled.forEach((module, stream) -> {
            if (catalogue.streamsOf(module).contains(module + ":" + stream)) {
                asked.add(ModuleUniverse.stream(module, stream));
            } else {
                step.warn("/" + DIRECTORY + "/" + module + ".module enables the stream " + module + ":" + stream
                        + ", which no repository has");
            }
        });
        try {
            ActiveModules active =
                    ActiveModules.choose(catalogue, new ModuleChoice(asked, disabled, platform(), arch), ranked, step);
            return repositories.stream()
                    .<Repository>map(repository -> new ModularView(repository, active))
                    .toList();
        } catch (UnsolvableException e) {
            throw new IOException(
                    "the streams of modules that /" + DIRECTORY + " enables do not go together:\n" + e.getMessage(), e);
        }
    }

    /** Of {@code PLATFORM_ID="platform:el9"} the stream. */
    private Optional<String> platform() throws IOException {
        for (String name : List.of("etc/os-release", "usr/lib/os-release")) {
            Path file = root.resolve(name);
            if (Files.isRegularFile(file)) {
                return Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith(PLATFORM))
                        .map(line -> line.substring(PLATFORM.length()).replaceAll("[\"']", ""))
                        .map(id -> id.substring(id.indexOf(':') + 1))
                        .findFirst();
            }
        }
        return Optional.empty();
    }
}
