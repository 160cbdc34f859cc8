package org.atomsmith.compose.tree;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes and reads trees in the cache's own binary form. The form is private to the cache: its version is part of every
 * cache key, so it can change freely.
 */
public final class NodeCodec {
    /** Part of the key of everything stored in this form. */
    public static final int VERSION = 2;

    private static final int MAX_STRING = 1 << 24;
    private static final int MAX_NODES = 10_000_000;
    private static final int MAX_XATTRS = 256;

    private NodeCodec() {}

    /** Writes a whole tree. */
    public static void write(FileTree tree, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to, 1 << 16));
        out.writeInt(tree.size());
        for (Map.Entry<String, Node> e : tree.nodes().entrySet()) {
            writeString(out, e.getKey());
            writeNode(out, e.getValue());
        }
        out.flush();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when the bytes are cut short or are not a tree
     */
    public static FileTree read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from, 1 << 16));
        int count = checked(in.readInt(), MAX_NODES);
        FileTree tree = new FileTree();
        for (int i = 0; i < count; i++) {
            tree.put(readString(in), readNode(in));
        }
        return tree;
    }

    static void writeNode(DataOutput out, Node node) throws IOException {
        switch (node) {
            case Node.Directory d -> {
                out.writeByte('d');
                writeMetadata(out, d.uid(), d.gid(), d.mode(), d.xattrs());
            }
            case Node.File f -> {
                out.writeByte('f');
                writeMetadata(out, f.uid(), f.gid(), f.mode(), f.xattrs());
                writeString(out, f.object());
                out.writeLong(f.size());
                boolean current = f.objectIsCurrent();
                out.writeBoolean(current);
                if (!current) {
                    Node.Stored s = f.stored();
                    writeMetadata(out, s.uid(), s.gid(), s.mode(), s.xattrs());
                }
            }
            case Node.Symlink s -> {
                out.writeByte('l');
                writeMetadata(out, s.uid(), s.gid(), s.mode(), s.xattrs());
                writeString(out, s.target());
            }
        }
    }

    static Node readNode(DataInput in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case 'd' -> {
                Node.Stored m = readMetadata(in);
                yield new Node.Directory(m.uid(), m.gid(), m.mode(), m.xattrs());
            }
            case 'f' -> {
                Node.Stored m = readMetadata(in);
                String object = readString(in);
                long size = in.readLong();
                Node.Stored stored = in.readBoolean() ? m : readMetadata(in);
                yield new Node.File(m.uid(), m.gid(), m.mode(), m.xattrs(), object, stored, size);
            }
            case 'l' -> {
                Node.Stored m = readMetadata(in);
                yield new Node.Symlink(m.uid(), m.gid(), m.xattrs(), readString(in));
            }
            default -> throw new IOException("not a stored tree: a node of kind " + kind);
        };
    }

    private static void writeMetadata(DataOutput out, int uid, int gid, int mode, SortedMap<String, byte[]> xattrs)
            throws IOException {
        out.writeInt(uid);
        out.writeInt(gid);
        out.writeShort(mode);
        out.writeByte(xattrs.size());
        for (Map.Entry<String, byte[]> x : xattrs.entrySet()) {
            writeString(out, x.getKey());
            out.writeInt(x.getValue().length);
            out.write(x.getValue());
        }
    }

    private static Node.Stored readMetadata(DataInput in) throws IOException {
        int uid = in.readInt();
        int gid = in.readInt();
        int mode = in.readUnsignedShort();
        int count = checked(in.readUnsignedByte(), MAX_XATTRS);
        if (count == 0) {
            return new Node.Stored(uid, gid, mode, Node.noXattrs());
        }
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = readString(in);
            byte[] value = new byte[checked(in.readInt(), MAX_STRING)];
            in.readFully(value);
            xattrs.put(name, value);
        }
        return new Node.Stored(uid, gid, mode, xattrs);
    }

    static void writeString(DataOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readString(DataInput in) throws IOException {
        byte[] bytes = new byte[checked(in.readInt(), MAX_STRING)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static int checked(int value, int limit) throws IOException {
        if (value < 0 || value > limit) {
            throw new IOException("not a stored tree: a length of " + value);
        }
        return value;
    }
}
