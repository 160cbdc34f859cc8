package org.atomsmith.host.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * What the last look at the update server found: {@code /var/lib/atomsmith/update}, an INI file.
 *
 * @param checked when somebody looked, in seconds since 1970
 * @param stateroot which operating system
 * @param origin where it comes from
 * @param checksum the commit; empty when there was nothing new
 * @param version its version; may be empty
 * @param timestamp when it was made, in seconds since 1970; 0 when nobody fetched it
 */
public record CachedUpdate(
        long checked, String stateroot, String origin, String checksum, String version, long timestamp) {
    private static final String GROUP = "update";

    /** Whether there was something new. */
    public boolean isThere() {
        return !checksum.isEmpty();
    }

    /** What was found last; empty when nobody looked. */
    public static Optional<CachedUpdate> read(HostDirectories directories) throws IOException {
        try {
            KeyFile keys = KeyFile.parse(Files.readString(file(directories)), "update");
            return Optional.of(new CachedUpdate(
                    keys.getLong(GROUP, "checked", 0),
                    keys.get(GROUP, "osname").orElse(""),
                    keys.get(GROUP, "origin").orElse(""),
                    keys.get(GROUP, "checksum").orElse(""),
                    keys.get(GROUP, "version").orElse(""),
                    keys.getLong(GROUP, "timestamp", 0)));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Keeps it. */
    public void write(HostDirectories directories) throws IOException {
        Files.createDirectories(directories.state());
        AtomicFile.write(
                file(directories),
                KeyFile.EMPTY
                        .with(GROUP, "checked", Long.toString(checked))
                        .with(GROUP, "osname", stateroot)
                        .with(GROUP, "origin", origin)
                        .with(GROUP, "checksum", checksum)
                        .with(GROUP, "version", version)
                        .with(GROUP, "timestamp", Long.toString(timestamp))
                        .text());
    }

    /** As rpm-ostree names these facts. */
    public SequencedMap<String, Object> facts() {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("osname", stateroot);
        facts.put("checksum", checksum);
        facts.put("version", version);
        facts.put("timestamp", timestamp);
        facts.put("origin", origin);
        facts.put("ref-has-new-commit", isThere());
        return facts;
    }

    private static Path file(HostDirectories directories) {
        return directories.state().resolve("update");
    }
}
