package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.sysroot.boot.BootVersion;

/**
 * The link {@code /boot/loader}, which says which menu is booted. After a loss of power GRUB reads the directory and the
 * inodes as they are, without the journal that belongs to them, and some may be new and others old. So the flip exchanges
 * two links, which changes nothing but one block of the directory: both links are whole before and after it. To rename
 * over the old link would free its inode, and GRUB could find the old name of an emptied link.
 */
final class LoaderLink {
    private final Path boot;
    private final Path link;
    private final Path aside;

    /** The link of this system. */
    LoaderLink(Path sysroot) {
        this.boot = sysroot.resolve("boot");
        this.link = boot.resolve("loader");
        this.aside = boot.resolve("loader.tmp");
    }

    /** Makes the link that {@link #flip} is to put in place; it must be on the disk by then. */
    void prepare(BootVersion version) throws IOException {
        Files.deleteIfExists(aside);
        LinuxFiles.symlink(version.loader(), aside);
    }

    /** Switches to the menu that was prepared. */
    void flip() throws IOException {
        if (!Files.isSymbolicLink(link) || !exchanged()) {
            LinuxFiles.rename(aside, link);
        }
        LinuxFiles.fsync(boot);
    }

    /** Removes the link that was in place before; the flip must be on the disk by then. */
    void removeOld() throws IOException {
        Files.deleteIfExists(aside);
    }

    private boolean exchanged() throws LinuxException {
        try {
            LinuxFiles.exchange(aside, link);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EINVAL) {
                // Not every file system can.
                return false;
            }
            throw e;
        }
    }
}
