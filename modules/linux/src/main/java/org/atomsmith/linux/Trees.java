package org.atomsmith.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Whole directories: listed in a fixed order, and deleted without following a link. */
public final class Trees {

    private Trees() {}

    /** The entries of a directory, sorted by the characters of their names; each name is valid UTF-8. */
    public static List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                FileNames.text(entry);
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparing(entry -> FileNames.text(entry.getFileName())));
        return entries;
    }

    /** Deletes a file, or a directory with all that is in it, whatever its names; nothing when it is not there. */
    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            openToOwner(path);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    delete(entry);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    private static void openToOwner(Path directory) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        if (permissions.addAll(PosixFilePermissions.fromString("rwx------"))) {
            Files.setPosixFilePermissions(directory, permissions);
        }
    }
}
