package org.atomsmith.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Looks for room: packages and imported objects in the cache, images in the output folder. */
final class DiskSpaceCheck implements Check {
    private static final long GIB = 1L << 30;

    /** The cache of one host of 255 packages, and its images, with room for a second build beside the first. */
    private static final long NEEDED = 4 * GIB;

    @Override
    public List<Finding> look(Machine machine) {
        return List.of(
                look("room in the cache", Machine.existing(machine.cache())),
                look("room in this folder", machine.directory()));
    }

    private static Finding look(String subject, Path folder) {
        // Of java.io: a FileStore cannot be had where the folder's mount point cannot be seen, as in a chroot.
        long free = folder.toFile().getUsableSpace();
        String found = String.format(Locale.ROOT, "%.1f GiB free in %s", (double) free / GIB, folder);
        return free >= NEEDED
                ? Finding.ok(subject, found)
                : Finding.missing(subject, found, "make room there: " + NEEDED / GIB + " GiB are needed");
    }
}
