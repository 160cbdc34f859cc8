package org.atomsmith.ostree.delta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.Xattrs;

/** Collects the objects of one part: payload, operations, and the tables that they refer to. */
final class PartBuilder {
    private final Chunks payload = new Chunks();
    private final Chunks operations = new Chunks();
    private final Map<Part.Mode, Integer> modes = new HashMap<>();
    private final Map<Xattrs, Integer> xattrs = new HashMap<>();
    private final List<Variant> modeValues = new ArrayList<>();
    private final List<Variant> xattrValues = new ArrayList<>();
    private final List<ObjectName> objects = new ArrayList<>();
    private final List<long[]> machineCode = new ArrayList<>();
    private long uncompressedSize;

    List<ObjectName> objects() {
        return objects;
    }

    long payloadSize() {
        return payload.size();
    }

    long uncompressedSize() {
        return uncompressedSize;
    }

    /** Adds a dirtree, dirmeta or commit. */
    void metadata(ObjectName name, byte[] bytes) {
        add(name, bytes.length);
        operations.append(Operations.SPLICE);
        operations.appendNumber(bytes.length);
        operations.appendNumber(payload.size());
        payload.append(bytes);
    }

    /** Adds a symbolic link. */
    void symlink(ObjectName name, FileHeader header, byte[] target) {
        add(name, 0);
        splice(header, target.length);
        payload.append(target);
    }

    /**
     * Adds a file whole; its bytes follow by {@link #content}.
     *
     * @param code whether it is machine code of x86, which compresses better when the compressor knows
     */
    void file(ObjectName name, FileHeader header, long size, boolean code) {
        add(name, size);
        splice(header, size);
        if (code) {
            machineCode.add(new long[] {payload.size(), size});
        }
    }

    /** Adds bytes of the file that was added last. */
    void content(byte[] bytes, int length) {
        payload.append(bytes, 0, length);
    }

    private void splice(FileHeader header, long size) {
        operations.append(Operations.SPLICE);
        operations.appendNumber(mode(header));
        operations.appendNumber(xattrs(header));
        operations.appendNumber(size);
        operations.appendNumber(payload.size());
    }

    /** Adds a file that is made of a source. */
    void file(ObjectName name, FileHeader header, long size, Checksum source, Recipe recipe) {
        add(name, size);
        long sourceAt = payload.size();
        payload.append(source.bytes());
        switch (recipe) {
            case Recipe.Patched patched -> {
                operations.append(Operations.SET_SOURCE);
                operations.appendNumber(sourceAt);
                open(header, size);
                operations.append(Operations.PATCH);
                operations.appendNumber(payload.size());
                operations.appendNumber(patched.patch().length);
                payload.append(patched.patch());
                operations.append(Operations.CLOSE);
                operations.append(Operations.UNSET_SOURCE);
            }
            case Recipe.Copied copied -> {
                open(header, size);
                pieces(copied, sourceAt);
                operations.append(Operations.CLOSE);
            }
        }
    }

    private void open(FileHeader header, long size) {
        operations.append(Operations.OPEN);
        operations.appendNumber(mode(header));
        operations.appendNumber(xattrs(header));
        operations.appendNumber(size);
    }

    private void pieces(Recipe.Copied copied, long sourceAt) {
        long[] pieces = copied.pieces();
        long freshAt = payload.size();
        payload.append(copied.fresh());
        boolean reading = false;
        for (int i = 0; i < pieces.length; i += 3) {
            if (pieces[i] > 0) {
                if (!reading) {
                    operations.append(Operations.SET_SOURCE);
                    operations.appendNumber(sourceAt);
                    reading = true;
                }
                write(pieces[i], pieces[i + 1]);
            }
            if (pieces[i + 2] > 0) {
                if (reading) {
                    operations.append(Operations.UNSET_SOURCE);
                    reading = false;
                }
                write(pieces[i + 2], freshAt);
                freshAt += pieces[i + 2];
            }
        }
        if (reading) {
            operations.append(Operations.UNSET_SOURCE);
        }
    }

    private void write(long length, long from) {
        operations.append(Operations.WRITE);
        operations.appendNumber(length);
        operations.appendNumber(from);
    }

    private void add(ObjectName name, long size) {
        objects.add(name);
        uncompressedSize += size;
    }

    private int mode(FileHeader header) {
        Part.Mode mode = new Part.Mode(header.uid(), header.gid(), header.mode());
        return modes.computeIfAbsent(mode, added -> {
            modeValues.add(Variant.tuple(
                    Variant.u32(Integer.reverseBytes(added.uid())),
                    Variant.u32(Integer.reverseBytes(added.gid())),
                    Variant.u32(Integer.reverseBytes(added.mode()))));
            return modeValues.size() - 1;
        });
    }

    private int xattrs(FileHeader header) {
        return xattrs.computeIfAbsent(header.xattrs(), added -> {
            xattrValues.add(added.toVariant());
            return xattrValues.size() - 1;
        });
    }

    /** The whole part, unpacked, {@code (a(uuu)aa(ayay)ayay)}. */
    PartBytes finish() {
        byte[] modeTable = Variant.array("(uuu)", modeValues).toBytes();
        byte[] xattrTable = Variant.array("a(ayay)", xattrValues).toBytes();
        long head = (long) modeTable.length + xattrTable.length;
        Chunks framing = new Chunks();
        long body = head + payload.size() + operations.size();
        int width = body + 3 <= 0xff ? 1 : body + 6 <= 0xffff ? 2 : body + 12 <= 0xffff_ffffL ? 4 : 8;
        for (long end : new long[] {head + payload.size(), head, modeTable.length}) {
            for (int i = 0; i < width; i++) {
                framing.append((int) (end >>> 8 * i));
            }
        }
        Chunks tables = new Chunks();
        tables.append(modeTable);
        tables.append(xattrTable);
        for (long[] range : machineCode) {
            range[0] += head;
        }
        return new PartBytes(List.of(tables, payload, operations, framing), machineCode);
    }
}
