package org.atomsmith.host.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.host.system.HostException;

/**
 * The disk on the medium that this live system runs from.
 *
 * @param image the disk
 * @param size in bytes
 * @param sha256 its digest in hexadecimal, as the medium has it
 * @param root where its root file system begins, in bytes
 * @param rootSize how many bytes the root's partition has
 */
record LiveDisk(Path image, long size, String sha256, long root, long rootSize) {
    private static final int MOST_BYTES = 4096;

    /**
     * Reads what the medium says.
     *
     * @param directory where the initramfs mounted it: {@code /run/live}
     * @throws HostException when this is no live system
     */
    static LiveDisk of(Path directory) throws IOException {
        Path facts = directory.resolve("disk");
        Path image = directory.resolve("image/disk.raw");
        if (!Files.isRegularFile(facts) || !Files.isReadable(image)) {
            throw new HostException("this is not a live system: there is no " + facts
                    + "; start the machine from an installation medium");
        }
        if (Files.size(facts) > MOST_BYTES) {
            throw new HostException(facts + " is not what it should be: it has " + Files.size(facts) + " bytes");
        }
        String text = Files.readString(facts);
        LiveDisk disk = new LiveDisk(
                image, number(text, "SIZE"), value(text, "SHA256"), number(text, "ROOT"), number(text, "ROOTSIZE"));
        if (!disk.sha256.matches("[0-9a-f]{64}")
                || disk.root <= 0
                || disk.rootSize <= 0
                || disk.root > disk.size - disk.rootSize) {
            throw new HostException(facts + " is not what it should be: it says of the disk\n" + text.strip());
        }
        if (Files.size(image) != disk.size) {
            throw new HostException(image + " has " + Files.size(image) + " bytes, but the medium says " + disk.size
                    + ": is it damaged?");
        }
        return disk;
    }

    private static long number(String text, String name) throws HostException {
        try {
            return Long.parseLong(value(text, name));
        } catch (NumberFormatException e) {
            throw new HostException("the medium does not say what " + name + " is", e);
        }
    }

    private static String value(String text, String name) throws HostException {
        return text.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new HostException("the medium does not say what " + name + " is"));
    }
}
