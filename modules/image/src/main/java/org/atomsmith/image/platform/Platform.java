package org.atomsmith.image.platform;

import java.util.List;
import java.util.Set;

/**
 * A place where images run, and what an image must be like there.
 *
 * @param name as {@code --platform} takes it, and as the kernel argument {@code atomsmith.platform=} has it
 * @param title the name that people know
 * @param aliases other platforms that take the same images, and their owners' other names
 * @param formats names of formats, the usual one first
 * @param alignment the disk is a whole number of so many bytes
 * @param free how many bytes the root file system has to spare before it grows, on the first boot
 * @param firmware what starts the disk there
 * @param kernelArguments of the platform: consoles and what its devices want
 * @param datasource where the first boot learns names, keys and users: a name of cloud-init's, or {@code None}
 * @param refuses names of customizations that make no sense there
 * @param upload how the image gets there, for a person
 */
public record Platform(
        String name,
        String title,
        List<String> aliases,
        List<String> formats,
        long alignment,
        long free,
        Set<Firmware> firmware,
        List<String> kernelArguments,
        String datasource,
        Set<String> refuses,
        String upload) {

    /** What starts a disk. */
    public enum Firmware {
        /** Code in the first sector. */
        BIOS,
        /** A program in the EFI system partition. */
        UEFI
    }

    /** Copies the collections. */
    public Platform {
        aliases = List.copyOf(aliases);
        formats = List.copyOf(formats);
        firmware = Set.copyOf(firmware);
        kernelArguments = List.copyOf(kernelArguments);
        refuses = Set.copyOf(refuses);
    }

    /** Whether {@code --platform NAME} means this one. */
    public boolean isCalled(String word) {
        return name.equals(word) || aliases.contains(word);
    }
}
