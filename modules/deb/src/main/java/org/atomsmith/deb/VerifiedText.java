package org.atomsmith.deb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Remembers what verified: the signed text of a document, by the digest of the document and of the keys that it was
 * checked against. Checking signatures costs a second in a fresh JVM and its answer only depends on those and, as keys
 * expire, on the day: it is remembered for {@link #MEMORY}.
 */
final class VerifiedText {
    private static final Duration MEMORY = Duration.ofHours(12);

    private final Path directory;
    private final InstantSource clock;

    VerifiedText(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Verifies a document; throws when it is not signed as it must be. */
    @FunctionalInterface
    interface Verification {
        byte[] text() throws IOException;
    }

    /**
     * The signed text of a document.
     *
     * @param document the document and the signature if that is apart
     * @param keys the files, texts and names of keys that may sign
     */
    byte[] of(List<byte[]> document, List<byte[]> keys, Verification verification) throws IOException {
        Path file = directory.resolve(digest(document, keys) + ".release");
        Optional<byte[]> known = remembered(file);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] text = verification.text();
        remember(file, text);
        return text;
    }

    private Optional<byte[]> remembered(Path file) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int end = 0;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        try {
            Instant verified = Instant.parse(new String(content, 0, end, StandardCharsets.ISO_8859_1));
            Instant now = clock.instant();
            boolean fresh = !now.isBefore(verified) && now.isBefore(verified.plus(MEMORY));
            return fresh && end < content.length
                    ? Optional.of(Arrays.copyOfRange(content, end + 1, content.length))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private void remember(Path file, byte[] text) throws IOException {
        Files.createDirectories(directory);
        byte[] head = (clock.instant() + "\n").getBytes(StandardCharsets.ISO_8859_1);
        CacheFiles.write(file, ByteBuffer.wrap(head), ByteBuffer.wrap(text));
    }

    private static String digest(List<byte[]> document, List<byte[]> keys) {
        MessageDigest sha256 = CacheFiles.sha256();
        for (List<byte[]> parts : List.of(document, keys)) {
            sha256.update(ByteBuffer.allocate(4).putInt(0, parts.size()));
            for (byte[] part : parts) {
                sha256.update(ByteBuffer.allocate(4).putInt(0, part.length));
                sha256.update(part);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
