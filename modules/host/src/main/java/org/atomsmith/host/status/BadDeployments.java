package org.atomsmith.host.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * Commits that did not become healthy here, and why: {@code /var/lib/atomsmith/bad-deployments}, an INI file with a group
 * for each commit. They are not offered again, unless somebody names one.
 */
public final class BadDeployments {
    private final Path file;

    /** Those of a host. */
    public BadDeployments(HostDirectories directories) {
        this.file = directories.state().resolve("bad-deployments");
    }

    /**
     * Why a commit is bad.
     *
     * @param reason for people: what failed
     * @param time when, in ISO 8601; may be empty
     * @param version of the commit; may be empty
     */
    public record Mark(String reason, String time, String version) {}

    /** All marks, oldest first. A file that cannot be read marks nothing: it must not stop whoever asks. */
    public SequencedMap<Checksum, Mark> all() throws IOException {
        SequencedMap<Checksum, Mark> marks = new LinkedHashMap<>();
        for (Map.Entry<String, SequencedMap<String, String>> group :
                read().groups().entrySet()) {
            Optional<Checksum> commit = Checksum.tryParse(group.getKey());
            SequencedMap<String, String> keys = group.getValue();
            commit.ifPresent(checksum -> marks.put(
                    checksum,
                    new Mark(
                            keys.getOrDefault("reason", "it did not become healthy"),
                            keys.getOrDefault("time", ""),
                            keys.getOrDefault("version", ""))));
        }
        return marks;
    }

    /** Why a commit is bad; empty when it is not. */
    public Optional<Mark> of(Checksum commit) throws IOException {
        return Optional.ofNullable(all().get(commit));
    }

    /** Marks a commit. */
    public void mark(Checksum commit, Mark mark) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        KeyFile changed = read().withoutGroup(commit.hex())
                .with(commit.hex(), "reason", mark.reason())
                .with(commit.hex(), "time", mark.time())
                .with(commit.hex(), "version", mark.version());
        AtomicFile.write(file, changed.text());
    }

    /** Takes a mark away. */
    public void clear(Checksum commit) throws IOException {
        KeyFile marks = read();
        if (marks.groups().containsKey(commit.hex())) {
            AtomicFile.write(file, marks.withoutGroup(commit.hex()).text());
        }
    }

    private KeyFile read() throws IOException {
        try {
            return KeyFile.parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return KeyFile.EMPTY;
        }
    }
}
