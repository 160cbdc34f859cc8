package org.atomsmith.ostree.delta;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.sign.Signer;

/** Makes the bytes of a superblock, see {@link Superblock}. */
final class SuperblockBuilder {
    private static final VariantType COMMIT = VariantType.parse("(a{sv}aya(say)sstayay)");

    private final DeltaName name;
    private final DeltaOptions options;
    private final SequencedMap<String, Variant> metadata = new LinkedHashMap<>();
    private final List<Variant> parts = new ArrayList<>();
    private final List<Variant> fallbacks = new ArrayList<>();

    SuperblockBuilder(DeltaName name, DeltaOptions options) {
        this.name = name;
        this.options = options;
        metadata.put(Superblock.ENDIANNESS, Variant.u8(options.endianness().letter()));
    }

    void part(PartEntry part) {
        Endianness order = options.endianness();
        parts.add(Variant.tuple(
                Variant.u32(order.order(part.version())),
                Variant.bytes(part.checksum().bytes()),
                Variant.u64(order.order(part.size())),
                Variant.u64(order.order(part.uncompressedSize())),
                Variant.bytes(objects(part.objects()))));
    }

    private static byte[] objects(List<ObjectName> objects) {
        ByteBuffer bytes = ByteBuffer.allocate(objects.size() * (1 + Checksum.SIZE));
        for (ObjectName object : objects) {
            bytes.put((byte) object.type().number()).put(object.checksum().bytes());
        }
        return bytes.array();
    }

    /** Puts the file of a part into the superblock. */
    void inline(int index, byte[] file) {
        byte[] body = Arrays.copyOfRange(file, 1, file.length);
        metadata.put(name.part(index), Variant.tuple(Variant.u8(file[0]), Variant.bytes(body)));
    }

    void fallback(Fallback fallback) {
        Endianness order = options.endianness();
        fallbacks.add(Variant.tuple(
                Variant.u8(fallback.object().type().number()),
                Variant.bytes(fallback.object().checksum().bytes()),
                Variant.u64(order.order(fallback.size())),
                Variant.u64(order.order(fallback.uncompressedSize()))));
    }

    void commitMeta(SequencedMap<String, Variant> commitMeta) {
        metadata.put(name.commitMeta(), Variant.dict(commitMeta));
    }

    /** The file: wrapped when somebody signs it. */
    byte[] finish(byte[] commit) {
        byte[] block = Variant.tuple(
                        Variant.dict(metadata),
                        Variant.u64(Long.reverseBytes(options.timestamp())),
                        Variant.bytes(name.from().map(Checksum::bytes).orElseGet(() -> new byte[0])),
                        Variant.bytes(name.to().bytes()),
                        Variant.parse(COMMIT, commit),
                        Variant.bytes(new byte[0]),
                        Variant.array("(uayttay)", parts),
                        Variant.array("(yaytt)", fallbacks))
                .toBytes();
        if (options.signers().isEmpty()) {
            return block;
        }
        SequencedMap<String, Variant> signatures = new LinkedHashMap<>();
        for (Signer signer : options.signers()) {
            signatures = Signatures.add(signatures, signer, block);
        }
        return Variant.tuple(
                        Variant.u64(Long.reverseBytes(
                                ByteBuffer.wrap(Superblock.MAGIC).getLong())),
                        Variant.bytes(block),
                        Variant.dict(signatures))
                .toBytes();
    }
}
