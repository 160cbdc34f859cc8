package org.atomsmith.rpm.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.openpgp.OpenPgpException;
import org.atomsmith.rpm.openpgp.SignatureDescription;
import org.atomsmith.rpm.openpgp.SignatureVerifier;
import org.atomsmith.rpm.openpgp.SignedContent;

/**
 * Checks every digest and every signature that a package file has, as {@code rpm -Kv} does, and says of each how it came
 * out. An import checks no more than it must ({@link RpmFormat}); this is for people.
 */
public final class PackageVerification {
    private static final int BUFFER = 1 << 16;
    /** Digests of the payload besides the one whose kind the header states: rpm 6's. */
    private static final Map<Integer, String> PAYLOAD =
            new TreeMap<>(Map.of(Tag.PAYLOADSHA512, "SHA-512", Tag.PAYLOADSHA3_256, "SHA3-256"));

    private static final Map<Integer, String> PAYLOAD_UNPACKED =
            new TreeMap<>(Map.of(Tag.PAYLOADSHA512ALT, "SHA-512", Tag.PAYLOADSHA3_256ALT, "SHA3-256"));

    private final RpmFile rpm;
    private final Path file;
    private final Optional<SignatureVerifier> verifier;
    private final List<Check> checks = new ArrayList<>();

    private PackageVerification(RpmFile rpm, Path file, Optional<SignatureVerifier> verifier) {
        this.rpm = rpm;
        this.file = file;
        this.verifier = verifier;
    }

    /** How a check came out. */
    public enum Status {
        /** As it must be. */
        OK,
        /** The content is not what the digest or the signature is of. */
        BAD,
        /** The key that signed is not known. */
        NOKEY,
        /** The signature fits, and yet counts for nothing: the key has expired, was revoked or is too weak. */
        NOTTRUSTED,
        /** There is none where there must be one. */
        NOTFOUND
    }

    /**
     * One check.
     *
     * @param what such as {@code Header SHA256 digest}
     * @param detail whose signature it is, or what is wrong; empty when there is nothing to say
     */
    public record Check(String what, boolean signature, Status status, String detail) {}

    /**
     * Checks all of a package file.
     *
     * @param verifier knows the keys that are trusted; without one no signature can be OK
     * @throws PackageFormatException when it is no package, or so damaged that it cannot be taken apart
     */
    public static List<Check> verify(Path file, String name, Optional<SignatureVerifier> verifier) throws IOException {
        RpmFile rpm;
        try (InputStream in = Files.newInputStream(file)) {
            rpm = RpmFile.read(in, name);
        }
        PackageVerification verification = new PackageVerification(rpm, file, verifier);
        verification.run();
        return List.copyOf(verification.checks);
    }

    private void run() throws IOException {
        for (byte[] signature : new PackageIntegrity(rpm).headerSignatures()) {
            signature("Header ", signature, out -> out.write(rpm.headerBytes()));
        }
        header(Tag.SIG_SHA3_256, "SHA3-256");
        header(Tag.SIG_SHA256, "SHA-256");
        header(Tag.SIG_SHA1, "SHA-1");
        Optional<Check> md5 = payload();
        unpacked();
        for (int tag : new int[] {Tag.SIG_PGP, Tag.SIG_GPG}) {
            Optional<byte[]> signature = rpm.signature().bytes(tag);
            if (signature.isPresent()) {
                signature("", signature.get(), this::feedAll);
            }
        }
        md5.ifPresent(checks::add);
        if (checks.isEmpty()) {
            checks.add(new Check("Digest", false, Status.NOTFOUND, "the package has neither a digest nor a signature"));
        }
        if (verifier.isPresent() && checks.stream().noneMatch(Check::signature)) {
            checks.add(new Check("Signature", true, Status.NOTFOUND, "the package is not signed"));
        }
    }

    private void header(int tag, String algorithm) throws PackageFormatException {
        Optional<String> expected = rpm.signature().string(tag);
        if (expected.isPresent()) {
            checks.add(digest("Header ", algorithm, "", expected.get(), hex(algorithm, rpm.headerBytes())));
        }
    }

    /** One pass over the payload for all of its digests; returns the check of the oldest one, of header and payload. */
    private Optional<Check> payload() throws IOException {
        List<Expected> expected = new ArrayList<>();
        kindStated(Tag.PAYLOADDIGEST, expected);
        sums(PAYLOAD, expected);
        Optional<byte[]> md5 = rpm.signature().bytes(Tag.SIG_MD5);
        MessageDigest whole = PackageIntegrity.digest("MD5");
        whole.update(rpm.headerBytes());
        long size = rpm.headerBytes().length;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = payloadStream()) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                size += n;
                for (Expected each : expected) {
                    each.sum.update(buffer, 0, n);
                }
                if (md5.isPresent()) {
                    whole.update(buffer, 0, n);
                }
            }
        }
        for (Expected each : expected) {
            checks.add(digest("Payload ", each.algorithm, "", each.value, PackageIntegrity.hex(each.sum.digest())));
        }
        size(size);
        return md5.map(
                value -> digest("", "MD5", "", PackageIntegrity.hex(value), PackageIntegrity.hex(whole.digest())));
    }

    private void size(long found) throws PackageFormatException {
        long[] large = rpm.signature().numbers(Tag.SIG_LONGSIZE);
        long[] stated = large.length > 0 ? large : rpm.signature().numbers(Tag.SIG_SIZE);
        if (stated.length > 0 && stated[0] != found) {
            checks.add(new Check(
                    "Size",
                    false,
                    Status.BAD,
                    "expected " + stated[0] + " bytes of header and payload, found " + found));
        }
    }

    /** The digests of the payload as it is when it is decompressed. */
    private void unpacked() throws IOException {
        List<Expected> expected = new ArrayList<>();
        kindStated(Tag.PAYLOADDIGESTALT, expected);
        sums(PAYLOAD_UNPACKED, expected);
        if (expected.isEmpty()) {
            return;
        }
        byte[] buffer = new byte[BUFFER];
        String damage = "";
        try (InputStream in = payloadStream();
                InputStream archive = RpmFormat.archive(in, rpm, FileTable.of(rpm))) {
            for (int n; (n = archive.read(buffer)) >= 0; ) {
                for (Expected each : expected) {
                    each.sum.update(buffer, 0, n);
                }
            }
        } catch (PackageFormatException e) {
            damage = String.valueOf(e.getMessage());
        }
        for (Expected each : expected) {
            String found = damage.isEmpty() ? PackageIntegrity.hex(each.sum.digest()) : damage;
            checks.add(digest("Payload ", each.algorithm, " ALT", each.value, found));
        }
    }

    private record Expected(String algorithm, String value, MessageDigest sum) {}

    private void kindStated(int tag, List<Expected> expected) throws PackageFormatException {
        Optional<String> value = rpm.header().string(tag);
        // rpm 6 states no kind any more: it is SHA-256.
        long kind = rpm.header().number(Tag.PAYLOADDIGESTALGO).orElse(8);
        Optional<String> algorithm = PackageIntegrity.algorithm(kind);
        if (value.isPresent() && algorithm.isPresent()) {
            expected.add(new Expected(algorithm.get(), value.get(), PackageIntegrity.digest(algorithm.get())));
        } else if (value.isPresent()) {
            checks.add(new Check("Payload digest", false, Status.BAD, "it is of the unknown kind " + kind));
        }
    }

    private void sums(Map<Integer, String> algorithms, List<Expected> expected) throws PackageFormatException {
        for (Map.Entry<Integer, String> each : algorithms.entrySet()) {
            Optional<String> value = rpm.header().string(each.getKey());
            if (value.isPresent()) {
                expected.add(new Expected(each.getValue(), value.get(), PackageIntegrity.digest(each.getValue())));
            }
        }
    }

    private static Check digest(String of, String algorithm, String kind, String expected, String found) {
        boolean same = found.equals(expected.toLowerCase(Locale.ROOT));
        String name = algorithm.startsWith("SHA-") ? algorithm.replace("-", "") : algorithm;
        return new Check(
                of + name + kind + " digest",
                false,
                same ? Status.OK : Status.BAD,
                same ? "" : "expected " + expected + ", found " + found);
    }

    private void signature(String of, byte[] signature, SignedContent content) throws IOException {
        String what = of
                + SignatureDescription.of(signature)
                        .map(SignatureDescription::toString)
                        .orElse("Signature");
        if (verifier.isEmpty()) {
            boolean readable = SignatureDescription.of(signature).isPresent();
            checks.add(new Check(what, true, readable ? Status.NOKEY : Status.BAD, ""));
            return;
        }
        try {
            checks.add(new Check(
                    what,
                    true,
                    Status.OK,
                    verifier.get().detached(content, signature, rpm.name()).toString()));
        } catch (OpenPgpException e) {
            String message = String.valueOf(e.getMessage());
            checks.add(new Check(what, true, status(e), message.substring(message.indexOf(": ") + 2)));
        }
    }

    private static Status status(OpenPgpException problem) {
        return switch (problem) {
            case OpenPgpException.UnknownKey _ -> Status.NOKEY;
            case OpenPgpException.ExpiredKey _,
                    OpenPgpException.RevokedKey _,
                    OpenPgpException.UnsuitableKey _,
                    OpenPgpException.OutdatedSignature _,
                    OpenPgpException.WeakDigest _ -> Status.NOTTRUSTED;
            default -> Status.BAD;
        };
    }

    private void feedAll(OutputStream out) throws IOException {
        out.write(rpm.headerBytes());
        try (InputStream in = payloadStream()) {
            in.transferTo(out);
        }
    }

    private InputStream payloadStream() throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(rpm.payloadOffset());
        return in;
    }

    private static String hex(String algorithm, byte[] bytes) {
        return PackageIntegrity.hex(PackageIntegrity.digest(algorithm).digest(bytes));
    }
}
