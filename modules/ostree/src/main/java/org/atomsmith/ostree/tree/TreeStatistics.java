package org.atomsmith.ostree.tree;

/**
 * Figures of a tree.
 *
 * @param files regular files
 * @param symlinks symbolic links
 * @param directories directories, the root among them
 * @param bytes sizes of all files added up, each name counted
 */
public record TreeStatistics(long files, long symlinks, long directories, long bytes) {}
