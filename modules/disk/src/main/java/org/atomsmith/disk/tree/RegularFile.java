package org.atomsmith.disk.tree;

/** A regular file. */
public record RegularFile(Attributes attributes, ContentSource content) implements Inode {}
