package org.atomsmith.disk.tree;

/**
 * A thing in a file system. Identity is meant: one object that is reachable under several names is one inode with
 * several hard links, two equal objects are two inodes.
 */
public sealed interface Inode permits Directory, RegularFile, SymbolicLink, SpecialFile {

    /** Owner, mode, times and extended attributes. */
    Attributes attributes();
}
