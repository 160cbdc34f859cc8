package org.atomsmith.host.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * A file of settings as the host reads it, by systemd's custom: {@code /etc/atomsmith/NAME} in place of
 * {@code /usr/lib/atomsmith/NAME}, then the {@code *.conf} of the directories {@code NAME.d} of both, in the order of their
 * names, each key over those before it. A drop-in in /etc hides one of the same name in /usr/lib.
 */
public final class SettingsFile {
    private static final long MAX_SIZE = 1 << 20;

    private SettingsFile() {}

    /**
     * Reads the settings of a name; empty where there are no files.
     *
     * @throws HostException when a file is none, and where
     */
    public static KeyFile read(HostDirectories directories, String name) throws IOException {
        Path own = directories.configuration().resolve(name);
        Map<String, Path> dropIns = new TreeMap<>(Comparator.naturalOrder());
        collect(directories.defaults().resolve(name + ".d"), dropIns);
        collect(directories.configuration().resolve(name + ".d"), dropIns);
        List<Path> files = new ArrayList<>();
        files.add(Files.exists(own) ? own : directories.defaults().resolve(name));
        files.addAll(dropIns.values());
        KeyFile settings = new KeyFile(new LinkedHashMap<>());
        for (Path file : files) {
            for (var group : parse(file).groups().entrySet()) {
                for (var key : group.getValue().entrySet()) {
                    settings = settings.with(group.getKey(), key.getKey(), key.getValue());
                }
            }
        }
        return settings;
    }

    /** Reads one file; empty where there is none. */
    public static KeyFile parse(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new HostException(file + " has " + Files.size(file) + " bytes: these are no settings");
            }
            return KeyFile.parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            return KeyFile.EMPTY;
        } catch (IllegalArgumentException e) {
            throw new HostException("cannot read settings: " + e.getMessage(), e);
        }
    }

    private static void collect(Path directory, Map<String, Path> files) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> list = Files.list(directory)) {
                list.filter(file -> file.toString().endsWith(".conf"))
                        .forEach(file -> files.put(file.getFileName().toString(), file));
            }
        }
    }
}
