package org.atomsmith.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A finished file.
 *
 * @param path where it is
 * @param format the format's name: {@code raw}, {@code qcow2}
 * @param size its length in bytes (not what it occupies on the disk)
 * @param sha256 the digest of its bytes in hexadecimal
 */
public record WrittenFile(Path path, String format, long size, String sha256) {

    /**
     * Measures a file.
     *
     * @throws IOException when it cannot be read
     */
    public static WrittenFile of(Path path, String format) throws IOException {
        return new WrittenFile(path, format, Files.size(path), Sha256.ofFile(path));
    }
}
