package org.atomsmith.rpm.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembered documents by address. One file holds the validators as header lines, an empty line, and the document, so
 * that they can never disagree.
 */
final class IndexCache {
    private static final String MAGIC = "atomsmith-index 1";
    private static final int MAX_HEADER = 8192;

    private final Path root;

    IndexCache(Path root) {
        this.root = root;
    }

    /**
     * A remembered document.
     *
     * @param validators {@code etag} and {@code last-modified}, as far as the server stated them
     */
    record Entry(byte[] content, Map<String, String> validators) {}

    /** The remembered document, absent when there is none or it is damaged. */
    Optional<Entry> find(URI uri) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path(uri));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int end = headerEnd(bytes);
        if (end < 0) {
            return Optional.empty();
        }
        Map<String, String> validators = new TreeMap<>();
        String[] lines = new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n");
        if (lines.length < 3 || !lines[0].equals(MAGIC) || !lines[1].equals("url: " + uri)) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(bytes, end + 2, bytes.length);
        if (!lines[2].equals("sha256: " + digest(content))) {
            return Optional.empty();
        }
        Arrays.stream(lines, 3, lines.length)
                .map(line -> line.split(": ", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> validators.put(pair[0], pair[1]));
        return Optional.of(new Entry(content, validators));
    }

    /** Remembers a document in place of what was known. */
    void put(URI uri, Entry entry) throws IOException {
        Path path = path(uri);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder header =
                new StringBuilder(MAGIC + "\nurl: " + uri + "\nsha256: " + digest(entry.content()) + "\n");
        entry.validators()
                .forEach((k, v) -> header.append(k).append(": ").append(v).append('\n'));
        out.writeBytes(header.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(entry.content());
        try {
            TempFile.replace(path, out.toByteArray());
        } catch (IOException e) {
            throw StorageFailures.of(path, out.size(), uri.toString(), e);
        }
    }

    private static int headerEnd(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length - 1, MAX_HEADER); i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private Path path(URI uri) {
        return root.resolve(digest(uri.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(byte[] bytes) {
        var digest = ContentStore.sha256();
        digest.update(bytes);
        return ContentStore.hex(digest);
    }
}
