package org.atomsmith.disk.tree;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory.
 *
 * @param entries what it holds, by name and in the order of the names
 */
public record Directory(Attributes attributes, SortedMap<String, Inode> entries) implements Inode {
    private static final int LONGEST_NAME = 255;

    /** Takes a copy of the entries and refuses names that no directory can hold. */
    public Directory {
        for (String name : entries.keySet()) {
            checkName(name);
        }
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    static void checkName(String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a file");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("'" + name + "' is longer than " + LONGEST_NAME + " bytes");
        }
    }
}
