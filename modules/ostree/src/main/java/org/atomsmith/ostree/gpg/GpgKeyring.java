package org.atomsmith.ostree.gpg;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gpg.GpgCertificate.Key;
import org.atomsmith.ostree.gpg.GpgSignature.Verdict;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.gpg.keybox.KeyBlob;
import org.bouncycastle.gpg.keybox.PublicKeyRingBlob;
import org.bouncycastle.gpg.keybox.bc.BcKeyBox;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** OpenPGP certificates that are trusted, by the fingerprints of their primary keys. Immutable. */
public final class GpgKeyring {
    /** A keyring without certificates. */
    public static final GpgKeyring EMPTY = new GpgKeyring(new LinkedHashMap<>());

    private static final long MAX_FILE = 64L << 20;
    private static final int MAX_SIGNATURES = 256;
    private static final int KEYBOX_MAGIC_AT = 8;

    private final SequencedMap<String, GpgCertificate> certificates;

    private GpgKeyring(SequencedMap<String, GpgCertificate> certificates) {
        this.certificates = certificates;
    }

    /**
     * Reads a keyring file: binary or armored OpenPGP packets, or GnuPG's keybox.
     *
     * @throws SignatureKeyException when it is none of these
     */
    public static GpgKeyring read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_FILE) {
            throw new SignatureKeyException(file + ": a keyring of " + size + " bytes; the limit is " + MAX_FILE);
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    /**
     * Reads a keyring's bytes; what is in it but certificates is passed over.
     *
     * @param source what the bytes are, for messages
     */
    public static GpgKeyring parse(byte[] bytes, String source) {
        SequencedMap<String, GpgCertificate> found = new LinkedHashMap<>();
        try {
            if (isKeybox(bytes)) {
                for (KeyBlob blob : new BcKeyBox(bytes).getKeyBlobs()) {
                    if (blob instanceof PublicKeyRingBlob keys) {
                        add(found, keys.getPGPPublicKeyRing());
                    }
                }
            } else if (isBinary(bytes)) {
                read(new ByteArrayInputStream(bytes), found);
            } else {
                readArmored(bytes, found);
            }
        } catch (IOException | RuntimeException e) {
            throw new SignatureKeyException(source + ": no OpenPGP keyring: " + e.getMessage(), e);
        }
        return new GpgKeyring(found);
    }

    /** Several blocks may follow one another. */
    private static void readArmored(byte[] bytes, SequencedMap<String, GpgCertificate> found) throws IOException {
        ByteArrayInputStream rest = new ByteArrayInputStream(bytes);
        int before = -1;
        while (rest.available() > 0 && rest.available() != before) {
            before = rest.available();
            try (InputStream armored = new ArmoredInputStream(rest)) {
                read(armored, found);
            }
        }
    }

    private static void read(InputStream in, SequencedMap<String, GpgCertificate> found) throws IOException {
        BcPGPObjectFactory objects = new BcPGPObjectFactory(in);
        for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
            if (object instanceof PGPPublicKeyRing ring) {
                add(found, ring);
            } else if (object instanceof PGPSecretKeyRing secret) {
                List<PGPPublicKey> keys = new ArrayList<>();
                secret.getPublicKeys().forEachRemaining(keys::add);
                add(found, new PGPPublicKeyRing(keys));
            }
        }
    }

    /** The same certificate from two files is one: the signatures of both count. */
    private static void add(SequencedMap<String, GpgCertificate> found, PGPPublicKeyRing ring) {
        String fingerprint = GpgCertificate.fingerprint(ring.getPublicKey());
        GpgCertificate known = found.get(fingerprint);
        try {
            found.put(
                    fingerprint,
                    new GpgCertificate(known == null ? ring : PGPPublicKeyRing.join(known.ring(), ring, true, true)));
        } catch (PGPException | RuntimeException e) {
            found.put(fingerprint, new GpgCertificate(ring));
        }
    }

    private static boolean isKeybox(byte[] bytes) {
        return bytes.length > KEYBOX_MAGIC_AT + 4
                && new String(bytes, KEYBOX_MAGIC_AT, 4, StandardCharsets.US_ASCII).equals("KBXf");
    }

    /** The first bit of a packet is set, of a letter it is not. */
    private static boolean isBinary(byte[] bytes) {
        return bytes.length == 0 || bytes[0] < 0;
    }

    /** The certificates of both. */
    public GpgKeyring with(GpgKeyring other) {
        SequencedMap<String, GpgCertificate> all = new LinkedHashMap<>(certificates);
        other.certificates.values().forEach(certificate -> add(all, certificate.ring()));
        return new GpgKeyring(all);
    }

    /** All certificates. */
    public List<GpgCertificate> certificates() {
        return List.copyOf(certificates.values());
    }

    /** The certificate of this fingerprint. */
    public Optional<GpgCertificate> find(String fingerprint) {
        return Optional.ofNullable(certificates.get(fingerprint));
    }

    /**
     * Those certificates that an identifier means: a fingerprint or the end of one, of the primary key or a subkey, or
     * part of a user identifier.
     */
    public GpgKeyring select(String id) {
        SequencedMap<String, GpgCertificate> chosen = new LinkedHashMap<>();
        for (GpgCertificate certificate : certificates.values()) {
            if (matches(certificate, id)) {
                chosen.put(certificate.fingerprint(), certificate);
            }
        }
        return new GpgKeyring(chosen);
    }

    static boolean isKeyOf(String fingerprint, String id) {
        String digits = (id.startsWith("0x") ? id.substring(2) : id).toUpperCase(Locale.ROOT);
        digits = digits.endsWith("!") ? digits.substring(0, digits.length() - 1) : digits;
        return digits.length() >= 8 && fingerprint.endsWith(digits);
    }

    private static boolean matches(GpgCertificate certificate, String id) {
        for (PGPPublicKey key : certificate.ring()) {
            if (isKeyOf(GpgCertificate.fingerprint(key), id)) {
                return true;
            }
        }
        return certificate.userIds().stream()
                .anyMatch(user -> user.text().toLowerCase(Locale.ROOT).contains(id.toLowerCase(Locale.ROOT)));
    }

    /** True when a signature says that it is by a key that an identifier means; it is not checked. */
    public boolean isBy(byte[] signature, String id) {
        for (PGPSignature one : parseSignatures(signature)) {
            if (isKeyOf(GpgCertificate.id(one.getKeyID()), id)) {
                return true;
            }
            for (GpgCertificate certificate : select(id).certificates()) {
                for (PGPPublicKey key : certificate.ring()) {
                    if (isBy(one, key)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The keyring's bytes: binary OpenPGP packets. */
    public byte[] toBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (GpgCertificate certificate : certificates.values()) {
            certificate.ring().encode(out);
        }
        return out.toByteArray();
    }

    /**
     * Checks signatures.
     *
     * @param signatures detached ones, binary or armored; each may hold several
     * @param now when keys and signatures must not have expired
     */
    public GpgVerification verify(byte[] data, List<byte[]> signatures, Instant now) {
        List<GpgSignature> results = new ArrayList<>();
        for (byte[] bytes : signatures) {
            for (PGPSignature signature : parseSignatures(bytes)) {
                if (results.size() < MAX_SIGNATURES) {
                    results.add(verify(data, signature, now));
                }
            }
        }
        return new GpgVerification(results);
    }

    /** The signatures of a detached signature's bytes; none when they are something else. */
    static List<PGPSignature> parseSignatures(byte[] bytes) {
        List<PGPSignature> found = new ArrayList<>();
        try (InputStream in = isBinary(bytes)
                ? new ByteArrayInputStream(bytes)
                : new ArmoredInputStream(new ByteArrayInputStream(bytes))) {
            BcPGPObjectFactory objects = new BcPGPObjectFactory(in);
            for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
                if (object instanceof PGPSignatureList list) {
                    list.forEach(found::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            // What came before the damage counts.
            return found;
        }
        return found;
    }

    private GpgSignature verify(byte[] data, PGPSignature signature, Instant now) {
        GpgSignature result = unknown(signature);
        for (GpgCertificate certificate : certificates.values()) {
            for (PGPPublicKey key : certificate.ring()) {
                if (isBy(signature, key)) {
                    result = verify(data, signature, certificate, key, now);
                    if (result.verdict() == Verdict.GOOD) {
                        return result;
                    }
                }
            }
        }
        return result;
    }

    static boolean isBy(PGPSignature signature, PGPPublicKey key) {
        List<KeyIdentifier> issuers = signature.getKeyIdentifiers();
        return issuers.isEmpty()
                ? signature.getKeyID() == key.getKeyID()
                : issuers.stream().anyMatch(issuer -> issuer.matches(key.getKeyIdentifier()));
    }

    private static GpgSignature verify(
            byte[] data, PGPSignature signature, GpgCertificate certificate, PGPPublicKey key, Instant now) {
        Key own = certificate.describe(key);
        Key primary = certificate.primary();
        List<GpgCertificate.UserId> users = certificate.userIds();
        Optional<Instant> expires = expiry(signature);
        Verdict verdict;
        if (!isOver(signature, key, data) || !certificate.mayHaveSigned(key)) {
            verdict = Verdict.BAD;
        } else if (own.revoked() || primary.revoked()) {
            verdict = Verdict.KEY_REVOKED;
        } else if (own.isExpired(now) || primary.isExpired(now)) {
            verdict = Verdict.KEY_EXPIRED;
        } else if (expires.isPresent() && !now.isBefore(expires.get())) {
            verdict = Verdict.EXPIRED;
        } else {
            verdict = Verdict.GOOD;
        }
        GpgCertificate.UserId user = users.isEmpty() ? new GpgCertificate.UserId("", false) : users.getFirst();
        return new GpgSignature(
                verdict,
                own.fingerprint(),
                algorithm(signature),
                signature.getCreationTime().toInstant(),
                expires,
                Optional.of(new GpgSignature.Signer(own, primary, user.name(), user.address())));
    }

    private static GpgSignature unknown(PGPSignature signature) {
        return new GpgSignature(
                Verdict.KEY_MISSING,
                GpgCertificate.id(signature.getKeyID()),
                algorithm(signature),
                signature.getCreationTime().toInstant(),
                expiry(signature),
                Optional.empty());
    }

    private static boolean isOver(PGPSignature signature, PGPPublicKey key, byte[] data) {
        if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT
                && signature.getSignatureType() != PGPSignature.CANONICAL_TEXT_DOCUMENT) {
            return false;
        }
        if (signature.getHashAlgorithm() == HashAlgorithmTags.MD5) {
            // Anybody can make two documents with one such digest; GnuPG refuses it too.
            return false;
        }
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(data);
            return signature.verify();
        } catch (PGPException | RuntimeException e) {
            // A signature that the key's algorithm cannot even take is no signature of it.
            return false;
        }
    }

    private static Optional<Instant> expiry(PGPSignature signature) {
        long seconds = signature.getHashedSubPackets() == null
                ? 0
                : signature.getHashedSubPackets().getSignatureExpirationTime();
        return seconds == 0
                ? Optional.empty()
                : Optional.of(signature.getCreationTime().toInstant().plusSeconds(seconds));
    }

    private static String algorithm(PGPSignature signature) {
        return switch (signature.getKeyAlgorithm()) {
            case PublicKeyAlgorithmTags.RSA_GENERAL, PublicKeyAlgorithmTags.RSA_SIGN -> "RSA";
            case PublicKeyAlgorithmTags.DSA -> "DSA";
            case PublicKeyAlgorithmTags.ECDSA -> "ECDSA";
            case PublicKeyAlgorithmTags.EDDSA_LEGACY -> "EdDSA";
            case PublicKeyAlgorithmTags.Ed25519 -> "Ed25519";
            case PublicKeyAlgorithmTags.Ed448 -> "Ed448";
            default -> "[unknown key algorithm]";
        };
    }
}
