package org.atomsmith.disk.fat;

/**
 * How a FAT file system is divided: reserved sectors, two tables, the root directory unless it is FAT32, clusters.
 *
 * @param type the width of the table
 * @param sectors the whole file system
 * @param sectorsPerCluster a power of two
 * @param reserved sectors in front of the first table
 * @param tableSectors sectors of one table
 */
record FatGeometry(FatType type, long sectors, int sectorsPerCluster, int reserved, int tableSectors) {
    /** The size of a sector in bytes. */
    static final int SECTOR = 512;

    /** How many tables there are. */
    static final int TABLES = 2;

    /** How many entries the root directory of FAT12 and FAT16 has. */
    static final int ROOT_ENTRIES = 512;

    /** The number of the first cluster. */
    static final int FIRST_CLUSTER = 2;

    private static final int ENTRY = 32;
    private static final int MOST_SECTORS_PER_CLUSTER = 64;
    private static final long LARGE = 260L << 20;

    /**
     * Chooses the smallest clusters that make a file system of the type; FAT32 beyond 260 MiB has clusters of at least 4
     * KiB.
     *
     * @throws IllegalArgumentException when the size is not one of this type
     */
    static FatGeometry of(FatOptions options) {
        int least = options.type() == FatType.FAT32 && options.size() > LARGE ? 8 : 1;
        for (int spc = least; spc <= MOST_SECTORS_PER_CLUSTER; spc *= 2) {
            FatGeometry geometry = of(options.type(), options.size() / SECTOR, spc);
            if (options.type().holds(geometry.clusters())) {
                return geometry;
            }
        }
        throw new IllegalArgumentException(options.size() + " bytes cannot be a " + options.type()
                + " file system (FAT12 up to 127 MiB, FAT16 from 2 MiB to 2 GiB, FAT32 from 33 MiB)");
    }

    private static FatGeometry of(FatType type, long sectors, int sectorsPerCluster) {
        int reserved = type == FatType.FAT32 ? 32 : 1;
        long entries = sectors / sectorsPerCluster + FIRST_CLUSTER;
        int table = Math.toIntExact(Math.ceilDiv(Math.ceilDiv(entries * type.bits(), 8), SECTOR));
        return new FatGeometry(type, sectors, sectorsPerCluster, reserved, table);
    }

    /** How many sectors the root directory has in front of the clusters. */
    int rootSectors() {
        return type == FatType.FAT32 ? 0 : ROOT_ENTRIES * ENTRY / SECTOR;
    }

    /** How many clusters there are. */
    long clusters() {
        return Math.max(0, sectors - reserved - (long) TABLES * tableSectors - rootSectors()) / sectorsPerCluster;
    }

    /** The size of a cluster in bytes. */
    int clusterBytes() {
        return sectorsPerCluster * SECTOR;
    }
}
