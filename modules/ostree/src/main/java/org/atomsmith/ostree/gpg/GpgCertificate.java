package org.atomsmith.ostree.gpg;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * One OpenPGP certificate: a primary key, its user identifiers and its subkeys. What it says of itself (until when it is
 * good, whether it was revoked) counts only as far as its own signatures bear it out.
 */
public final class GpgCertificate {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Comparator<PGPSignature> OLDEST_FIRST = Comparator.comparing(PGPSignature::getCreationTime);

    private final PGPPublicKeyRing ring;

    GpgCertificate(PGPPublicKeyRing ring) {
        this.ring = ring;
    }

    /**
     * One user identifier.
     *
     * @param text as it is in the certificate: {@code Name (Comment) <address>}
     * @param revoked whether its owner took it back
     */
    public record UserId(String text, boolean revoked) {

        /** The name, without comment and address; empty when there is none. */
        public String name() {
            int end = text.indexOf('(') >= 0 ? text.indexOf('(') : text.indexOf('<');
            return (end < 0 ? isAddress() ? "" : text : text.substring(0, end)).strip();
        }

        /** The address; empty when there is none. */
        public String address() {
            int start = text.lastIndexOf('<');
            int end = text.lastIndexOf('>');
            if (start >= 0 && end > start) {
                return text.substring(start + 1, end);
            }
            return isAddress() ? text.strip() : "";
        }

        private boolean isAddress() {
            return text.indexOf('@') >= 0 && text.strip().indexOf(' ') < 0 && text.indexOf('<') < 0;
        }
    }

    /**
     * The primary key or a subkey.
     *
     * @param fingerprint upper-case hex digits
     * @param created when it was made
     * @param expires when it stops being good; empty when it does not
     * @param revoked whether its owner took it back
     */
    public record Key(String fingerprint, Instant created, Optional<Instant> expires, boolean revoked) {

        /** The last 16 digits of the fingerprint. */
        public String id() {
            return fingerprint.substring(Math.max(0, fingerprint.length() - 16));
        }

        /** Whether it is no longer good at a time. */
        public boolean isExpired(Instant at) {
            return expires.isPresent() && !at.isBefore(expires.get());
        }
    }

    /** The fingerprint of the primary key. */
    public String fingerprint() {
        return fingerprint(ring.getPublicKey());
    }

    /** The primary key. */
    public Key primary() {
        PGPPublicKey key = ring.getPublicKey();
        return key(key, ownStatement(), isRevoked());
    }

    /** The subkeys, in their order; one that the primary key does not bear out is left out. */
    public List<Key> subkeys() {
        List<Key> subkeys = new ArrayList<>();
        for (PGPPublicKey key : ring) {
            Optional<PGPSignature> binding = binding(key);
            if (!key.isMasterKey() && binding.isPresent()) {
                subkeys.add(key(key, binding, isRevoked() || isSubkeyRevoked(key)));
            }
        }
        return subkeys;
    }

    /** The user identifiers, in their order; one that the primary key does not bear out is left out. */
    public List<UserId> userIds() {
        List<UserId> ids = new ArrayList<>();
        for (Iterator<byte[]> raw = ring.getPublicKey().getRawUserIDs(); raw.hasNext(); ) {
            byte[] id = raw.next();
            Optional<PGPSignature> newest = newestOn(id);
            if (newest.isPresent()) {
                boolean revoked = isRevoked() || !newest.get().isCertification();
                ids.add(new UserId(new String(id, StandardCharsets.UTF_8), revoked));
            }
        }
        return ids;
    }

    /** The certificate as it is in a keyring. */
    PGPPublicKeyRing ring() {
        return ring;
    }

    /** Whether a key of it is the primary key, or a subkey that both it and the primary key vouch for. */
    boolean mayHaveSigned(PGPPublicKey key) {
        if (key.isMasterKey()) {
            return ownStatement().isPresent();
        }
        return binding(key)
                .filter(signature -> isCrossCertified(key, signature))
                .isPresent();
    }

    /** What is to be said of one of its keys. */
    Key describe(PGPPublicKey key) {
        if (key.isMasterKey()) {
            return primary();
        }
        return key(key, binding(key), isRevoked() || isSubkeyRevoked(key));
    }

    static String fingerprint(PGPPublicKey key) {
        return HEX.formatHex(key.getFingerprint());
    }

    static String id(long keyId) {
        return String.format(Locale.ROOT, "%016X", keyId);
    }

    private static Key key(PGPPublicKey key, Optional<PGPSignature> statement, boolean revoked) {
        Instant created = key.getCreationTime().toInstant();
        long seconds = statement
                .map(PGPSignature::getHashedSubPackets)
                .map(PGPSignatureSubpacketVector::getKeyExpirationTime)
                .orElse(0L);
        Optional<Instant> expires = seconds == 0 ? Optional.empty() : Optional.of(created.plusSeconds(seconds));
        return new Key(fingerprint(key), created, expires, revoked);
    }

    private boolean isRevoked() {
        PGPPublicKey primary = ring.getPublicKey();
        return signatures(primary.getKeySignatures()).stream()
                .filter(signature -> signature.getSignatureType() == PGPSignature.KEY_REVOCATION)
                .anyMatch(signature -> isGood(signature, primary, () -> signature.verifyCertification(primary)));
    }

    private boolean isSubkeyRevoked(PGPPublicKey subkey) {
        PGPPublicKey primary = ring.getPublicKey();
        return signatures(subkey.getSignatures()).stream()
                .filter(signature -> signature.getSignatureType() == PGPSignature.SUBKEY_REVOCATION)
                .anyMatch(
                        signature -> isGood(signature, primary, () -> signature.verifyCertification(primary, subkey)));
    }

    /** The newest of what the owner says of the whole certificate. */
    private Optional<PGPSignature> ownStatement() {
        PGPPublicKey primary = ring.getPublicKey();
        List<PGPSignature> statements = new ArrayList<>(signatures(primary.getKeySignatures()).stream()
                .filter(signature -> signature.getSignatureType() == PGPSignature.DIRECT_KEY)
                .filter(signature -> isGood(signature, primary, () -> signature.verifyCertification(primary)))
                .toList());
        for (Iterator<byte[]> raw = primary.getRawUserIDs(); raw.hasNext(); ) {
            newestOn(raw.next()).filter(PGPSignature::isCertification).ifPresent(statements::add);
        }
        return statements.stream().max(OLDEST_FIRST);
    }

    private Optional<PGPSignature> newestOn(byte[] userId) {
        PGPPublicKey primary = ring.getPublicKey();
        return signatures(primary.getSignaturesForID(userId)).stream()
                .filter(signature -> signature.isCertification()
                        || signature.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION)
                .filter(signature -> isGood(signature, primary, () -> signature.verifyCertification(userId, primary)))
                .max(OLDEST_FIRST);
    }

    private Optional<PGPSignature> binding(PGPPublicKey subkey) {
        PGPPublicKey primary = ring.getPublicKey();
        return signatures(subkey.getSignatures()).stream()
                .filter(signature -> signature.getSignatureType() == PGPSignature.SUBKEY_BINDING)
                .filter(signature -> isGood(signature, primary, () -> signature.verifyCertification(primary, subkey)))
                .max(OLDEST_FIRST);
    }

    /** Otherwise anybody could claim another's key as a subkey, and with it what that key signed. */
    private boolean isCrossCertified(PGPPublicKey subkey, PGPSignature binding) {
        for (PGPSignatureSubpacketVector packets :
                List.of(binding.getHashedSubPackets(), binding.getUnhashedSubPackets())) {
            PGPSignatureList embedded;
            try {
                embedded = packets.getEmbeddedSignatures();
            } catch (PGPException | RuntimeException e) {
                continue;
            }
            for (int i = 0; i < embedded.size(); i++) {
                PGPSignature back = embedded.get(i);
                if (back.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
                        && isGood(back, subkey, () -> back.verifyCertification(ring.getPublicKey(), subkey))) {
                    return true;
                }
            }
        }
        return false;
    }

    @FunctionalInterface
    private interface Check {
        boolean run() throws PGPException;
    }

    private static boolean isGood(PGPSignature signature, PGPPublicKey by, Check check) {
        if (signature.getKeyID() != 0 && signature.getKeyID() != by.getKeyID()) {
            return false;
        }
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), by);
            return check.run();
        } catch (PGPException | RuntimeException e) {
            // What cannot be checked does not count.
            return false;
        }
    }

    private static List<PGPSignature> signatures(Iterator<PGPSignature> iterator) {
        List<PGPSignature> signatures = new ArrayList<>();
        iterator.forEachRemaining(signatures::add);
        return signatures;
    }
}
