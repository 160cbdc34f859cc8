package org.atomsmith.host.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.program.Program;
import org.atomsmith.compose.program.ProgramTools;
import org.atomsmith.host.AtomicCommands;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.ManualPage;
import org.atomsmith.rpm.Dependency;

/**
 * The package {@code atomsmith-host}: the command {@code atomic}, also under the name {@code rpm-ostree}, and its services.
 * What it lays into the tree beside the program is in the resources below {@code tree}, listed in {@code tree/files}; its
 * manual page is made of its commands.
 */
public final class HostProgram {
    /** The package's name. */
    public static final String NAME = "atomsmith-host";

    private static final String RESOURCES = "/org/atomsmith/host/";
    private static final String TREE = "tree/";
    private static final String MANUAL = "usr/share/man/man1/atomic.1";

    /** What the program loads modules of the JDK for: nearly all is {@code java.base}. */
    private static final List<String> MODULES = List.of("java.base", "java.logging", "java.net.http", "java.xml");

    private HostProgram() {}

    /** The program in a version. */
    public static Program of(String version) throws IOException {
        return new Program(
                NAME,
                version,
                "the host's side of an atomic host: upgrades, rollback, health",
                "org.atomsmith.host.Main",
                List.of(),
                MODULES,
                "org.atomsmith.host.Training",
                List.of("/var/tmp/training"),
                requires(),
                files(version));
    }

    /** Distributions name the same libraries differently: the first name that there is counts. */
    private static List<Dependency> requires() {
        return List.of(
                ProgramTools.anyOf("libc6", "glibc"),
                ProgramTools.anyOf("libgcc-s1", "libgcc"),
                ProgramTools.anyOf("libstdc++6", "libstdc++"),
                ProgramTools.anyOf("zlib1g", "zlib-ng-compat", "zlib"),
                ProgramTools.anyOf("liblzma5", "xz-libs"),
                ProgramTools.anyOf("libsystemd0", "systemd-libs"),
                Dependency.Simple.any("bubblewrap"));
    }

    private static SortedMap<String, Program.Entry> files(String version) throws IOException {
        SortedMap<String, Program.Entry> files = new TreeMap<>();
        String list = new String(resource(TREE + "files"), StandardCharsets.UTF_8);
        for (String line : list.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split(" +");
            switch (fields[0]) {
                case "file" ->
                    files.put(
                            fields[2], new Program.Content(Integer.parseInt(fields[1], 8), resource(TREE + fields[2])));
                case "link" -> files.put(fields[1], new Program.Link(fields[2]));
                default -> throw new IllegalStateException("resource tree/files: " + line);
            }
        }
        files.put(MANUAL, new Program.Content(0644, manual(version).getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    private static String manual(String version) throws IOException {
        Group host = (Group) new AtomicCommands().find("host").orElseThrow();
        return new String(resource("image/atomic.1"), StandardCharsets.UTF_8)
                .replace("@version@", ManualPage.escaped(version))
                .replace("@commands@\n", ManualPage.commands("atomic host", host))
                .replace("@options@\n", ManualPage.commonOptions());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = HostProgram.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCES + name + " is missing");
            }
            return in.readAllBytes();
        }
    }
}
