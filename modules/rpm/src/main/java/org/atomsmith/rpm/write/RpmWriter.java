package org.atomsmith.rpm.write;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.file.Tag;
import org.atomsmith.rpm.openpgp.SigningKey;

/**
 * Writes RPM package files: format 4, which every rpm reads, or 6. The same specification gives the same bytes; only
 * signatures of keys of version 6 differ each time. A file appears when it is complete. Checked against rpm 4.18 and 6.1.
 */
public final class RpmWriter {
    private static final int LEAD_SIZE = 96;
    private static final long LARGE = 0xffffffffL;

    private final Format format;
    private final PayloadCompression compression;
    private final int level;
    private final List<SigningKey> keys;
    private final Instant signedAt;

    /**
     * A writer.
     *
     * @param level of the compression; 0 for none of it
     * @param keys all of which sign in format 6; one at most in format 4
     * @param signedAt what signatures say that they were made at
     */
    public RpmWriter(
            Format format, PayloadCompression compression, int level, List<SigningKey> keys, Instant signedAt) {
        compression.check(level);
        if (format == Format.V4 && keys.size() > 1) {
            throw new IllegalArgumentException("a package of format 4 has one signature; format 6 may have several");
        }
        this.format = format;
        this.compression = compression;
        this.level = level;
        this.keys = List.copyOf(keys);
        this.signedAt = signedAt;
    }

    /** The format of packages. */
    public enum Format {
        /** Of rpm 4, read by all since 2000. */
        V4,
        /** Of rpm 6; rpm 4.14 and newer read it too. */
        V6
    }

    /**
     * Writes a package.
     *
     * @param target replaced when it exists
     * @throws IllegalArgumentException when the specification contradicts itself
     */
    public void write(PackageSpec spec, Path target) throws IOException {
        Path aside = target.resolveSibling("." + target.getFileName() + ".tmp");
        Path payload = target.resolveSibling("." + target.getFileName() + ".payload.tmp");
        try {
            List<SpecFile> files = sorted(spec.files());
            HardLinks links = new HardLinks(files);
            boolean large = format == Format.V6 || total(files) > LARGE;
            PayloadWriter.Written written =
                    new PayloadWriter(files, links, compression, level, large, algorithms()).write(payload);
            byte[] header = new SpecHeader(spec, files, links, format, compression, level, large).build(written);
            byte[] signature = signature(header, payload, written);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside))) {
                out.write(lead(spec));
                out.write(signature);
                out.write(new byte[-signature.length & 7]);
                out.write(header);
                Files.copy(payload, out);
            }
            LinuxFiles.fsync(aside);
            LinuxFiles.rename(aside, target);
        } finally {
            Files.deleteIfExists(aside);
            Files.deleteIfExists(payload);
        }
    }

    private List<String> algorithms() {
        return format == Format.V4 ? List.of("SHA-256") : List.of("SHA-256", "SHA-512", "SHA3-256");
    }

    /** By the bytes of their paths, as rpm searches them. */
    private static List<SpecFile> sorted(List<SpecFile> files) {
        return files.stream()
                .sorted(Comparator.comparing(f -> f.path().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                .toList();
    }

    private static long total(List<SpecFile> files) {
        return files.stream()
                .filter(f -> f.isRegular() && f.linkOf().isEmpty())
                .mapToLong(SpecFile::size)
                .sum();
    }

    private byte[] signature(byte[] header, Path payload, PayloadWriter.Written written) throws IOException {
        HeaderBuilder signature = new HeaderBuilder(Tag.REGION_SIGNATURES);
        signature.text(Tag.SIG_SHA256, hex("SHA-256", header));
        if (format == Format.V6) {
            signature.text(Tag.SIG_SHA3_256, hex("SHA3-256", header));
            signature.texts(
                    Tag.SIG_OPENPGP,
                    keys.stream()
                            .map(k -> Base64.getEncoder().encodeToString(k.sign(header, signedAt)))
                            .toList());
            return signature.build();
        }
        signature.text(Tag.SIG_SHA1, hex("SHA-1", header));
        signature.bytes(Tag.SIG_MD5, md5(header, payload));
        long size = header.length + written.size();
        if (size > LARGE || written.archiveSize() > LARGE) {
            signature.int64(Tag.SIG_LONGSIZE, size).int64(Tag.SIG_LONGARCHIVESIZE, written.archiveSize());
        } else {
            signature.int32(Tag.SIG_SIZE, size).int32(Tag.SIG_PAYLOADSIZE, written.archiveSize());
        }
        for (SigningKey key : keys) {
            signature.bytes(key.isRsa() ? Tag.SIG_RSA : Tag.SIG_DSA, key.sign(header, signedAt));
        }
        return signature.build();
    }

    private static byte[] md5(byte[] header, Path payload) throws IOException {
        MessageDigest digest = PayloadWriter.digest("MD5");
        digest.update(header);
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(payload)) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, n);
            }
        }
        return digest.digest();
    }

    private static String hex(String algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(PayloadWriter.digest(algorithm).digest(bytes));
    }

    /** Obsolete since 1997, and yet what file(1) and rpm know a package by. */
    private byte[] lead(PackageSpec spec) {
        ByteBuffer lead = ByteBuffer.allocate(LEAD_SIZE);
        lead.putInt(0xedabeedb);
        lead.put((byte) (format == Format.V6 ? 4 : 3)).put((byte) 0);
        lead.putShort((short) 0).putShort((short) (format == Format.V6 ? 0 : 1));
        String name = spec.nevra().name() + "-" + spec.nevra().evr().version() + "-"
                + spec.nevra().evr().release();
        lead.put(Arrays.copyOf(Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 65), 66));
        lead.putShort((short) (format == Format.V6 ? 0 : 1));
        lead.putShort((short) 5);
        return lead.array();
    }
}
