package org.atomsmith.disk.fat;

/**
 * What a FAT file system is to be like.
 *
 * @param label the volume label, at most 11 ASCII characters
 * @param serial the volume's serial number
 * @param size how large it is, in bytes; whole sectors of 512
 * @param timestamp seconds since 1970, in UTC, for everything in it; 1980 at the earliest
 * @param hiddenSectors the sector of the disk where the partition begins
 */
public record FatOptions(String label, int serial, long size, long timestamp, long hiddenSectors) {
    private static final int LABEL_CHARACTERS = 11;

    /** Checks the label and the size. */
    public FatOptions {
        if (label.length() > LABEL_CHARACTERS || !label.matches("[ -~]*")) {
            throw new IllegalArgumentException("'" + label + "' cannot be a FAT label (11 ASCII characters)");
        }
        if (size % 512 != 0 || size <= 0) {
            throw new IllegalArgumentException(size + " bytes are not whole sectors of 512");
        }
    }
}
