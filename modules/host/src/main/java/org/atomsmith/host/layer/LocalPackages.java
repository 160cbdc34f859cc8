package org.atomsmith.host.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.atomsmith.linux.LinuxFiles;

/** Package files that were given by hand. They are kept: nobody else has them when the image changes. */
public final class LocalPackages {
    private static final int BUFFER = 1 << 16;
    private final Path directory;

    /** Those of a host. */
    public LocalPackages(LayerPlaces places) {
        this.directory = places.state().resolve("packages");
    }

    /** Keeps a copy of a package file and returns its SHA-256. */
    public String keep(Path file) throws IOException {
        Files.createDirectories(directory);
        Path copy = Files.createTempFile(directory, ".new-", "");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            String sha256 = sha256(copy);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            LinuxFiles.rename(copy, path(sha256));
            return sha256;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /**
     * A kept file.
     *
     * @throws LayerException when it is gone or damaged
     */
    public Path file(String sha256, String nevra) throws IOException {
        Path file = path(sha256);
        if (!Files.isRegularFile(file) || !sha256(file).equals(sha256)) {
            throw new LayerException("the package file of " + nevra + " is gone from " + directory
                    + " or damaged; install it again from its file, or uninstall it");
        }
        return file;
    }

    /** Removes files that no deployment needs any more. */
    public void retain(Set<String> needed) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!needed.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path path(String sha256) {
        return directory.resolve(sha256);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[BUFFER];
            while (digest.read(buffer) >= 0) {
                // Only the digest counts.
            }
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
