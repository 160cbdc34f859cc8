package org.atomsmith.ostree.tree;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.object.ByteOrderedNames;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.EntryName;
import org.atomsmith.ostree.object.FileHeader;

/** One file or directory of a {@link Tree}. */
public sealed interface TreeNode {

    /**
     * A regular file or symbolic link, whose content is an object.
     *
     * @param checksum of the file object
     * @param header owner, mode, link target, attributes
     * @param size bytes; 0 for a symbolic link
     */
    record File(Checksum checksum, FileHeader header, long size) implements TreeNode {}

    /**
     * A directory.
     *
     * @param meta owner, mode, attributes
     * @param children by name, in the order of objects ({@link ByteOrderedNames})
     */
    record Directory(DirMeta meta, SortedMap<String, TreeNode> children) implements TreeNode {
        /** Copies and sorts the children; refuses names that lead out of the directory. */
        public Directory {
            SortedMap<String, TreeNode> sorted = new TreeMap<>(ByteOrderedNames.ORDER);
            sorted.putAll(children);
            for (String name : sorted.keySet()) {
                if (!EntryName.isValid(name)) {
                    throw new IllegalArgumentException("'" + name + "' is no name of a directory entry");
                }
            }
            children = Collections.unmodifiableSortedMap(sorted);
        }
    }
}
