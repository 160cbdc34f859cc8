package org.atomsmith.rpm.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.linux.NativeSha256;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.openpgp.OpenPgpException;
import org.atomsmith.rpm.openpgp.SignatureVerifier;
import org.atomsmith.rpm.openpgp.Signer;

/** Checks a package file's own digests and signatures, before anything of its payload is used. */
final class PackageIntegrity {
    private final RpmFile rpm;

    PackageIntegrity(RpmFile rpm) {
        this.rpm = rpm;
    }

    /** Checks the digests of the header. */
    void checkHeader() throws PackageFormatException {
        checkHex(Tag.SIG_SHA3_256, "SHA3-256");
        checkHex(Tag.SIG_SHA256, "SHA-256");
        checkHex(Tag.SIG_SHA1, "SHA-1");
    }

    private void checkHex(int tag, String algorithm) throws PackageFormatException {
        Optional<String> expected = rpm.signature().string(tag);
        if (expected.isPresent()) {
            String found = hex(digest(algorithm).digest(rpm.headerBytes()));
            if (!found.equals(expected.get().toLowerCase(Locale.ROOT))) {
                throw mismatch("header", algorithm, expected.get(), found);
            }
        }
    }

    /**
     * Checks the digest of the payload that the header states; in packages of before 2017, which have none there, the MD5
     * digest and the size of header and payload.
     */
    void checkPayload(Path file) throws IOException {
        Optional<String> expected = rpm.header().string(Tag.PAYLOADDIGEST);
        long[] kind = rpm.header().numbers(Tag.PAYLOADDIGESTALGO);
        if (expected.isPresent() && kind.length > 0) {
            String algorithm = algorithm(kind[0])
                    .orElseThrow(() -> new PackageFormatException(
                            rpm.name() + ": the payload's digest is of the unknown kind " + kind[0], -1));
            String found = hex(payload(file, digest(algorithm)).digest());
            if (!found.equals(expected.get().toLowerCase(Locale.ROOT))) {
                throw mismatch("payload", algorithm, expected.get(), found);
            }
            return;
        }
        Optional<byte[]> md5 = rpm.signature().bytes(Tag.SIG_MD5);
        if (md5.isPresent()) {
            MessageDigest digest = digest("MD5");
            digest.update(rpm.headerBytes());
            byte[] found = payload(file, digest).digest();
            if (!MessageDigest.isEqual(found, md5.get())) {
                throw mismatch("header and payload", "MD5", hex(md5.get()), hex(found));
            }
        }
    }

    /** Checks the size that the signature header states of header and payload together. */
    void checkSize(long fileSize) throws PackageFormatException {
        long[] longSize = rpm.signature().numbers(Tag.SIG_LONGSIZE);
        long[] size = longSize.length > 0 ? longSize : rpm.signature().numbers(Tag.SIG_SIZE);
        long found = fileSize - rpm.payloadOffset() + rpm.headerBytes().length;
        if (size.length > 0 && size[0] != found) {
            throw new PackageFormatException(
                    rpm.name() + ": header and payload have " + found + " bytes, expected " + size[0]
                            + "; the file was cut off or changed",
                    -1);
        }
    }

    /** Requires a good signature of the header, in which the payload's digest or those of all files stand. */
    Signer checkSignature(SignatureVerifier verifier) throws IOException {
        List<byte[]> signatures = headerSignatures();
        if (signatures.isEmpty()) {
            throw new OpenPgpException.Unsigned(rpm.name()
                    + ": the package's header is not signed; sign it (rpmsign --addsign), or say gpgcheck=0 in its"
                    + " repository's .repo file");
        }
        Optional<OpenPgpException> first = Optional.empty();
        for (byte[] signature : signatures) {
            try {
                return verifier.detached(rpm.headerBytes(), signature, rpm.name());
            } catch (OpenPgpException e) {
                if (first.isEmpty() || first.get() instanceof OpenPgpException.UnknownKey) {
                    first = Optional.of(e);
                }
            }
        }
        throw first.orElseThrow();
    }

    /** All signatures of the header, without those that stand there twice: once as rpm 6 and once as rpm 4 keeps them. */
    List<byte[]> headerSignatures() throws PackageFormatException {
        List<byte[]> signatures = new ArrayList<>();
        for (String encoded : rpm.signature().strings(Tag.SIG_OPENPGP)) {
            try {
                signatures.add(Base64.getMimeDecoder().decode(encoded));
            } catch (IllegalArgumentException e) {
                throw new PackageFormatException(rpm.name() + ": a signature is not in base64", -1);
            }
        }
        for (int tag : new int[] {Tag.SIG_RSA, Tag.SIG_DSA}) {
            rpm.signature()
                    .bytes(tag)
                    .filter(s -> signatures.stream().noneMatch(other -> Arrays.equals(s, other)))
                    .ifPresent(signatures::add);
        }
        return signatures;
    }

    /** Java's name of a digest that rpm names by OpenPGP's number. */
    static Optional<String> algorithm(long number) {
        return switch ((int) number) {
            case 1 -> Optional.of("MD5");
            case 2 -> Optional.of("SHA-1");
            case 8 -> Optional.of("SHA-256");
            case 9 -> Optional.of("SHA-384");
            case 10 -> Optional.of("SHA-512");
            case 11 -> Optional.of("SHA-224");
            case 12 -> Optional.of("SHA3-256");
            case 14 -> Optional.of("SHA3-512");
            default -> Optional.empty();
        };
    }

    static MessageDigest digest(String algorithm) {
        Optional<MessageDigest> fast = algorithm.equals("SHA-256") ? NativeSha256.create() : Optional.empty();
        return fast.orElseGet(() -> ofJava(algorithm));
    }

    private static MessageDigest ofJava(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java platform lacks " + algorithm, e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private MessageDigest payload(Path file, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(rpm.payloadOffset());
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, n);
            }
        }
        return digest;
    }

    private PackageFormatException mismatch(String what, String algorithm, String expected, String found) {
        return new PackageFormatException(
                rpm.name() + ": the " + what + " was changed: expected " + algorithm + " " + expected + ", found "
                        + found + "; fetch the package again",
                -1);
    }
}
