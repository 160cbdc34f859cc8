package org.atomsmith.rpm.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PackageHeader.Scriptlet;
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
        PackageHeader header = describe(rpm, original);
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

    private static PackageHeader describe(RpmFile rpm, byte[] original) throws PackageFormatException {
        Header header = rpm.header();
        long[] epoch = header.numbers(Tag.EPOCH);
        Evr evr = new Evr(
                epoch.length == 0 ? 0 : epoch[0],
                header.require(Tag.VERSION, "version"),
                header.require(Tag.RELEASE, "release"));
        TreeMap<String, String> attributes = new TreeMap<>();
        header.string(Tag.SUMMARY).ifPresent(v -> attributes.put("rpm.summary", v));
        header.string(Tag.LICENSE).ifPresent(v -> attributes.put("rpm.license", v));
        header.string(Tag.SOURCERPM).ifPresent(v -> attributes.put("rpm.sourcerpm", v));
        long[] buildTime = header.numbers(Tag.BUILDTIME);
        if (buildTime.length > 0) {
            attributes.put(PackageHeader.BUILD_TIME, Long.toString(buildTime[0]));
        }
        String scripts = PackageScriptsText.write(PackageScriptsReader.of(header));
        if (!scripts.isEmpty()) {
            attributes.put(PackageScriptsText.ATTRIBUTE, scripts);
        }
        List<String> further = header.strings(Tag.ATTRIBUTES);
        for (int i = 0; i + 1 < further.size(); i += 2) {
            attributes.putIfAbsent(further.get(i), further.get(i + 1));
        }
        return new PackageHeader(
                new Nevra(header.require(Tag.NAME, "name"), evr, header.require(Tag.ARCH, "architecture")),
                scriptlets(header),
                attributes,
                original);
    }

    private static List<Scriptlet> scriptlets(Header header) throws PackageFormatException {
        List<Scriptlet> scriptlets = new ArrayList<>();
        add(scriptlets, header, "pretrans", Tag.PRETRANS, Tag.PRETRANSPROG);
        add(scriptlets, header, "pre", Tag.PREIN, Tag.PREINPROG);
        add(scriptlets, header, "post", Tag.POSTIN, Tag.POSTINPROG);
        add(scriptlets, header, "preun", Tag.PREUN, Tag.PREUNPROG);
        add(scriptlets, header, "postun", Tag.POSTUN, Tag.POSTUNPROG);
        add(scriptlets, header, "posttrans", Tag.POSTTRANS, Tag.POSTTRANSPROG);
        return scriptlets;
    }

    /** A scriptlet may be a program alone ({@code %post -p /sbin/ldconfig}) or a body for the shell. */
    private static void add(List<Scriptlet> scriptlets, Header header, String phase, int body, int program)
            throws PackageFormatException {
        if (header.has(body) || header.has(program)) {
            List<String> interpreter = header.strings(program);
            scriptlets.add(new Scriptlet(
                    phase,
                    interpreter.isEmpty() ? "/bin/sh" : String.join(" ", interpreter),
                    header.string(body).orElse("")));
        }
    }
}
