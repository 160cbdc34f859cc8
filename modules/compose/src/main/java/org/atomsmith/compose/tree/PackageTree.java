package org.atomsmith.compose.tree;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadEntry.Flag;

/**
 * One package as it was imported: its files with their contents in the cache repository, its scriptlets and what its kind
 * says of it.
 *
 * @param entries in the package's own order; hard links are entries with the same object
 */
public record PackageTree(PackageHeader header, List<Entry> entries) {
    private static final int MAX_ENTRIES = 5_000_000;
    /** A lead and the two largest headers that are read. */
    private static final int MAX_ORIGINAL = 321 << 20;

    public PackageTree {
        entries = List.copyOf(entries);
    }

    /** The package's identity. */
    public Nevra nevra() {
        return header.nevra();
    }

    /**
     * One path of a package.
     *
     * @param user owner's name, which wins over the node's number where the system knows it; empty when there is none
     * @param digest SHA-256 of a file's content, hexadecimal; empty where the header has it, or nobody took it
     */
    public record Entry(String path, Node node, String user, String group, Set<Flag> flags, String digest) {
        public Entry {
            flags = Set.copyOf(flags);
        }

        /** A path whose content's digest nobody took. */
        public Entry(String path, Node node, String user, String group, Set<Flag> flags) {
            this(path, node, user, group, flags, "");
        }

        /** The same path with its content's digest. */
        public Entry withDigest(String sha256) {
            return new Entry(path, node, user, group, flags, sha256);
        }
    }

    /** Writes the package in the cache's own form. */
    public void write(OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to, 1 << 16));
        NodeCodec.writeString(out, nevra().name());
        out.writeLong(nevra().evr().epoch());
        NodeCodec.writeString(out, nevra().evr().version());
        NodeCodec.writeString(out, nevra().evr().release());
        NodeCodec.writeString(out, nevra().arch());
        out.writeInt(header.scriptlets().size());
        for (PackageHeader.Scriptlet s : header.scriptlets()) {
            NodeCodec.writeString(out, s.phase());
            NodeCodec.writeString(out, s.interpreter());
            NodeCodec.writeString(out, s.body());
        }
        out.writeInt(header.attributes().size());
        for (Map.Entry<String, String> a : header.attributes().entrySet()) {
            NodeCodec.writeString(out, a.getKey());
            NodeCodec.writeString(out, a.getValue());
        }
        out.writeInt(entries.size());
        for (Entry e : entries) {
            NodeCodec.writeString(out, e.path);
            NodeCodec.writeNode(out, e.node);
            NodeCodec.writeString(out, e.user);
            NodeCodec.writeString(out, e.group);
            int flags = 0;
            for (Flag f : e.flags) {
                flags |= 1 << f.ordinal();
            }
            out.writeByte(flags);
            NodeCodec.writeString(out, e.digest);
        }
        out.writeInt(header.original().length);
        out.write(header.original());
        out.flush();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when the bytes are cut short or are not a package
     */
    public static PackageTree read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from, 1 << 16));
        String name = NodeCodec.readString(in);
        Evr evr = new Evr(in.readLong(), NodeCodec.readString(in), NodeCodec.readString(in));
        Nevra nevra = new Nevra(name, evr, NodeCodec.readString(in));
        List<PackageHeader.Scriptlet> scriptlets = new ArrayList<>();
        for (int n = NodeCodec.checked(in.readInt(), MAX_ENTRIES); n > 0; n--) {
            scriptlets.add(new PackageHeader.Scriptlet(
                    NodeCodec.readString(in), NodeCodec.readString(in), NodeCodec.readString(in)));
        }
        SortedMap<String, String> attributes = new TreeMap<>();
        for (int n = NodeCodec.checked(in.readInt(), MAX_ENTRIES); n > 0; n--) {
            attributes.put(NodeCodec.readString(in), NodeCodec.readString(in));
        }
        int count = NodeCodec.checked(in.readInt(), MAX_ENTRIES);
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String path = NodeCodec.readString(in);
            Node node = NodeCodec.readNode(in);
            String user = NodeCodec.readString(in);
            String group = NodeCodec.readString(in);
            int bits = in.readByte();
            Set<Flag> flags = EnumSet.noneOf(Flag.class);
            for (Flag f : Flag.values()) {
                if ((bits & 1 << f.ordinal()) != 0) {
                    flags.add(f);
                }
            }
            entries.add(new Entry(path, node, user, group, flags, NodeCodec.readString(in)));
        }
        byte[] original = new byte[NodeCodec.checked(in.readInt(), MAX_ORIGINAL)];
        in.readFully(original);
        return new PackageTree(new PackageHeader(nevra, scriptlets, attributes, original), entries);
    }
}
