package org.atomsmith.disk.filesystem;

import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SpecialFile;
import org.atomsmith.disk.tree.SymbolicLink;

/** What an inode is, as inodes ({@code S_IFMT} of POSIX) and directories' entries ({@code FT_}) of ext4 and XFS state it. */
public enum InodeType {
    REGULAR(0x8000, 1),
    DIRECTORY(0x4000, 2),
    CHARACTER(0x2000, 3),
    BLOCK(0x6000, 4),
    PIPE(0x1000, 5),
    SOCKET(0xc000, 6),
    LINK(0xa000, 7);

    private final int modeBits;
    private final int entryType;

    InodeType(int modeBits, int entryType) {
        this.modeBits = modeBits;
        this.entryType = entryType;
    }

    public static InodeType of(Inode inode) {
        return switch (inode) {
            case Directory _ -> DIRECTORY;
            case RegularFile _ -> REGULAR;
            case SymbolicLink _ -> LINK;
            case SpecialFile special ->
                switch (special.kind()) {
                    case CHARACTER -> CHARACTER;
                    case BLOCK -> BLOCK;
                    case PIPE -> PIPE;
                    case SOCKET -> SOCKET;
                };
        };
    }

    /** The type in the upper bits of the mode. */
    public int modeBits() {
        return modeBits;
    }

    /** The type in a directory's entry. */
    public int entryType() {
        return entryType;
    }
}
