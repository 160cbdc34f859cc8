package org.atomsmith.rpm.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;

/**
 * The parts of a package file before its payload: of the formats 3 to 6, which differ in what their headers hold.
 *
 * @param name what messages call the file
 * @param signature the signature header
 * @param header the main header
 * @param headerBytes the main header as it stands in the file: what its digests and signatures cover
 * @param payloadOffset where the compressed payload begins
 */
public record RpmFile(String name, Header signature, Header header, byte[] headerBytes, long payloadOffset) {
    private static final int LEAD_SIZE = 96;
    private static final int LEAD_MAGIC = 0xedabeedb;
    private static final int HEADER_MAGIC = 0x8eade801;
    private static final int PREFIX = 16;
    private static final int ENTRY_SIZE = 16;
    private static final int MAX_ENTRIES = 0xffff;
    private static final int MAX_SIGNATURE_DATA = 64 << 20;
    private static final int MAX_HEADER_DATA = 256 << 20;

    /** Reads and checks the structure; verifies nothing yet. */
    public static RpmFile read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads the parts from the start of a stream, leaving it at the payload.
     *
     * @param name what messages call the file
     * @throws PackageFormatException when it is no package file, or is cut off or damaged there
     */
    public static RpmFile read(InputStream in, String name) throws IOException {
        byte[] lead = in.readNBytes(LEAD_SIZE);
        if (lead.length < LEAD_SIZE || ByteBuffer.wrap(lead).getInt() != LEAD_MAGIC) {
            throw new PackageFormatException(name + ": this is not an RPM package file", 0);
        }
        // rpm 6 writes 4 here too, as it has nothing but the headers to go by.
        if (lead[4] < 3 || lead[4] > 6) {
            throw new PackageFormatException(name + ": RPM package format " + lead[4] + " is not supported", 4);
        }
        long at = LEAD_SIZE;
        byte[] signatureBytes = headerBytes(in, MAX_SIGNATURE_DATA, name, at);
        Header signature = parse(signatureBytes, Tag.REGION_SIGNATURES, name, at);
        int padding = -signatureBytes.length & 7;
        if (in.readNBytes(padding).length < padding) {
            throw truncated(name, at + signatureBytes.length);
        }
        at += signatureBytes.length + padding;
        byte[] headerBytes = headerBytes(in, MAX_HEADER_DATA, name, at);
        Header header = parse(headerBytes, Tag.REGION_IMMUTABLE, name, at);
        return new RpmFile(name, signature, header, headerBytes, at + headerBytes.length);
    }

    /** The format that the package was written in: 6 says so, 3 has no region that is signed, everything else is 4. */
    public int format() throws PackageFormatException {
        OptionalLong stated = header.number(Tag.RPMFORMAT);
        return stated.isPresent() ? (int) stated.getAsLong() : header.isRegion() ? 4 : 3;
    }

    /**
     * All entries by number, those of the signature header with the numbers that rpm gives them when it reads a package:
     * {@link TagNames} names them.
     */
    public SortedMap<Integer, HeaderValue> values() throws PackageFormatException {
        SortedMap<Integer, HeaderValue> values = new TreeMap<>();
        for (int tag : signature.tags()) {
            Optional<HeaderValue> value = signature.value(tag);
            OptionalInt merged = merged(tag);
            if (merged.isPresent() && value.isPresent()) {
                values.put(merged.getAsInt(), value.get());
            }
        }
        for (int tag : header.tags()) {
            header.value(tag).ifPresent(value -> values.put(tag, value));
        }
        if (isSource()) {
            // Source packages of before 2008 do not say that they are; rpm says it for them.
            values.putIfAbsent(Tag.SOURCEPACKAGE, new HeaderValue.Numbers(List.of(1L)));
        }
        return values;
    }

    static OptionalInt merged(int tag) {
        return switch (tag) {
            case Tag.SIG_SIZE -> OptionalInt.of(257);
            case Tag.SIG_PGP -> OptionalInt.of(259);
            case Tag.SIG_MD5 -> OptionalInt.of(Tag.SIGMD5);
            case Tag.SIG_GPG -> OptionalInt.of(262);
            case Tag.SIG_PAYLOADSIZE -> OptionalInt.of(Tag.ARCHIVESIZE);
            case Tag.SIG_FILESIGNATURES -> OptionalInt.of(Tag.FILESIGNATURES);
            case Tag.SIG_FILESIGNATURELENGTH -> OptionalInt.of(5091);
            default -> tag >= Tag.SIG_DSA && tag < Tag.SIG_RESERVED ? OptionalInt.of(tag) : OptionalInt.empty();
        };
    }

    /** Whether it is a source package. */
    public boolean isSource() {
        return header.has(Tag.SOURCEPACKAGE) || !header.has(Tag.SOURCERPM);
    }

    /** The signatures of the main header, as OpenPGP packets; none of them was checked. */
    public List<byte[]> headerSignatures() throws PackageFormatException {
        return new PackageIntegrity(this).headerSignatures();
    }

    /** Offset of the main header. */
    public long headerOffset() {
        return payloadOffset - headerBytes.length;
    }

    private static Header parse(byte[] bytes, int region, String name, long at) throws PackageFormatException {
        return Header.parse(bytes, ByteBuffer.wrap(bytes).getInt(8), region, name, at);
    }

    private static byte[] headerBytes(InputStream in, int maxData, String name, long at) throws IOException {
        byte[] prefix = in.readNBytes(PREFIX);
        if (prefix.length < PREFIX) {
            throw truncated(name, at);
        }
        ByteBuffer fields = ByteBuffer.wrap(prefix);
        if (fields.getInt() != HEADER_MAGIC) {
            throw new PackageFormatException(name + ": no header is where one should be", at);
        }
        int entries = fields.getInt(8);
        int data = fields.getInt(12);
        if (entries < 1 || entries > MAX_ENTRIES || data < 0 || data > maxData) {
            throw new PackageFormatException(
                    name + ": a header of " + entries + " entries and " + data + " bytes is not plausible", at);
        }
        int rest = entries * ENTRY_SIZE + data;
        byte[] read = in.readNBytes(rest);
        if (read.length < rest) {
            throw truncated(name, at);
        }
        byte[] whole = new byte[PREFIX + rest];
        System.arraycopy(prefix, 0, whole, 0, PREFIX);
        System.arraycopy(read, 0, whole, PREFIX, rest);
        return whole;
    }

    private static PackageFormatException truncated(String name, long at) {
        return new PackageFormatException(name + ": the file ends within its headers; it was cut off", at);
    }
}
