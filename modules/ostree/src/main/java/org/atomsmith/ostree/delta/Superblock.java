package org.atomsmith.ostree.delta;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.gvariant.VariantView;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.DeltaName;

/**
 * Reads a superblock, {@code (a{sv}tayay(commit)aya(uayttay)a(yaytt))}, or its signed wrapper {@code (taya{sv})}. What
 * may be large, the inline parts, stays where it lies.
 */
final class Superblock {
    private static final String COMMIT = "(a{sv}aya(say)sstayay)";
    static final VariantType TYPE = VariantType.parse("(a{sv}tayay" + COMMIT + "aya(uayttay)a(yaytt))");
    static final VariantType SIGNED = VariantType.parse("(taya{sv})");
    static final String ENDIANNESS = "ostree.endianness";
    private static final VariantType INLINE = VariantType.parse("(yay)");

    /** The first bytes of a signed delta. */
    static final byte[] MAGIC = "OSTSGNDT".getBytes(StandardCharsets.US_ASCII);

    private static final int ENTRY = 1 + Checksum.SIZE;
    /** Metadata objects, commits among them, are no larger. */
    private static final long MAX_METADATA = 128L << 20;

    private Superblock() {}

    /** Reads one; what it refers to in {@code file} must live as long as the result. */
    static StaticDelta parse(MemorySegment file) throws DeltaException {
        try {
            if (!isSigned(file)) {
                return unsigned(VariantView.of(TYPE, file), file, new LinkedHashMap<>(), false);
            }
            List<VariantView> wrapper = VariantView.of(SIGNED, file).members();
            SequencedMap<String, Variant> signatures =
                    wrapper.get(2).toVariant().asDict();
            MemorySegment inner = wrapper.get(1).bytes();
            return unsigned(VariantView.of(TYPE, inner), inner, signatures, true);
        } catch (VariantException | IllegalArgumentException | ArithmeticException e) {
            throw new DeltaException("static delta superblock: " + e.getMessage(), e);
        }
    }

    private static boolean isSigned(MemorySegment file) {
        return file.byteSize() >= MAGIC.length
                && file.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) < 0;
    }

    private static StaticDelta unsigned(
            VariantView block, MemorySegment signedBytes, SequencedMap<String, Variant> signatures, boolean signed) {
        List<VariantView> members = block.members();
        Map<String, VariantView> metadata = dict(members.get(0));
        byte[] from = members.get(2).toArray();
        DeltaName name = new DeltaName(
                from.length == 0 ? Optional.empty() : Optional.of(Checksum.of(from)),
                Checksum.of(members.get(3).toArray()));
        if (members.get(4).bytes().byteSize() > MAX_METADATA) {
            throw new VariantException(
                    "its commit takes " + members.get(4).bytes().byteSize() + " bytes; the limit is " + MAX_METADATA);
        }
        Optional<Endianness> declared = endianness(metadata);
        List<PartEntry> parts;
        Endianness order;
        if (declared.isPresent()) {
            order = declared.get();
        } else {
            order = guess(members.get(6), members.get(7));
        }
        parts = parts(members.get(6), order);
        return new StaticDelta(
                name,
                Long.reverseBytes(members.get(1).toVariant().asLong()),
                order,
                declared.isEmpty(),
                members.get(4).toArray(),
                Optional.ofNullable(metadata.get(name.commitMeta()))
                        .map(value -> value.toVariant().asDict()),
                members.get(5).bytes().byteSize() / (2 * Checksum.SIZE),
                parts,
                fallbacks(members.get(7), order),
                inline(metadata, name, parts.size()),
                signed,
                signatures,
                signedBytes);
    }

    private static Map<String, VariantView> dict(VariantView dict) {
        Map<String, VariantView> values = new LinkedHashMap<>();
        for (int i = 0; i < dict.count(); i++) {
            List<VariantView> entry = dict.item(i).members();
            values.put(entry.get(0).toVariant().asString(), entry.get(1).unboxed());
        }
        return values;
    }

    private static Optional<Endianness> endianness(Map<String, VariantView> metadata) {
        VariantView value = metadata.get(ENDIANNESS);
        if (value == null) {
            return Optional.empty();
        }
        long letter = value.toVariant().asLong();
        for (Endianness known : Endianness.values()) {
            if (known.letter() == letter) {
                return Optional.of(known);
            }
        }
        throw new VariantException("unknown byte order " + letter);
    }

    /**
     * Deltas older than the key have sizes in their maker's order. In the other one their lowest bytes become the
     * highest: the order in which all sizes together are smaller is the right one.
     */
    private static Endianness guess(VariantView parts, VariantView fallbacks) {
        double little = 0;
        double big = 0;
        for (VariantView entries : List.of(parts, fallbacks)) {
            for (int i = 0; i < entries.count(); i++) {
                List<VariantView> entry = entries.item(i).members();
                for (int size = 2; size <= 3; size++) {
                    long bits = entry.get(size).toVariant().asLong();
                    little += unsigned(bits);
                    big += unsigned(Long.reverseBytes(bits));
                }
            }
        }
        return big < little ? Endianness.BIG : Endianness.LITTLE;
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : bits + 0x1p64;
    }

    private static List<PartEntry> parts(VariantView entries, Endianness order) {
        List<PartEntry> parts = new ArrayList<>();
        for (int i = 0; i < entries.count(); i++) {
            List<VariantView> entry = entries.item(i).members();
            parts.add(new PartEntry(
                    order.order((int) entry.get(0).toVariant().asLong()),
                    Checksum.of(entry.get(1).toArray()),
                    order.order(entry.get(2).toVariant().asLong()),
                    order.order(entry.get(3).toVariant().asLong()),
                    objects(entry.get(4).bytes())));
        }
        return parts;
    }

    private static List<ObjectName> objects(MemorySegment names) {
        if (names.byteSize() % ENTRY != 0) {
            throw new VariantException("a list of objects of " + names.byteSize() + " bytes");
        }
        List<ObjectName> objects = new ArrayList<>();
        for (long at = 0; at < names.byteSize(); at += ENTRY) {
            objects.add(new ObjectName(
                    type(names.get(ValueLayout.JAVA_BYTE, at)),
                    Checksum.of(names.asSlice(at + 1, Checksum.SIZE).toArray(ValueLayout.JAVA_BYTE))));
        }
        return objects;
    }

    private static ObjectType type(int number) {
        for (ObjectType type : ObjectType.values()) {
            if (type.number() == number) {
                return type;
            }
        }
        throw new VariantException("unknown type of object " + number);
    }

    private static List<Fallback> fallbacks(VariantView entries, Endianness order) {
        List<Fallback> fallbacks = new ArrayList<>();
        for (int i = 0; i < entries.count(); i++) {
            List<VariantView> entry = entries.item(i).members();
            fallbacks.add(new Fallback(
                    new ObjectName(
                            type((int) entry.get(0).toVariant().asLong()),
                            Checksum.of(entry.get(1).toArray())),
                    order.order(entry.get(2).toVariant().asLong()),
                    order.order(entry.get(3).toVariant().asLong())));
        }
        return fallbacks;
    }

    private static List<Optional<MemorySegment>> inline(Map<String, VariantView> metadata, DeltaName name, int parts) {
        List<Optional<MemorySegment>> inline = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            Optional<VariantView> part = Optional.ofNullable(metadata.get(name.part(i)));
            if (part.isPresent() && !part.get().type().equals(INLINE)) {
                throw new VariantException(
                        "inline part " + i + " is of type '" + part.get().type().text() + "'");
            }
            inline.add(part.map(VariantView::bytes));
        }
        return inline;
    }
}
