package org.atomsmith.ostree.delta;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Utf8;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/**
 * Reads a part's operations object by object, and checks each before it is given: every piece lies in the payload, the
 * pieces of a file are as many bytes as the file has, and all files together no more than the superblock says.
 */
final class PartReader {
    private static final int MAX_METADATA = 128 << 20;
    /** PATH_MAX: no symbolic link is longer. */
    private static final int LONGEST_TARGET = 4096;

    private final Part part;
    private final List<ObjectName> names;
    private final Operations operations;
    private final long[] counts = new long[Operations.ALL.length()];
    private int next;
    private long source = -1;
    private long allowance;

    PartReader(Part part, PartEntry entry) {
        this.part = part;
        this.names = entry.objects();
        this.operations = new Operations(part.operations(), 0);
        this.allowance = entry.uncompressedSize();
    }

    /** How often each operation was met so far, in the order of {@link Operations#ALL}. */
    long[] counts() {
        return counts.clone();
    }

    /** The next object; empty after the last. May be called from several threads. */
    synchronized Optional<PartObject> next() throws DeltaException {
        while (!operations.atEnd()) {
            int letter = letter();
            switch (letter) {
                case Operations.SET_SOURCE -> source = source(operations, part);
                case Operations.UNSET_SOURCE -> source = -1;
                case Operations.SPLICE -> {
                    source = -1;
                    return Optional.of(spliced(name()));
                }
                case Operations.OPEN -> {
                    PartObject built = built(name());
                    source = -1;
                    return Optional.of(built);
                }
                default -> throw new DeltaException("operation '" + (char) letter + "' outside of an object");
            }
        }
        if (next != names.size()) {
            throw new DeltaException("the part makes " + next + " objects of " + names.size());
        }
        return Optional.empty();
    }

    private int letter() throws DeltaException {
        int letter = operations.letter();
        counts[Operations.ALL.indexOf(letter)]++;
        return letter;
    }

    private ObjectName name() throws DeltaException {
        if (next == names.size()) {
            throw new DeltaException("the part makes more objects than the superblock names, " + names.size());
        }
        return names.get(next++);
    }

    private PartObject spliced(ObjectName name) throws DeltaException {
        if (name.type().isMetadata()) {
            long length = operations.number();
            long offset = operations.number();
            checkPiece(offset, length);
            if (length > MAX_METADATA) {
                throw new DeltaException("object " + name + " of " + length + " bytes; the limit is " + MAX_METADATA);
            }
            take(name, length);
            return new PartObject.Metadata(name, offset, (int) length);
        }
        Part.Mode mode = mode(name);
        long xattrs = operations.number();
        long size = operations.number();
        long offset = operations.number();
        checkPiece(offset, size);
        if (FileMode.isSymlink(mode.mode())) {
            return new PartObject.Spliced(name, header(name, mode, xattrs, target(name, offset, size)), 0, 0);
        }
        take(name, size);
        return new PartObject.Spliced(name, header(name, mode, xattrs, ""), offset, size);
    }

    private PartObject built(ObjectName name) throws DeltaException {
        Part.Mode mode = mode(name);
        long xattrs = operations.number();
        long size = operations.number();
        FileHeader header = header(name, mode, xattrs, "");
        take(name, size);
        PartObject built = new PartObject.Built(name, header, size, operations.position(), source);
        long made = 0;
        while (true) {
            int letter = letter();
            switch (letter) {
                case Operations.SET_SOURCE -> source = source(operations, part);
                case Operations.UNSET_SOURCE -> source = -1;
                case Operations.WRITE -> {
                    long length = operations.number();
                    long offset = operations.number();
                    if (source < 0) {
                        checkPiece(offset, length);
                    }
                    made += Math.min(length, size - made + 1);
                }
                case Operations.PATCH -> {
                    checkPiece(operations.number(), operations.number());
                    if (source < 0) {
                        throw new DeltaException("object " + name + ": a patch without a source");
                    }
                    made += size;
                }
                case Operations.CLOSE -> {
                    if (made != size) {
                        throw new DeltaException(
                                "object " + name + " of " + size + " bytes is built of another number of them");
                    }
                    return built;
                }
                default -> throw new DeltaException("object " + name + ": operation '" + (char) letter + "' inside it");
            }
            if (made > size) {
                throw new DeltaException("object " + name + " of " + size + " bytes is built of more");
            }
        }
    }

    private Part.Mode mode(ObjectName name) throws DeltaException {
        if (name.type() != ObjectType.FILE) {
            throw new DeltaException("object " + name + " cannot be in a part");
        }
        long index = operations.number();
        if (index >= part.modes().size()) {
            throw new DeltaException("object " + name + " has mode " + index + " of "
                    + part.modes().size());
        }
        return part.modes().get((int) index);
    }

    private FileHeader header(ObjectName name, Part.Mode mode, long xattrs, String target) throws DeltaException {
        if (xattrs >= part.xattrs().size()) {
            throw new DeltaException("object " + name + " has attributes " + xattrs + " of "
                    + part.xattrs().size());
        }
        try {
            return new FileHeader(
                    mode.uid(), mode.gid(), mode.mode(), target, part.xattrs().get((int) xattrs));
        } catch (IllegalArgumentException e) {
            throw new DeltaException("object " + name + ": " + e.getMessage(), e);
        }
    }

    private String target(ObjectName name, long offset, long size) throws DeltaException {
        if (size > LONGEST_TARGET) {
            throw new DeltaException("object " + name + ": a symbolic link with a target of " + size + " bytes");
        }
        byte[] bytes = part.payload().asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
        try {
            return Utf8.decode(bytes, 0, bytes.length);
        } catch (VariantException e) {
            throw new DeltaException("object " + name + ": its target is " + e.getMessage(), e);
        }
    }

    /** Counts an object's bytes against what the superblock says that all take. */
    private void take(ObjectName name, long size) throws DeltaException {
        if (size > allowance) {
            throw new DeltaException(
                    "object " + name + " of " + size + " bytes makes the part larger than the superblock says");
        }
        allowance -= size;
    }

    private void checkPiece(long offset, long length) throws DeltaException {
        long size = part.payload().byteSize();
        if (length > size || offset > size - length) {
            throw new DeltaException(
                    "Invalid offset/length " + offset + "/" + length + " in a payload of " + size + " bytes");
        }
    }

    /** Reads the argument of {@code r}; gives where in the payload the checksum is. */
    static long source(Operations operations, Part part) throws DeltaException {
        long offset = operations.number();
        if (offset > part.payload().byteSize() - Checksum.SIZE) {
            throw new DeltaException("Invalid offset/length " + offset + "/" + Checksum.SIZE + " in a payload of "
                    + part.payload().byteSize() + " bytes");
        }
        return offset;
    }

    /** The checksum at an offset of the payload. */
    static Checksum checksum(MemorySegment payload, long offset) {
        return Checksum.of(payload.asSlice(offset, Checksum.SIZE).toArray(ValueLayout.JAVA_BYTE));
    }
}
