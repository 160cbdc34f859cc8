package org.atomsmith.rpm.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadSink;
import org.atomsmith.rpm.compress.Compression;
import org.atomsmith.rpm.compress.LimitedInputStream;
import org.atomsmith.rpm.openpgp.SignatureVerifier;
import org.atomsmith.rpm.scriptlet.PackageScriptsText;

/**
 * RPM package files: lead, signature header, header, and a cpio payload that is compressed with gzip, bzip2, xz, lzma or
 * zstd, or not at all. Before the sink gets the first entry, the signature (if demanded), the header's digests and the payload's
 * digest have been verified; each file's own digest is verified while it is read. Checked against rpm 4.18.
 *
 * <p>Devices, pipes and sockets are left out, as rpm-ostree does by default. Everything that
 * runs, triggers included, is an attribute of the header ({@link PackageScriptsText}). The header's attributes
 * include those that a converted package brings along ({@link Tag#ATTRIBUTES}).
 */
public final class RpmFormat implements PackageFormat {
    /** An archive's heads and names are no longer than this for each file. */
    private static final long ARCHIVE_OVERHEAD = 8192;

    private final Optional<SignatureVerifier> verifier;

    private RpmFormat(Optional<SignatureVerifier> verifier) {
        this.verifier = verifier;
    }

    /** Takes packages whose header is signed by a key that the verifier trusts. */
    public static RpmFormat signed(SignatureVerifier verifier) {
        return new RpmFormat(Optional.of(verifier));
    }

    /** Takes any package: its content is vouched for by signed metadata, or by nobody. */
    public static RpmFormat unsigned() {
        return new RpmFormat(Optional.empty());
    }

    @Override
    public String name() {
        return "rpm";
    }

    /**
     * {@inheritDoc}
     *
     * @throws org.atomsmith.rpm.openpgp.OpenPgpException when the package is not signed as it must be
     */
    @Override
    public PackageHeader read(Path file, PayloadSink sink) throws IOException {
        RpmFile rpm = verified(file, file.toString());
        if (rpm.isSource()) {
            throw new PackageFormatException(rpm.name() + ": this is a source package; it cannot be installed", -1);
        }
        byte[] original;
        try (InputStream in = Files.newInputStream(file)) {
            original = in.readNBytes(Math.toIntExact(rpm.payloadOffset()));
        }
        PackageHeader header = HeaderDescription.of(rpm.header(), original);
        readPayload(file, rpm, sink);
        return header;
    }

    /**
     * Hands every payload entry of a package, of a source package too, to the sink, after the same checks.
     *
     * @param name what messages call the file
     * @throws PackageFormatException when the bytes are not a package
     * @throws org.atomsmith.rpm.openpgp.OpenPgpException when the package is not signed as it must be
     */
    public void unpack(Path file, String name, PayloadSink sink) throws IOException {
        readPayload(file, verified(file, name), sink);
    }

    private RpmFile verified(Path file, String name) throws IOException {
        RpmFile rpm;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            rpm = RpmFile.read(in, name);
        }
        PackageIntegrity integrity = new PackageIntegrity(rpm);
        integrity.checkHeader();
        if (verifier.isPresent()) {
            integrity.checkSignature(verifier.get());
        }
        integrity.checkSize(Files.size(file));
        integrity.checkPayload(file);
        return rpm;
    }

    private static void readPayload(Path file, RpmFile rpm, PayloadSink sink) throws IOException {
        FileTable table = FileTable.of(rpm);
        String kind = rpm.header().string(Tag.PAYLOADFORMAT).orElse("cpio");
        if (!kind.equals("cpio")) {
            throw new PackageFormatException(rpm.name() + ": a payload of format '" + kind + "' is not supported", -1);
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(rpm.payloadOffset());
            try (InputStream archive = archive(in, rpm, table)) {
                new PayloadReader(rpm.name(), table, archive, sink).read();
            }
        }
    }

    /** The payload decompressed, no longer than its files can be. */
    static InputStream archive(InputStream payload, RpmFile rpm, FileTable table) throws IOException {
        long limit = ARCHIVE_OVERHEAD;
        for (OwnedFile each : table.files()) {
            limit += each.size() + ARCHIVE_OVERHEAD;
        }
        return new LimitedInputStream(Compression.decompress(payload, rpm.name()), limit, rpm.name() + ": payload");
    }
}
