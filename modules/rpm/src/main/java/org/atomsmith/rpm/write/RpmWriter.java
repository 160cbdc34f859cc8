package org.atomsmith.rpm.write;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.file.Tag;
import org.atomsmith.rpm.openpgp.SigningKey;

/**
 * Writes RPM package files: format 4, which every rpm reads, or 6. The same specification gives the same bytes; only
 * signatures of keys of version 6 differ each time. A file appears when it is complete. Checked against rpm 4.18 and 6.1.
 */
public final class RpmWriter {
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
            List<SpecFile> files = SpecFile.sorted(spec.files());
            HardLinks links = new HardLinks(files);
            boolean large = format == Format.V6 || SpecFile.total(files) > SpecHeader.LARGE;
            PayloadWriter.Written written =
                    new PayloadWriter(files, links, compression, level, large, algorithms()).write(payload);
            byte[] header = header(spec, files, links, written, large);
            byte[] signature = signature(header, payload, written);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside))) {
                out.write(HeadersOnly.lead(spec.nevra(), format == Format.V6));
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

    private byte[] header(
            PackageSpec spec, List<SpecFile> files, HardLinks links, PayloadWriter.Written payload, boolean large) {
        List<PackageSpec.Relation> features = new ArrayList<>(Features.of(spec, format == Format.V6, large));
        compression.feature().ifPresent(features::add);
        HeaderBuilder header =
                new SpecHeader(spec, files, links, features, format == Format.V6, large).build(payload.digests());
        header.text(Tag.PAYLOADFORMAT, "cpio");
        if (!compression.compressor().isEmpty()) {
            header.text(Tag.PAYLOADCOMPRESSOR, compression.compressor());
            header.text(Tag.PAYLOADFLAGS, Integer.toString(level));
        }
        header.texts(Tag.PAYLOADDIGEST, List.of(sum(payload.packed(), "SHA-256")));
        header.texts(Tag.PAYLOADDIGESTALT, List.of(sum(payload.unpacked(), "SHA-256")));
        if (format == Format.V4) {
            header.int32(Tag.PAYLOADDIGESTALGO, SpecHeader.SHA_256);
            return header.build();
        }
        header.int64(Tag.PAYLOADSIZE, payload.size()).int64(Tag.PAYLOADSIZEALT, payload.archiveSize());
        header.text(Tag.PAYLOADSHA512, sum(payload.packed(), "SHA-512"));
        header.text(Tag.PAYLOADSHA512ALT, sum(payload.unpacked(), "SHA-512"));
        header.text(Tag.PAYLOADSHA3_256, sum(payload.packed(), "SHA3-256"));
        header.text(Tag.PAYLOADSHA3_256ALT, sum(payload.unpacked(), "SHA3-256"));
        return header.build();
    }

    private static String sum(Map<String, String> sums, String algorithm) {
        return sums.getOrDefault(algorithm, "");
    }

    private byte[] signature(byte[] header, Path payload, PayloadWriter.Written written) throws IOException {
        HeaderBuilder signature = HeadersOnly.digests(header, format == Format.V6);
        if (format == Format.V6) {
            signature.texts(
                    Tag.SIG_OPENPGP,
                    keys.stream()
                            .map(k -> Base64.getEncoder().encodeToString(k.sign(header, signedAt)))
                            .toList());
            return signature.build();
        }
        signature.bytes(Tag.SIG_MD5, md5(header, payload));
        long size = header.length + written.size();
        if (size > SpecHeader.LARGE || written.archiveSize() > SpecHeader.LARGE) {
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
        MessageDigest digest = Digests.of("MD5");
        digest.update(header);
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(payload)) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, n);
            }
        }
        return digest.digest();
    }
}
