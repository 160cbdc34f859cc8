package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.atomsmith.ostree.object.Checksum;

/**
 * The commits that are there without all of their objects, marked by {@code state/<checksum>.commitpartial}: pulled in
 * part, or being pulled now. The marker is there before the commit is.
 */
public final class PartialCommits {
    private static final String SUFFIX = ".commitpartial";

    private static final String BROKEN = "f";

    private final Path state;

    /** The markers of a repository. */
    public PartialCommits(Repository repository) {
        this.state = repository.path().resolve("state");
    }

    /** True when the commit is marked. */
    public boolean contains(Checksum commit) {
        return Files.exists(marker(commit));
    }

    /** Marks a commit; again is no error. */
    public void mark(Checksum commit) throws IOException {
        Files.createDirectories(state);
        if (!contains(commit)) {
            Files.newByteChannel(
                            marker(commit),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))
                    .close();
        }
    }

    /** Marks a commit whose objects were found missing or broken, which a later look at the repository tells apart. */
    public void markBroken(Checksum commit) throws IOException {
        Files.createDirectories(state);
        Files.writeString(marker(commit), BROKEN);
    }

    /** True when the commit is marked because its objects were found missing or broken. */
    public boolean isBroken(Checksum commit) throws IOException {
        return contains(commit) && Files.readString(marker(commit)).startsWith(BROKEN);
    }

    /** Takes the mark away: the commit has everything. */
    public void clear(Checksum commit) throws IOException {
        Files.deleteIfExists(marker(commit));
    }

    private Path marker(Checksum commit) {
        return state.resolve(commit.hex() + SUFFIX);
    }
}
