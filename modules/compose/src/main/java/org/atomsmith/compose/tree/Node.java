package org.atomsmith.compose.tree;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One file, symbolic link or directory of a tree: everything of it but its path. Immutable.
 *
 * <p>The content of a regular file is an object of the cache repository; {@code object} is the checksum under which that
 * repository holds it. It covers the metadata too (as OSTree's content objects do), so a node with other metadata than
 * those it was stored with is given a new object when the tree is committed.
 */
public sealed interface Node {

    /** Owner's numeric id. */
    int uid();

    /** Group's numeric id. */
    int gid();

    /** Permission, set-id and sticky bits, 0 to 07777. */
    int mode();

    /** Extended attributes by full name. */
    SortedMap<String, byte[]> xattrs();

    /** The same node with another owner, group and mode. */
    Node owned(int uid, int gid, int mode);

    /** The same node with other extended attributes. */
    Node withXattrs(SortedMap<String, byte[]> xattrs);

    /** A directory. */
    record Directory(int uid, int gid, int mode, SortedMap<String, byte[]> xattrs) implements Node {

        /** What a directory is when nobody says otherwise: root's, 0755. */
        public static final Directory PLAIN = new Directory(0, 0, 0755, noXattrs());

        @Override
        public Directory owned(int uid, int gid, int mode) {
            return new Directory(uid, gid, mode, xattrs);
        }

        @Override
        public Directory withXattrs(SortedMap<String, byte[]> xattrs) {
            return new Directory(uid, gid, mode, xattrs);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Directory d
                    && uid == d.uid
                    && gid == d.gid
                    && mode == d.mode
                    && sameXattrs(xattrs, d.xattrs);
        }

        @Override
        public int hashCode() {
            return (uid * 31 + gid) * 31 + mode;
        }
    }

    /**
     * A regular file.
     *
     * @param object checksum of the content object in the cache repository, 64 hexadecimal digits
     * @param stored the metadata with which {@code object} was stored
     * @param size bytes
     */
    record File(int uid, int gid, int mode, SortedMap<String, byte[]> xattrs, String object, Stored stored, long size)
            implements Node {

        @Override
        public File owned(int uid, int gid, int mode) {
            return new File(uid, gid, mode, xattrs, object, stored, size);
        }

        @Override
        public File withXattrs(SortedMap<String, byte[]> xattrs) {
            return new File(uid, gid, mode, xattrs, object, stored, size);
        }

        /** Whether the object carries exactly this node's metadata. */
        public boolean objectIsCurrent() {
            return stored.uid == uid && stored.gid == gid && stored.mode == mode && sameXattrs(stored.xattrs, xattrs);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof File f
                    && uid == f.uid
                    && gid == f.gid
                    && mode == f.mode
                    && size == f.size
                    && object.equals(f.object)
                    && sameXattrs(xattrs, f.xattrs);
        }

        @Override
        public int hashCode() {
            return object.hashCode();
        }
    }

    /** The metadata that a content object covers. */
    record Stored(int uid, int gid, int mode, SortedMap<String, byte[]> xattrs) {}

    /** A symbolic link. */
    record Symlink(int uid, int gid, SortedMap<String, byte[]> xattrs, String target) implements Node {

        /** A link without extended attributes. */
        public Symlink(int uid, int gid, String target) {
            this(uid, gid, noXattrs(), target);
        }

        @Override
        public int mode() {
            return 0777;
        }

        @Override
        public Symlink owned(int uid, int gid, int mode) {
            return new Symlink(uid, gid, xattrs, target);
        }

        @Override
        public Symlink withXattrs(SortedMap<String, byte[]> xattrs) {
            return new Symlink(uid, gid, xattrs, target);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Symlink s
                    && uid == s.uid
                    && gid == s.gid
                    && target.equals(s.target)
                    && sameXattrs(xattrs, s.xattrs);
        }

        @Override
        public int hashCode() {
            return (uid * 31 + gid) * 31 + target.hashCode();
        }
    }

    /** All that there is to a node as text, equal for equal nodes: a part of cache keys. */
    default String key() {
        StringBuilder text = new StringBuilder();
        switch (this) {
            case Directory d -> text.append('d');
            case File f -> text.append('f').append(f.object()).append(':').append(f.size());
            case Symlink s -> text.append('l').append(s.target());
        }
        text.append(':').append(uid()).append(':').append(gid()).append(':').append(mode());
        xattrs().forEach((name, value) ->
                text.append(':').append(name).append('=').append(HexFormat.of().formatHex(value)));
        return text.toString();
    }

    /** No extended attributes. */
    static SortedMap<String, byte[]> noXattrs() {
        return java.util.Collections.emptySortedMap();
    }

    /** Whether two sets of extended attributes are equal byte for byte. */
    static boolean sameXattrs(Map<String, byte[]> a, Map<String, byte[]> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, byte[]> e : a.entrySet()) {
            byte[] other = b.get(e.getKey());
            if (other == null || !Arrays.equals(e.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    /** A sorted copy. */
    static SortedMap<String, byte[]> xattrs(Map<String, byte[]> from) {
        return from.isEmpty() ? noXattrs() : new TreeMap<>(from);
    }
}
