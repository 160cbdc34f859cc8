package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A boot loader that has a configuration of its own, made from the entries. Loaders that read the entries themselves
 * need none. The configuration lies in {@code /boot/loader.<n>} beside the entries, so that the flip of
 * {@code /boot/loader} switches both.
 */
public interface BootLoader {

    /** Its name, as {@code sysroot.bootloader} has it. */
    String name();

    /** Whether the system is set up for it. */
    boolean isActive() throws IOException;

    /**
     * Writes its configuration for a set of entries that is not booted from yet.
     *
     * @param loader {@code /boot/loader.<n>}
     * @param bootVersion n
     * @param entries in the menu's order
     */
    void write(Path loader, int bootVersion, List<BootEntry> entries) throws IOException;

    /** Whether the flip of {@code /boot/loader} is all that switches it. */
    default boolean isAtomic() {
        return true;
    }
}
