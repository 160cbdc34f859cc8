package org.atomsmith.host.bootloader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.LinuxFiles;

/**
 * {@code /boot/grub/grub.cfg}, the part of the menu that no deployment writes. GRUB reads the file system without its
 * journal, so the file is on the disk under its own name before anything else happens.
 */
final class MenuFile {
    private final Path boot;
    private final byte[] image;

    /** The file of a {@code /boot}, and what the image has for it. */
    MenuFile(Path boot, byte[] image) {
        this.boot = boot;
        this.image = image;
    }

    private Path file() {
        return boot.resolve("grub/grub.cfg");
    }

    LoaderState state() throws IOException {
        boolean same = Files.exists(file()) && Arrays.equals(Files.readAllBytes(file()), image);
        return new LoaderState(
                "menu", same ? LoaderState.State.CURRENT : LoaderState.State.DIFFERENT, "/boot/grub/grub.cfg");
    }

    /** Replaces it; returns whether there was anything to do. */
    boolean update() throws IOException {
        if (state().state() == LoaderState.State.CURRENT) {
            return false;
        }
        Files.createDirectories(file().getParent());
        AtomicFile.write(file(), image, 0644);
        LinuxFiles.syncFileSystem(boot);
        return true;
    }
}
