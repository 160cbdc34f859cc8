package org.atomsmith.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * How an overlay's upper tree says "deleted" (Documentation/filesystems/overlayfs.rst, "whiteouts and opaque
 * directories"), in both forms: {@code trusted.overlay.*} attributes and the {@code user.overlay.*} of
 * {@code userxattr}.
 */
public final class Whiteouts {
    private static final List<String> WHITEOUT = List.of("user.overlay.whiteout", "trusted.overlay.whiteout");
    private static final List<String> OPAQUE = List.of("user.overlay.opaque", "trusted.overlay.opaque");

    private Whiteouts() {}

    /** What an entry of an upper tree means. */
    public enum Kind {
        /** A file as it is, or a directory to be merged with the lower ones. */
        PLAIN,
        /** The name is deleted. */
        WHITEOUT,
        /** A directory that hides the lower ones of its name. */
        OPAQUE
    }

    /** What an entry of an upper tree means. */
    public static Kind kind(Path path) throws LinuxException {
        return kind(path, LinuxFiles.stat(path));
    }

    /** What an entry of an upper tree means, whose status is known. */
    public static Kind kind(Path path, FileStatus status) throws LinuxException {
        return switch (status.kind()) {
            case CHARACTER_DEVICE -> status.rdevMajor() == 0 && status.rdevMinor() == 0 ? Kind.WHITEOUT : Kind.PLAIN;
            case REGULAR -> status.size() == 0 && hasAny(path, WHITEOUT) ? Kind.WHITEOUT : Kind.PLAIN;
            case DIRECTORY -> isMarked(path) ? Kind.OPAQUE : Kind.PLAIN;
            default -> Kind.PLAIN;
        };
    }

    /** Whether an entry of an upper tree deletes its name. */
    public static boolean isWhiteout(Path path) throws LinuxException {
        return kind(path) == Kind.WHITEOUT;
    }

    /** Whether a directory of an upper tree hides the lower ones of its name. */
    public static boolean isOpaque(Path directory) throws LinuxException {
        return kind(directory) == Kind.OPAQUE;
    }

    /** Whether an attribute belongs to overlayfs and is no part of the file. */
    public static boolean isOverlayAttribute(String name) {
        return name.startsWith("user.overlay.") || name.startsWith("trusted.overlay.");
    }

    private static boolean hasAny(Path path, List<String> names) throws LinuxException {
        for (String name : names) {
            if (Xattrs.get(path, name).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMarked(Path directory) throws LinuxException {
        for (String name : OPAQUE) {
            // "x" marks a directory that holds whiteouts of the attribute kind; only "y" is opaque.
            if (Xattrs.get(directory, name)
                    .filter(value -> new String(value, StandardCharsets.UTF_8).equals("y"))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
