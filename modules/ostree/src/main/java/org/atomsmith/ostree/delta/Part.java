package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.gvariant.VariantView;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Xattrs;

/**
 * An unpacked part, {@code (a(uuu)aa(ayay)ayay)}.
 *
 * @param modes owner, group and mode of files, which operations refer to by index
 * @param xattrs extended attributes, likewise
 * @param payload bytes that operations refer to by offset
 * @param operations what to do, see {@link Operations}
 */
record Part(List<Mode> modes, List<Xattrs> xattrs, MemorySegment payload, MemorySegment operations) {
    static final VariantType TYPE = VariantType.parse("(a(uuu)aa(ayay)ayay)");
    static final int NONE = 0;
    static final int XZ = 'x';

    /** What operations and the tables may take beside the objects: names of sources, a patch's control data. */
    private static final long OVERHEAD = 16L << 20;

    /** Owner, group and mode of a file. */
    record Mode(int uid, int gid, int mode) {}

    /**
     * The most bytes that a part may unpack to. Each byte of an object is in the payload once at most; a patch says as
     * much again where it alternates between changes of single bytes.
     */
    static long limit(PartEntry entry) {
        return entry.uncompressedSize() > Long.MAX_VALUE / 8 ? Long.MAX_VALUE : 3 * entry.uncompressedSize() + OVERHEAD;
    }

    /**
     * Unpacks a part's file and checks that it is the one that the superblock names.
     *
     * @param arena how long the result lives
     * @param tmp a directory for what is large
     * @param spool where it is unpacked: the result lives until that reads again
     */
    static Part open(MemorySegment file, PartEntry entry, boolean verify, Arena arena, Path tmp, Spool spool)
            throws IOException {
        if (entry.version() != 0) {
            throw new DeltaException("Delta part has too new version " + Integer.toUnsignedString(entry.version()));
        }
        if (verify) {
            Checksum actual = digest(file);
            if (!actual.equals(entry.checksum())) {
                throw new DeltaException(
                        "Checksum mismatch in static delta part; expected=" + entry.checksum() + " actual=" + actual);
            }
        }
        if (file.byteSize() == 0) {
            throw new DeltaException("the part is empty");
        }
        int compression = file.get(ValueLayout.JAVA_BYTE, 0) & 0xff;
        MemorySegment body = file.asSlice(1);
        return switch (compression) {
            case NONE -> parse(body);
            case XZ -> parse(unpack(body, limit(entry), arena, tmp, spool));
            default -> throw new DeltaException("Invalid compression type '" + compression + "'");
        };
    }

    private static MemorySegment unpack(MemorySegment body, long limit, Arena arena, Path tmp, Spool spool)
            throws IOException {
        try (InputStream in = XzStream.open(body)) {
            return spool.read(in, limit, arena, tmp);
        }
    }

    /** Reads the unpacked variant; the payload and the operations stay where they lie. */
    static Part parse(MemorySegment bytes) throws DeltaException {
        try {
            List<VariantView> members = VariantView.of(TYPE, bytes).members();
            List<Mode> modes = new ArrayList<>();
            for (Variant mode : members.get(0).toVariant().children()) {
                modes.add(new Mode(bigEndian(mode.get(0)), bigEndian(mode.get(1)), bigEndian(mode.get(2))));
            }
            List<Xattrs> xattrs = new ArrayList<>();
            for (Variant set : members.get(1).toVariant().children()) {
                xattrs.add(Xattrs.fromVariant(set));
            }
            return new Part(
                    modes, xattrs, members.get(2).bytes(), members.get(3).bytes());
        } catch (VariantException | IllegalArgumentException e) {
            throw new DeltaException("the part's tables are damaged: " + e.getMessage(), e);
        }
    }

    private static int bigEndian(Variant value) {
        return Integer.reverseBytes((int) value.asLong());
    }

    private static Checksum digest(MemorySegment bytes) {
        MessageDigest digest = Checksum.sha256OfContent();
        byte[] buffer = new byte[(int) Math.min(65_536, bytes.byteSize())];
        for (long at = 0; at < bytes.byteSize(); at += buffer.length) {
            int n = (int) Math.min(buffer.length, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, buffer, 0, n);
            digest.update(buffer, 0, n);
        }
        return Checksum.of(digest.digest());
    }
}
