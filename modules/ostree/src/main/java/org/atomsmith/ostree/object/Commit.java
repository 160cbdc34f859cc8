package org.atomsmith.ostree.object;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;

/**
 * A commit, {@code (a{sv}aya(say)sstayay)}.
 *
 * @param metadata named values, in their order ({@code version}, {@code ostree.ref-binding}, ...)
 * @param parent the commit before it on its ref
 * @param subject one line
 * @param body more lines; may be empty
 * @param timestamp seconds since 1970
 * @param rootTree the dirtree of {@code /}
 * @param rootMeta the dirmeta of {@code /}
 */
public record Commit(
        SequencedMap<String, Variant> metadata,
        Optional<Checksum> parent,
        String subject,
        String body,
        long timestamp,
        Checksum rootTree,
        Checksum rootMeta) {
    /** The type of the object. */
    public static final VariantType TYPE = VariantType.parse("(a{sv}aya(say)sstayay)");

    /** Copies the metadata. */
    public Commit {
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    /** The object's bytes. */
    public byte[] toBytes() {
        return Variant.tuple(
                        Variant.dict(metadata),
                        Variant.bytes(parent.map(Checksum::bytes).orElse(new byte[0])),
                        Variant.array("(say)", List.of()),
                        Variant.string(subject),
                        Variant.string(body),
                        BigEndian.u64(timestamp),
                        Variant.bytes(rootTree.bytes()),
                        Variant.bytes(rootMeta.bytes()))
                .toBytes();
    }

    /** The object's name. */
    public Checksum checksum() {
        return Checksum.digest(toBytes());
    }

    /** The metadata {@code version}, when it is there. */
    public Optional<String> version() {
        return Optional.ofNullable(metadata.get("version"))
                .filter(value -> value instanceof Variant.Text)
                .map(Variant::asString);
    }

    /** The refs that the commit says it was made for ({@code ostree.ref-binding}); empty when it says nothing. */
    public List<String> refBinding() {
        Variant value = metadata.get("ostree.ref-binding");
        return value instanceof Variant.Array array && array.element().text().equals("s")
                ? array.items().stream().map(Variant::asString).toList()
                : List.of();
    }

    /**
     * Reads a commit object.
     *
     * @throws CorruptObjectException when the bytes are not one
     */
    public static Commit parse(byte[] bytes) throws CorruptObjectException {
        try {
            Variant value = Variant.parse(TYPE, bytes);
            if (!value.get(2).children().isEmpty()) {
                throw new VariantException("it has related objects, which no version of OSTree writes");
            }
            byte[] parent = value.get(1).asBytes();
            return new Commit(
                    value.get(0).asDict(),
                    parent.length == 0 ? Optional.empty() : Optional.of(Checksum.of(parent)),
                    value.get(3).asString(),
                    value.get(4).asString(),
                    BigEndian.u64(value.get(5)),
                    Checksum.of(value.get(6).asBytes()),
                    Checksum.of(value.get(7).asBytes()));
        } catch (VariantException | IllegalArgumentException e) {
            throw new CorruptObjectException("commit: " + e.getMessage(), e);
        }
    }
}
