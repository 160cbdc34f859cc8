package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sign.TrustedKeys;
import org.atomsmith.ostree.sign.UntrustedSignatureException;

/**
 * A static delta, as its superblock describes it: which parts it has, what they make, what has to be fetched besides,
 * the commit itself. Reading one does not touch its parts; {@link #applyPart} unpacks one and writes its objects, each
 * of them verified, into a transaction.
 *
 * <p>Pulling: {@link #read} the superblock, {@link #missingParts}, fetch each of these as {@code name().part(i)} and
 * {@link #applyPart} it (or {@link #applyInlinePart}), fetch the {@link #fallbacks} as loose objects, then
 * {@link #writeCommit}.
 */
public final class StaticDelta {
    private static final VariantType SIGNATURES = VariantType.parse("aay");

    private final DeltaName name;
    private final long timestamp;
    private final Endianness endianness;
    private final boolean endiannessGuessed;
    private final byte[] commit;
    private final Optional<SequencedMap<String, Variant>> commitMeta;
    private final long parents;
    private final List<PartEntry> parts;
    private final List<Fallback> fallbacks;
    private final List<Optional<MemorySegment>> inline;
    private final boolean signed;
    private final SequencedMap<String, Variant> signatures;
    private final MemorySegment signedBytes;
    /** Where parts were unpacked: as many as there were at once. */
    private final Queue<Spool> spools = new ConcurrentLinkedQueue<>();

    StaticDelta(
            DeltaName name,
            long timestamp,
            Endianness endianness,
            boolean endiannessGuessed,
            byte[] commit,
            Optional<SequencedMap<String, Variant>> commitMeta,
            long parents,
            List<PartEntry> parts,
            List<Fallback> fallbacks,
            List<Optional<MemorySegment>> inline,
            boolean signed,
            SequencedMap<String, Variant> signatures,
            MemorySegment signedBytes) {
        this.name = name;
        this.timestamp = timestamp;
        this.endianness = endianness;
        this.endiannessGuessed = endiannessGuessed;
        this.commit = commit;
        this.commitMeta = commitMeta;
        this.parents = parents;
        this.parts = List.copyOf(parts);
        this.fallbacks = List.copyOf(fallbacks);
        this.inline = List.copyOf(inline);
        this.signed = signed;
        this.signatures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(signatures));
        this.signedBytes = signedBytes;
    }

    /**
     * Reads a superblock, signed or not. Nothing of it is trusted: a signature is what {@link #signatures} gives, for
     * the caller to verify.
     *
     * @throws DeltaException when it is none
     */
    public static StaticDelta read(byte[] superblock) throws DeltaException {
        return Superblock.parse(MemorySegment.ofArray(superblock));
    }

    /**
     * Reads a superblock that is mapped into memory, which inline parts make large; the result lives as long as the
     * arena.
     *
     * @throws DeltaException when it is none
     */
    public static StaticDelta map(Path superblock, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(superblock, StandardOpenOption.READ)) {
            return Superblock.parse(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    /** From where to where it leads. */
    public DeltaName name() {
        return name;
    }

    /** When it was made, in seconds since 1970. */
    public long timestamp() {
        return timestamp;
    }

    /** The byte order of the sizes in the superblock. */
    public Endianness endianness() {
        return endianness;
    }

    /** True when the superblock does not say its byte order: it was guessed from sizes that would be absurd. */
    public boolean isEndiannessGuessed() {
        return endiannessGuessed;
    }

    /** The commit that it makes, as raw bytes; whether these are {@code name().to()} is for {@link #writeCommit}. */
    public byte[] commit() {
        return commit.clone();
    }

    /** The commit's detached metadata, when the superblock has them. */
    public Optional<SequencedMap<String, Variant>> commitMeta() {
        return commitMeta;
    }

    /** How many deltas the superblock says must be applied before; nobody makes such. */
    public long parents() {
        return parents;
    }

    /** Its parts. */
    public List<PartEntry> parts() {
        return parts;
    }

    /** The objects that it leaves out. */
    public List<Fallback> fallbacks() {
        return fallbacks;
    }

    /** True when the part of an index is in the superblock itself. */
    public boolean isInline(int index) {
        return inline.get(index).isPresent();
    }

    /** True when the superblock is wrapped with signatures, be they of none. */
    public boolean isSigned() {
        return signed;
    }

    /** Signatures of {@link #signedBytes} by kind, as {@code ostree.sign.ed25519}; empty for an unsigned delta. */
    public SequencedMap<String, Variant> signatures() {
        return signatures;
    }

    /** The bytes that signatures are of. */
    public byte[] signedBytes() {
        return signedBytes.toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Checks that a trusted key signed it.
     *
     * @return what to tell the user of the signature
     * @throws DeltaException when it is not signed at all, or not with this kind of key
     * @throws UntrustedSignatureException when no trusted key signed it
     */
    public String verify(TrustedKeys keys) throws IOException {
        if (!signed) {
            throw new DeltaException("no signatures in static-delta");
        }
        Variant list = signatures.get(keys.type().metadataKey());
        if (list == null) {
            throw new DeltaException("no signature for '" + keys.type().typeName() + "' in static-delta superblock");
        }
        if (!list.type().equals(SIGNATURES)) {
            throw new DeltaException("the signatures in the superblock are of type '"
                    + list.type().text() + "', expected '" + SIGNATURES.text() + "'");
        }
        return keys.verify(
                signedBytes(), list.children().stream().map(Variant::asBytes).toList());
    }

    /** Bytes of all parts. */
    public long partsSize() {
        return parts.stream().mapToLong(PartEntry::size).sum();
    }

    /** Bytes of the objects that all parts make. */
    public long partsUncompressedSize() {
        return parts.stream().mapToLong(PartEntry::uncompressedSize).sum();
    }

    /** Bytes of all fallbacks, as the repository stores them. */
    public long fallbacksSize() {
        return fallbacks.stream().mapToLong(Fallback::size).sum();
    }

    /** Bytes of all fallbacks' content. */
    public long fallbacksUncompressedSize() {
        return fallbacks.stream().mapToLong(Fallback::uncompressedSize).sum();
    }

    /** The indexes of the parts that make at least one object which the transaction does not have. */
    public List<Integer> missingParts(Transaction transaction) throws IOException {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (ObjectName object : parts.get(i).objects()) {
                if (!transaction.has(object)) {
                    missing.add(i);
                    break;
                }
            }
        }
        return missing;
    }

    /**
     * Applies a part whose file was fetched or is beside the superblock: checks it against the superblock, unpacks it,
     * writes its objects. Several parts may be applied at the same time.
     *
     * @throws DeltaException when it is not the part that the superblock names, or is damaged or hostile
     */
    public void applyPart(int index, Path file, Transaction transaction) throws IOException {
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            applyPart(
                    index,
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena),
                    true,
                    transaction,
                    arena);
        }
    }

    /** The same for a part's file that is being fetched: no more of it is read than the superblock says it has. */
    public void applyPart(int index, InputStream file, Transaction transaction) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Path tmp = transaction.repository().path().resolve("tmp");
            MemorySegment bytes = new Spool(parts.get(index).size())
                    .read(file, parts.get(index).size(), arena, tmp);
            applyPart(index, bytes, true, transaction, arena);
        }
    }

    /** The same for a part that is {@linkplain #isInline inline}. */
    public void applyInlinePart(int index, Transaction transaction) throws IOException {
        MemorySegment file = inline.get(index)
                .orElseThrow(
                        () -> new IllegalArgumentException("part " + index + " of delta " + name + " is not inline"));
        try (Arena arena = Arena.ofShared()) {
            applyPart(index, file, false, transaction, arena);
        }
    }

    /**
     * Unpacks a part that is not inline and counts what is in it.
     *
     * @param tmp a directory for what is large
     */
    PartContents contents(int index, Path file, Path tmp) throws IOException {
        try (Arena memory = Arena.ofShared();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return contents(index, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), memory), memory, tmp);
        }
    }

    /** The same for a part that is inline. */
    PartContents inlineContents(int index, Path tmp) throws IOException {
        try (Arena memory = Arena.ofShared()) {
            return contents(index, inline.get(index).orElseThrow(), memory, tmp);
        }
    }

    private PartContents contents(int index, MemorySegment file, Arena memory, Path tmp) throws IOException {
        PartEntry entry = parts.get(index);
        return PartContents.of(Part.open(file, entry, false, memory, tmp, new Spool(entry.uncompressedSize())), entry);
    }

    private void applyPart(int index, MemorySegment file, boolean verify, Transaction transaction, Arena arena)
            throws IOException {
        PartEntry entry = parts.get(index);
        Spool spool = Optional.ofNullable(spools.poll()).orElseGet(() -> new Spool(entry.uncompressedSize()));
        try {
            Path tmp = transaction.repository().path().resolve("tmp");
            Part part;
            // What unpacks takes up to 100 MB: one part is unpacked while others are written.
            synchronized (spools) {
                part = Part.open(file, entry, verify, arena, tmp, spool);
            }
            new PartApplication(part, entry, transaction)
                    .run(Runtime.getRuntime().availableProcessors(), entry.uncompressedSize());
            spools.add(spool);
        } catch (DeltaException e) {
            throw new DeltaException("Executing delta part " + index + " of " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes the commit and its detached metadata, unless the commit is there.
     *
     * @return false when it was
     * @throws IOException when the commit has another checksum than the delta's name says
     */
    public boolean writeCommit(Transaction transaction) throws IOException {
        boolean written = transaction.writeMetadata(new ObjectName(ObjectType.COMMIT, name.to()), commit);
        if (written) {
            commitMeta.ifPresent(metadata -> transaction.setDetachedMetadata(name.to(), metadata));
        }
        return written;
    }
}
