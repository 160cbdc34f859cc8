package org.atomsmith.disk.xfs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.atomsmith.disk.filesystem.Run;

/** The first blocks of a group: superblock, what is free, inodes, reserved blocks, and the roots of the trees. */
final class GroupHead {
    private static final int FREE_SPACE = 0x58414746;
    private static final int INODES = 0x58414749;
    private static final int RESERVED = 0x5841464c;
    private static final int UNLINKED = 64;

    private final Group group;
    private final UUID uuid;
    private final List<Run> free;
    private final int freeInodes;
    private final InodeTree inodeTree;

    /**
     * The head of a group.
     *
     * @param free what is free in it, in order
     * @param freeInodes how many of its last inodes are free
     */
    GroupHead(Group group, UUID uuid, List<Run> free, int freeInodes) {
        this.group = group;
        this.uuid = uuid;
        this.free = free;
        this.freeInodes = freeInodes;
        this.inodeTree = new InodeTree(group, freeInodes, uuid);
    }

    /** All {@value Group#HEAD_BLOCKS} blocks. */
    byte[] encode(byte[] superblock) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(superblock);
        out.writeBytes(freeSpace());
        out.writeBytes(inodes());
        out.writeBytes(reserved());
        out.writeBytes(new byte[Geometry.BLOCK - out.size()]);
        TreeBlock blocks = new TreeBlock(group, uuid);
        out.writeBytes(blocks.root(TreeBlock.FREE_BY_PLACE, Group.BY_PLACE, 0, free.size(), records(free)));
        List<Run> byLength = free.stream()
                .sorted(Comparator.comparingLong(Run::count).thenComparingLong(Run::start))
                .toList();
        out.writeBytes(blocks.root(TreeBlock.FREE_BY_LENGTH, Group.BY_LENGTH, 0, free.size(), records(byLength)));
        out.writeBytes(inodeTree.root());
        out.writeBytes(inodeTree.freeRoot());
        out.writeBytes(blocks.root(TreeBlock.SHARED, Group.SHARED, 0, 0, new byte[0]));
        return Arrays.copyOf(out.toByteArray(), Group.HEAD_BLOCKS * Geometry.BLOCK);
    }

    /** What follows the group's inodes: the leaves of their tree. */
    byte[] inodeLeaves() {
        return inodeTree.leaves();
    }

    private byte[] records(List<Run> runs) {
        ByteBuffer records = ByteBuffer.allocate(runs.size() * 2 * Integer.BYTES);
        runs.forEach(run -> records.putInt((int) (run.start() - group.start())).putInt((int) run.count()));
        return records.array();
    }

    private byte[] freeSpace() {
        ByteBuffer sector = ByteBuffer.allocate(Geometry.SECTOR);
        sector.putInt(FREE_SPACE).putInt(1).putInt(group.number()).putInt((int) group.length());
        sector.putInt(Group.BY_PLACE).putInt(Group.BY_LENGTH).putInt(0);
        sector.putInt(1).putInt(1).putInt(0);
        sector.putInt(0).putInt(Group.RESERVE_BLOCKS - 1).putInt(Group.RESERVE_BLOCKS);
        sector.putInt((int) free.stream().mapToLong(Run::count).sum());
        sector.putInt((int) free.stream().mapToLong(Run::count).max().orElse(0));
        Seal.uuid(sector, 64, uuid);
        // One block of the tree of shared blocks, where it is, its levels.
        sector.putInt(84, 1).putInt(88, Group.SHARED).putInt(92, 1);
        return Seal.crc(sector.array(), 216);
    }

    private byte[] inodes() {
        ByteBuffer sector = ByteBuffer.allocate(Geometry.SECTOR);
        sector.putInt(INODES).putInt(1).putInt(group.number()).putInt((int) group.length());
        sector.putInt((int) group.chunks() * Geometry.CHUNK_INODES);
        sector.putInt(Group.INODES).putInt(inodeTree.levels()).putInt(freeInodes);
        long newest = group.inodes() + (group.chunks() - 1) * Geometry.CHUNK_BLOCKS;
        sector.putInt(group.chunks() == 0 ? -1 : (int) (newest << Geometry.INODES_PER_BLOCK_LOG));
        // No directory was made last, and no inode is without a name.
        for (int i = 0; i <= UNLINKED; i++) {
            sector.putInt(-1);
        }
        Seal.uuid(sector, 296, uuid);
        sector.putInt(328, Group.FREE_INODES).putInt(332, 1);
        sector.putInt(336, 1 + group.leaves()).putInt(340, 1);
        return Seal.crc(sector.array(), 312);
    }

    private byte[] reserved() {
        ByteBuffer sector = ByteBuffer.allocate(Geometry.SECTOR);
        sector.putInt(RESERVED).putInt(group.number());
        Seal.uuid(sector, 8, uuid);
        sector.position(36);
        for (int i = 0; i < Group.RESERVE_BLOCKS; i++) {
            sector.putInt(Group.RESERVE + i);
        }
        while (sector.hasRemaining()) {
            sector.putInt(-1);
        }
        return Seal.crc(sector.array(), 32);
    }
}
