package org.atomsmith.host.bootloader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.atomsmith.linux.LinuxFiles;

/**
 * GRUB for UEFI, a file of the EFI system partition. FAT cannot replace a file in one step, so the one that worked is kept
 * beside it, under a name that the firmware's menu can start: {@code BOOTX64.OLD.EFI}.
 */
final class UefiLoader {
    private static final String DIRECTORY = "EFI/BOOT";
    private static final String NAME = "BOOTX64.EFI";
    private static final String FALLBACK = "BOOTX64.OLD.EFI";
    private static final String ARRIVING = "BOOTX64.NEW";

    private final Path partition;
    private final byte[] image;

    /**
     * The loader of a partition, and what the image has for it.
     *
     * @param partition where the EFI system partition is mounted
     */
    UefiLoader(Path partition, byte[] image) {
        this.partition = partition;
        this.image = image;
    }

    LoaderState state() throws IOException {
        Path file = partition.resolve(DIRECTORY).resolve(NAME);
        if (!Files.exists(file)) {
            return new LoaderState("uefi", LoaderState.State.DIFFERENT, "/" + DIRECTORY + "/" + NAME + " is missing");
        }
        boolean same = Files.size(file) == image.length && Arrays.equals(Files.readAllBytes(file), image);
        return new LoaderState(
                "uefi",
                same ? LoaderState.State.CURRENT : LoaderState.State.DIFFERENT,
                "/" + DIRECTORY + "/" + NAME + " of the EFI system partition");
    }

    /** Replaces it; returns whether there was anything to do. */
    boolean update() throws IOException {
        if (state().state() == LoaderState.State.CURRENT) {
            return false;
        }
        Path directory = Files.createDirectories(partition.resolve(DIRECTORY));
        Path arriving = directory.resolve(ARRIVING);
        Path file = directory.resolve(NAME);
        Files.write(arriving, image);
        LinuxFiles.syncFileSystem(partition);
        if (Files.exists(file)) {
            Files.copy(file, directory.resolve(FALLBACK), StandardCopyOption.REPLACE_EXISTING);
            LinuxFiles.syncFileSystem(partition);
        }
        LinuxFiles.rename(arriving, file);
        LinuxFiles.syncFileSystem(partition);
        return true;
    }
}
