package org.atomsmith.rpm.openpgp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * Checks documents against a keyring. One good signature by a key of the keyring is enough, whatever the others are.
 * Checked against GnuPG 2.2's verdicts.
 */
public final class SignatureVerifier {
    private static final int MAX_SIGNATURES = 64;
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);
    private static final Set<Integer> STRONG = Set.of(
            HashAlgorithmTags.SHA224,
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    /** At what time a key must not have expired. */
    public enum KeyExpiry {
        /** Now: for a repository's entry point, which is signed anew all the time. */
        NOW,
        /** When the signature was made: for packages, which outlive keys. */
        WHEN_SIGNED
    }

    private final Keyring keyring;
    private final InstantSource clock;
    private final KeyExpiry expiry;

    /** A verifier that trusts the certificates of {@code keyring}. */
    public SignatureVerifier(Keyring keyring, InstantSource clock, KeyExpiry expiry) {
        this.keyring = keyring;
        this.clock = clock;
        this.expiry = expiry;
    }

    /**
     * Checks a document that carries its signature, such as {@code InRelease}, and returns what is signed of it.
     *
     * @param name what messages call the document: its address or path
     */
    public SignedText clearSigned(byte[] document, String name) throws OpenPgpException {
        CleartextDocument parts = CleartextDocument.parse(document, name);
        List<PGPSignature> signatures = signatures(parts.signature(), name);
        if (signatures.stream().anyMatch(s -> s.getSignatureType() != PGPSignature.CANONICAL_TEXT_DOCUMENT)) {
            throw new OpenPgpException.Malformed(name + ": its signature is not one over text");
        }
        return new SignedText(parts.text(), anyGoodOf(signatures, parts.signedOctets(), name));
    }

    /**
     * Checks content against a signature that is kept apart from it, binary or in ASCII armour.
     *
     * @param name what messages call the content: its address or path
     */
    public Signer detached(byte[] content, byte[] signature, String name) throws OpenPgpException {
        if (signature.length == 0) {
            throw new OpenPgpException.Unsigned(name + ": its signature is empty");
        }
        List<PGPSignature> signatures = signatures(signature, name);
        for (PGPSignature each : signatures) {
            if (each.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT && hasCarriageReturn(content)) {
                // Signatures over text do not tell CR, LF and CR LF apart.
                throw new OpenPgpException.Malformed(
                        name + ": carriage returns stand in content that is signed as text; sign it as binary");
            }
        }
        return anyGoodOf(signatures, content, name);
    }

    /**
     * Checks content that is too large to be held against a signature that is kept apart from it.
     *
     * @param name what messages call the content: its address or path
     * @throws OpenPgpException when it is not signed as it must be
     * @throws IOException when the content cannot be read
     */
    public Signer detached(SignedContent content, byte[] signature, String name) throws IOException {
        List<PGPSignature> signatures = signatures(signature, name);
        if (signatures.stream().anyMatch(s -> s.getSignatureType() != PGPSignature.BINARY_DOCUMENT)) {
            throw new OpenPgpException.Malformed(name + ": its signature is one over text; sign it as binary");
        }
        return anyGood(signatures, content, name);
    }

    private Signer anyGoodOf(List<PGPSignature> signatures, byte[] content, String name) throws OpenPgpException {
        try {
            return anyGood(signatures, out -> out.write(content), name);
        } catch (OpenPgpException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    private Signer anyGood(List<PGPSignature> signatures, SignedContent content, String name) throws IOException {
        List<OpenPgpException> problems = new ArrayList<>();
        for (PGPSignature signature : signatures) {
            try {
                return good(signature, content, name);
            } catch (OpenPgpException e) {
                problems.add(e);
            }
        }
        // What comes closest to a good signature tells most about what to do.
        problems.sort(Comparator.comparing(SignatureVerifier::distance));
        OpenPgpException first = problems.getFirst();
        problems.stream().skip(1).forEach(first::addSuppressed);
        throw first;
    }

    private static int distance(OpenPgpException problem) {
        return switch (problem) {
            case OpenPgpException.BadSignature _ -> 0;
            case OpenPgpException.RevokedKey _ -> 1;
            case OpenPgpException.ExpiredKey _ -> 2;
            case OpenPgpException.OutdatedSignature _ -> 3;
            case OpenPgpException.UnsuitableKey _ -> 4;
            case OpenPgpException.WeakDigest _ -> 5;
            case OpenPgpException.Malformed _ -> 6;
            case OpenPgpException.UnknownKey _ -> 7;
            case OpenPgpException.Unsigned _, OpenPgpException.BadKeyring _ -> 8;
        };
    }

    private Signer good(PGPSignature signature, SignedContent content, String name) throws IOException {
        List<OpenPgpException> problems = new ArrayList<>();
        for (Certificate certificate : keyring.certificates()) {
            for (PGPPublicKey key : certificate.keysFor(signature)) {
                try {
                    requireGood(signature, certificate, key, content, name);
                    return certificate.signer(key, signature);
                } catch (OpenPgpException e) {
                    problems.add(e);
                }
            }
        }
        if (problems.isEmpty()) {
            throw new OpenPgpException.UnknownKey(name + ": it is signed by key " + issuer(signature)
                    + ", which is not in " + keyring + "; name a keyring that holds it, if you trust that key");
        }
        throw problems.stream()
                .min(Comparator.comparing(SignatureVerifier::distance))
                .orElseThrow();
    }

    private void requireGood(
            PGPSignature signature, Certificate certificate, PGPPublicKey key, SignedContent content, String name)
            throws IOException {
        String by = name + ": its signature by key " + Keyring.hex(key);
        if (!STRONG.contains(signature.getHashAlgorithm())) {
            throw new OpenPgpException.WeakDigest(by + " is over a digest of kind " + digestName(signature)
                    + ", which can be forged; the repository must sign with SHA-256 or better");
        }
        if (SelfSignatures.hasUnknownCriticalPart(signature)) {
            throw new OpenPgpException.Malformed(by + " has a critical part that is not known here");
        }
        if (!isOver(signature, key, content)) {
            throw new OpenPgpException.BadSignature(by + " does not fit the content (" + keyring
                    + "): one of them was changed or cut off on the way; try another mirror");
        }
        Instant signed = signature.getCreationTime().toInstant();
        requireCurrent(signature, signed, by);
        certificate.requireMaySign(key, signed, expiry == KeyExpiry.NOW ? clock.instant() : signed, name);
    }

    private static boolean isOver(PGPSignature signature, PGPPublicKey key, SignedContent content) throws IOException {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            content.feed(new Updating(signature::update));
            return signature.verify();
        } catch (PGPException | RuntimeException e) {
            // A signature that the key's algorithm cannot even take is no signature of it.
            return false;
        }
    }

    private void requireCurrent(PGPSignature signature, Instant signed, String by) throws OpenPgpException {
        Instant now = clock.instant();
        if (signed.isAfter(now.plus(CLOCK_TOLERANCE))) {
            throw new OpenPgpException.OutdatedSignature(
                    by + " was made on " + signed + ", in the future; check this machine's clock, which says " + now);
        }
        long seconds = signature.getHashedSubPackets() == null
                ? 0
                : signature.getHashedSubPackets().getSignatureExpirationTime();
        if (seconds != 0 && !now.isBefore(signed.plusSeconds(seconds))) {
            throw new OpenPgpException.OutdatedSignature(by + " expired on " + signed.plusSeconds(seconds)
                    + "; the mirror may be out of date: try another one");
        }
    }

    private static List<PGPSignature> signatures(byte[] bytes, String name) throws OpenPgpException {
        List<PGPSignature> signatures = new ArrayList<>();
        try {
            for (Object object : Packets.read(bytes)) {
                if (object instanceof PGPSignatureList list) {
                    list.forEach(signatures::add);
                } else {
                    throw new OpenPgpException.Malformed(name + ": where its signature should be, there is a "
                            + object.getClass().getSimpleName());
                }
            }
        } catch (Packets.DamagedException e) {
            throw new OpenPgpException.Malformed(name + ": its signature cannot be read: " + e.getMessage());
        }
        signatures.removeIf(s -> s.getSignatureType() != PGPSignature.BINARY_DOCUMENT
                && s.getSignatureType() != PGPSignature.CANONICAL_TEXT_DOCUMENT);
        if (signatures.isEmpty()) {
            throw new OpenPgpException.Unsigned(name + ": there is no signature of a document where one should be");
        }
        if (signatures.size() > MAX_SIGNATURES) {
            throw new OpenPgpException.Malformed(name + ": it has more than " + MAX_SIGNATURES + " signatures");
        }
        return signatures;
    }

    private static boolean hasCarriageReturn(byte[] content) {
        for (byte octet : content) {
            if (octet == '\r') {
                return true;
            }
        }
        return false;
    }

    private static String issuer(PGPSignature signature) {
        return signature.getKeyIdentifiers().stream()
                .max(Comparator.comparing((KeyIdentifier i) -> i.getFingerprint() == null ? 0 : 1))
                .map(i -> i.getFingerprint() == null
                        ? String.format(Locale.ROOT, "%016X", i.getKeyId())
                        : HexFormat.of().withUpperCase().formatHex(i.getFingerprint()))
                .orElse("(not named)");
    }

    private static String digestName(PGPSignature signature) {
        return switch (signature.getHashAlgorithm()) {
            case HashAlgorithmTags.MD5 -> "MD5";
            case HashAlgorithmTags.SHA1 -> "SHA-1";
            case HashAlgorithmTags.RIPEMD160 -> "RIPEMD-160";
            default -> "number " + signature.getHashAlgorithm();
        };
    }
}
