package org.atomsmith.disk.fat;

/**
 * What a FAT file system is to be like.
 *
 * @param type the width of its table
 * @param label the volume label, at most 11 ASCII characters; stored in capitals
 * @param serial the volume's serial number
 * @param size how large it is, in bytes; whole sectors of 512
 * @param timestamp seconds since 1970, in UTC, for everything in it; what FAT cannot say (before 1980, after 2107)
 *     becomes the nearest time that it can
 * @param hiddenSectors the sector of the disk where the partition begins, 0 when there is none
 */
public record FatOptions(FatType type, String label, int serial, long size, long timestamp, long hiddenSectors) {
    private static final int LABEL_CHARACTERS = 11;
    private static final int SECTOR = 512;

    /** Checks the label and the size. */
    public FatOptions {
        if (label.isBlank() || label.length() > LABEL_CHARACTERS || !label.matches("[A-Za-z0-9 _-]*")) {
            throw new IllegalArgumentException(
                    "'" + label + "' cannot be a FAT label: 1 to 11 letters, digits, blanks, '_' and '-'");
        }
        if (size % SECTOR != 0 || size <= 0 || size / SECTOR > 0xffffffffL) {
            throw new IllegalArgumentException(
                    "a FAT file system has whole sectors of 512 bytes and less than 2 TiB, not " + size + " bytes");
        }
    }
}
