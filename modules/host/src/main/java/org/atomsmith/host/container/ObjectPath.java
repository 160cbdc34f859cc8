package org.atomsmith.host.container;

import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;

/**
 * A path of a layer at which an object of the repository is.
 *
 * @param extension {@code file}, {@code commit}, {@code file-xattrs}, ...
 */
record ObjectPath(Checksum checksum, String extension) {
    static final String REPOSITORY = "sysroot/ostree/repo/";
    private static final String OBJECTS = REPOSITORY + "objects/";

    /** Where the first version of the format keeps attributes, by their checksum. */
    private static final String OLD_XATTRS = REPOSITORY + "xattrs/";

    /** Reads a path; empty for those of other things. */
    static Optional<ObjectPath> parse(String path) {
        String plain = path.startsWith("./") ? path.substring(2) : path.startsWith("/") ? path.substring(1) : path;
        if (plain.startsWith(OLD_XATTRS)) {
            return Checksum.tryParse(plain.substring(OLD_XATTRS.length()))
                    .map(checksum -> new ObjectPath(checksum, "file-xattrs"));
        }
        int dot = plain.indexOf('.', OBJECTS.length());
        if (!plain.startsWith(OBJECTS) || dot != OBJECTS.length() + 65 || plain.charAt(OBJECTS.length() + 2) != '/') {
            return Optional.empty();
        }
        String hex =
                plain.substring(OBJECTS.length(), OBJECTS.length() + 2) + plain.substring(OBJECTS.length() + 3, dot);
        String extension = plain.substring(dot + 1);
        return Checksum.tryParse(hex)
                .map(checksum ->
                        new ObjectPath(checksum, extension.equals("file.xattrs") ? "file-xattrs-link" : extension));
    }

    /** The path in a layer. */
    String text() {
        return OBJECTS + checksum.hex().substring(0, 2) + "/" + checksum.hex().substring(2) + "." + extension;
    }
}
