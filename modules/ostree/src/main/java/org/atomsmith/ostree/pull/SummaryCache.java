package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Xattrs;
import org.atomsmith.ostree.pull.http.Validators;
import org.atomsmith.ostree.repo.DurableFile;

/**
 * The summaries of remotes as they were last fetched and verified: {@code summaries/<remote>} and {@code .sig} below a
 * directory. What the server said of their version is kept with the files: the date as their own, the tag in an xattr.
 */
final class SummaryCache {
    private static final String ETAG = "user.ostree.etag";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final Path directory;
    private final String remote;

    SummaryCache(Path cache, String remote) {
        this.directory = cache.resolve("summaries");
        this.remote = remote;
    }

    /** A file that is kept, and its version. */
    record Entry(byte[] bytes, Validators validators) {}

    Optional<Entry> summary() throws IOException {
        return read(directory.resolve(remote));
    }

    Optional<Entry> signatures() throws IOException {
        return read(directory.resolve(remote + ".sig"));
    }

    void keepSummary(byte[] bytes, Validators validators) throws IOException {
        write(directory.resolve(remote), bytes, validators);
    }

    void keepSignatures(byte[] bytes, Validators validators) throws IOException {
        write(directory.resolve(remote + ".sig"), bytes, validators);
    }

    private static Optional<Entry> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Optional<String> etag = Optional.empty();
        try {
            etag = Xattrs.get(file, ETAG).map(value -> new String(value, StandardCharsets.ISO_8859_1));
        } catch (LinuxException e) {
            // Without xattrs there is no tag; the date does.
            etag = Optional.empty();
        }
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        Optional<String> date =
                modified.getEpochSecond() > 0 ? Optional.of(HTTP_DATE.format(modified)) : Optional.empty();
        return Optional.of(new Entry(Files.readAllBytes(file), new Validators(etag, date)));
    }

    private void write(Path file, byte[] bytes, Validators validators) throws IOException {
        Files.createDirectories(directory);
        DurableFile.write(file, bytes, directory);
        if (validators.etag().isPresent()) {
            try {
                Xattrs.set(file, ETAG, validators.etag().get().getBytes(StandardCharsets.ISO_8859_1));
            } catch (LinuxException e) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(0));
                return;
            }
        }
        // Without a date of the server's, ours must not look like one.
        LinuxFiles.setTimes(
                file, validators.lastModified().flatMap(SummaryCache::seconds).orElse(0L), 0);
    }

    private static Optional<Long> seconds(String date) {
        try {
            return Optional.of(Instant.from(HTTP_DATE.parse(date)).getEpochSecond());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
