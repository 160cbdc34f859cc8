package org.atomsmith.host.health.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The checks of a system: the built-in ones, then programs in directories, those of greenboot among them. */
public final class Checks {
    private static final List<String> DIRECTORIES = List.of(
            "usr/lib/greenboot/check", "usr/lib/atomsmith/health.d", "etc/greenboot/check", "etc/atomsmith/health.d");

    private Checks() {}

    /** The checks that the settings leave, in the order in which they run. */
    public static List<HealthCheck> of(Path root, HealthSettings settings) throws IOException {
        List<HealthCheck> checks = new ArrayList<>(List.of(
                new FailedUnits(),
                new RequiredUnits(settings.units()),
                new NetworkCheck(),
                new DiskSpace(settings.freeMegabytes()),
                new ContainerRuntime(),
                new UpdateServer()));
        scripts(root, "required.d", DIRECTORIES).forEach((name, file) -> checks.add(new ScriptCheck(name, file, true)));
        scripts(root, "wanted.d", DIRECTORIES).forEach((name, file) -> checks.add(new ScriptCheck(name, file, false)));
        checks.removeIf(check -> settings.off().contains(check.name()));
        return checks;
    }

    /**
     * What is run when the system was found healthy ({@code green}) or not ({@code red}), as greenboot runs it.
     *
     * @param colour {@code green} or {@code red}
     */
    public static List<Path> reactions(Path root, String colour) throws IOException {
        return List.copyOf(scripts(root, colour + ".d", List.of("usr/lib/greenboot", "etc/greenboot"))
                .values());
    }

    /** Executable files by directory and name; one in /etc hides one of the same name in /usr, also when it cannot run. */
    private static Map<String, Path> scripts(Path root, String kind, List<String> directories) throws IOException {
        Map<String, Path> scripts = new TreeMap<>();
        for (String directory : directories) {
            Path path = root.resolve(directory).resolve(kind);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.forEach(file -> scripts.put(kind + "/" + file.getFileName(), file));
                }
            }
        }
        scripts.values().removeIf(file -> !Files.isRegularFile(file) || !Files.isExecutable(file));
        return scripts;
    }
}
