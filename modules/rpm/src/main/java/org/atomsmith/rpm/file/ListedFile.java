package org.atomsmith.rpm.file;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.rpm.PackageFormatException;

/**
 * A file as a package's header lists it.
 *
 * @param path absolute
 * @param mode type and permission bits, as in {@code st_mode}
 * @param isGhost whether it is owned and not in the payload
 */
public record ListedFile(String path, int mode, boolean isGhost) {
    private static final int TYPE = 0170000;
    private static final int GHOST = 1 << 6;

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return (mode & TYPE) == OwnedFile.DIRECTORY;
    }

    /** Whether it is a symbolic link. */
    public boolean isSymlink() {
        return (mode & TYPE) == OwnedFile.SYMLINK;
    }

    /**
     * All files, in the header's order.
     *
     * @throws PackageFormatException when the header contradicts itself
     */
    public static List<ListedFile> of(RpmFile rpm) throws PackageFormatException {
        List<String> paths = FileTable.paths(rpm.header(), rpm.name());
        long[] modes = rpm.header().numbers(Tag.FILEMODES);
        if (modes.length != paths.size()) {
            throw new PackageFormatException(
                    rpm.name() + ": the header lists " + paths.size() + " files and " + modes.length + " modes of them",
                    -1);
        }
        long[] flags = rpm.header().numbers(Tag.FILEFLAGS);
        List<ListedFile> files = new ArrayList<>(modes.length);
        for (int i = 0; i < modes.length; i++) {
            files.add(new ListedFile(paths.get(i), (int) modes[i], i < flags.length && (flags[i] & GHOST) != 0));
        }
        return files;
    }
}
