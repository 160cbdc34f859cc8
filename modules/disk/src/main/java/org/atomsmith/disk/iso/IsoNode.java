package org.atomsmith.disk.iso;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.ContentSource;

/** A file or directory of an image that is being planned. */
abstract sealed class IsoNode {
    /** Its name in the tree; empty for the root. */
    final String name;

    /** Its name as ECMA-119 allows it. */
    final String plainName;

    final Attributes attributes;

    /** Where its content begins. */
    long sector;

    private IsoNode(String name, String plainName, Attributes attributes) {
        this.name = name;
        this.plainName = plainName;
        this.attributes = attributes;
    }

    /** How many bytes of content it has. */
    abstract long size();

    /** How many sectors its content takes. */
    final long sectors() {
        return Math.ceilDiv(size(), IsoImage.SECTOR);
    }

    /** A file. */
    static final class File extends IsoNode {
        final ContentSource content;

        File(String name, String plainName, Attributes attributes, ContentSource content) {
            super(name, plainName, attributes);
            this.content = content;
        }

        @Override
        long size() {
            return content.size();
        }
    }

    /** A directory. */
    static final class Folder extends IsoNode {
        final Folder parent;
        final List<IsoNode> children = new ArrayList<>();

        /** Its number in the path table, from 1. */
        int number;

        private long size;

        @SuppressWarnings("this-escape")
        Folder(String name, String plainName, Attributes attributes, @org.jspecify.annotations.Nullable Folder parent) {
            super(name, plainName, attributes);
            this.parent = parent == null ? this : parent;
        }

        /** Sets how long its records are. */
        void measured(long bytes) {
            size = bytes;
        }

        @Override
        long size() {
            return size;
        }
    }
}
