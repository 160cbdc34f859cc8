package org.atomsmith.linux;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * File names between the kernel's bytes and Java's text. Linux names are bytes; Java keeps them, but shows those that
 * are not valid in the encoding of file names ({@code sun.jnu.encoding}; the locale decides, and
 * Atomsmith's launcher sets {@code LC_ALL=C.UTF-8}) with U+FFFD.
 * Such a text no longer names the file, so it is refused instead of being used.
 */
public final class FileNames {
    private static final Charset ENCODING = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final char REPLACEMENT = '\uFFFD';

    private FileNames() {}

    /**
     * The path's text.
     *
     * @throws InvalidPathException if a name in it is not valid UTF-8
     */
    public static String text(Path path) {
        String text = path.toString();
        if (text.indexOf(REPLACEMENT) >= 0 && !roundTrips(path, text)) {
            throw new InvalidPathException(
                    text,
                    "the file name is not valid " + ENCODING
                            + " and cannot be handled faithfully; rename the file or leave it out");
        }
        return text;
    }

    /** The path's bytes as the kernel has them. */
    static byte[] bytes(Path path) {
        return text(path).getBytes(ENCODING);
    }

    private static boolean roundTrips(Path path, String text) {
        try {
            return path.getFileSystem().getPath(text).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
