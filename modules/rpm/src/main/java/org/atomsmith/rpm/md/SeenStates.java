package org.atomsmith.rpm.md;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.fetch.FetchException;

/**
 * The newest revision of each repository that was ever seen, so that an older one that a mirror still has, or that somebody
 * replays, is not taken for the present one. Revisions that are not numbers say nothing about their order.
 */
final class SeenStates {
    private static final String NUMBER = "[0-9]{1,18}";
    /** Revisions from here on are times, as createrepo_c writes them: 2001. */
    private static final long TIMES = 1_000_000_000;

    private final Path file;

    /**
     * What is known of one repository.
     *
     * @param identity what stays the same of it: its identifier and where it is looked for
     */
    SeenStates(Path directory, String identity) {
        this.file = directory.resolve(sha256(identity));
    }

    /** Refuses a document of an older revision than was seen. */
    void check(byte[] repomd, URI from) throws FetchException {
        long found;
        long seen;
        try {
            Repomd parsed = Repomd.parse(repomd, from.toString());
            if (!parsed.revision().matches(NUMBER)) {
                return;
            }
            found = Long.parseLong(parsed.revision());
            seen = seen();
        } catch (PackageFormatException e) {
            // It is refused where it is read for good.
            return;
        } catch (IOException e) {
            throw new FetchException.Refused(file + ": cannot be read: " + e.getMessage());
        }
        if (found < seen) {
            throw new FetchException.Refused(from + ": revision " + shown(found) + " is older than " + shown(seen)
                    + ", which was seen before: the mirror is behind, or somebody replays an old state; use another"
                    + " mirror, or, if the repository was set back on purpose, remove " + file);
        }
    }

    /** Remembers a revision that was verified, if it is newer. */
    void remember(String revision) throws IOException {
        if (!revision.matches(NUMBER) || Long.parseLong(revision) <= seen()) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        Files.createDirectories(directory);
        Path aside = Files.createTempFile(directory, ".", ".new");
        try {
            Files.writeString(aside, revision + "\n");
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private long seen() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > 32) {
            return -1;
        }
        String text = Files.readString(file).strip();
        return text.matches(NUMBER) ? Long.parseLong(text) : -1;
    }

    private static String shown(long revision) {
        return revision < TIMES ? Long.toString(revision) : revision + " (" + Instant.ofEpochSecond(revision) + ")";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
