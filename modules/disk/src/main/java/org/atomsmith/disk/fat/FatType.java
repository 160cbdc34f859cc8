package org.atomsmith.disk.fat;

/** The three widths of the file allocation table. */
public enum FatType {
    /** Up to 4084 clusters. */
    FAT12(12, 1, 4084, "FAT12   "),
    /** 4085 to 65524 clusters. */
    FAT16(16, 4085, 65524, "FAT16   "),
    /** 65525 clusters or more: what EFI system partitions on fixed disks are. */
    FAT32(32, 65525, 0x0ffffff4, "FAT32   ");

    private final int bits;
    private final int leastClusters;
    private final int mostClusters;
    private final String name;

    FatType(int bits, int leastClusters, int mostClusters, String name) {
        this.bits = bits;
        this.leastClusters = leastClusters;
        this.mostClusters = mostClusters;
        this.name = name;
    }

    /** How many bits an entry of the table has. */
    int bits() {
        return bits;
    }

    /** Whether a file system of so many clusters is of this type; nothing else decides that. */
    boolean holds(long clusters) {
        return clusters >= leastClusters && clusters <= mostClusters;
    }

    /** What the boot sector says, 8 characters. */
    String label() {
        return name;
    }

    /** The entry that ends a chain, cut to the width of the table. */
    int endOfChain() {
        return this == FAT32 ? 0x0fffffff : (1 << bits) - 1;
    }
}
