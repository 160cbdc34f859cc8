package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Files by the SHA-256 of their content, in {@code <root>/<aa>/<sha256>}. A stored file carries a fixed modification time
 * as its seal; one without the seal (touched, copied in, edited) is hashed again before it is believed, and
 * replaced when it is not what its name says.
 */
final class ContentStore {
    private static final FileTime SEAL = FileTime.fromMillis(946_684_800_000L);

    private final Path root;

    ContentStore(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path path(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    /** Where an unfinished download of that digest grows. */
    Path part(String sha256) {
        return path(sha256).resolveSibling(sha256 + ".part");
    }

    /** The stored file, if it is there and whole. */
    Optional<Path> find(String sha256, long size) throws IOException {
        Path path = path(sha256);
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean rightSize = size == Request.UNKNOWN_SIZE || attributes.size() == size;
        if (rightSize && attributes.lastModifiedTime().equals(SEAL)) {
            return Optional.of(path);
        }
        if (rightSize && digest(path).equals(sha256)) {
            seal(path);
            return Optional.of(path);
        }
        // The right content will replace it. Removing it here could hit what another process just put in its place.
        return Optional.empty();
    }

    /** Makes a finished and checked part the stored file. */
    Path adopt(String sha256) throws IOException {
        Path part = part(sha256);
        seal(part);
        return Files.move(part, path(sha256), StandardCopyOption.ATOMIC_MOVE);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, n);
            }
        }
        return hex(digest);
    }

    private static void seal(Path file) throws IOException {
        try {
            Files.setLastModifiedTime(file, SEAL);
        } catch (FileSystemException e) {
            if (!Files.isReadable(file)) {
                throw e;
            }
            // Another user's cache: it stays unsealed and is hashed each time.
        }
    }
}
