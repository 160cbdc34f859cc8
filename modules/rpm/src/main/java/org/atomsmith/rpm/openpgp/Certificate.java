package org.atomsmith.rpm.openpgp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;

/** One trusted certificate: a primary key, its user ids and its subkeys, as far as its own signatures bear them out. */
final class Certificate {
    private static final int MIN_RSA_BITS = 2048;

    private final PGPPublicKeyRing ring;
    private final String keyring;
    private final SelfSignatures self;

    Certificate(PGPPublicKeyRing ring, String keyring) {
        this.ring = ring;
        this.keyring = keyring;
        this.self = new SelfSignatures(ring.getPublicKey());
    }

    PGPPublicKey primary() {
        return ring.getPublicKey();
    }

    List<PGPPublicKey> keys() {
        List<PGPPublicKey> keys = new ArrayList<>();
        ring.getPublicKeys().forEachRemaining(keys::add);
        return keys;
    }

    /** The keys that a signature may mean; more than one only when 64-bit key ids collide. */
    List<PGPPublicKey> keysFor(PGPSignature signature) {
        List<KeyIdentifier> hashed = signature.getHashedKeyIdentifiers();
        List<KeyIdentifier> issuers = hashed.isEmpty() ? signature.getKeyIdentifiers() : hashed;
        return keys().stream()
                .filter(key -> issuers.stream().anyMatch(i -> i.matches(key.getKeyIdentifier())))
                .toList();
    }

    Signer signer(PGPPublicKey key, PGPSignature signature) {
        return new Signer(
                Keyring.hex(primary()),
                Keyring.hex(key),
                userId(),
                signature.getCreationTime().toInstant(),
                keyring);
    }

    /**
     * Throws unless the key may sign documents.
     *
     * @param signed when the signature was made
     * @param at the time at which the key must not have expired
     */
    void requireMaySign(PGPPublicKey key, Instant signed, Instant at, String name) throws OpenPgpException {
        String who = name + ": key " + Keyring.hex(key) + " of " + label();
        PGPSignature statement = ownStatement()
                .orElseThrow(() -> new OpenPgpException.UnsuitableKey(
                        who + " has no valid signature of its own owner; get a fresh copy of the key"));
        requireNotRevoked(self.onKey(PGPSignature.KEY_REVOCATION).toList(), signed, who);
        requireNotExpired(primary(), statement, at, who);
        requireStrength(key, who);
        PGPSignature binding = statement;
        if (!key.isMasterKey()) {
            requireNotRevoked(self.onSubkey(key, PGPSignature.SUBKEY_REVOCATION).toList(), signed, who);
            binding = self.onSubkey(key, PGPSignature.SUBKEY_BINDING)
                    .findFirst()
                    .orElseThrow(
                            () -> new OpenPgpException.UnsuitableKey(who + " is a subkey that is not bound to it"));
            requireNotExpired(key, binding, at, who);
            if (!self.isCrossCertified(key, binding)) {
                throw new OpenPgpException.UnsuitableKey(
                        who + " is a subkey without a back signature, so it may not sign");
            }
        }
        PGPSignatureSubpacketVector facts = binding.getHashedSubPackets();
        boolean limited = facts != null && facts.hasSubpacket(org.bouncycastle.bcpg.SignatureSubpacketTags.KEY_FLAGS);
        if (limited ? (facts.getKeyFlags() & KeyFlags.SIGN_DATA) == 0 : !key.isMasterKey()) {
            throw new OpenPgpException.UnsuitableKey(who + " is not meant for signing");
        }
        if (signed.isBefore(key.getCreationTime().toInstant())) {
            throw new OpenPgpException.UnsuitableKey(
                    who + " did not exist yet when the signature was made, on " + signed);
        }
    }

    private void requireNotRevoked(List<PGPSignature> revocations, Instant signed, String who) throws OpenPgpException {
        for (PGPSignature revocation : revocations) {
            Instant revoked = revocation.getCreationTime().toInstant();
            // A key that was merely retired still vouches for what it signed before.
            if (revocation.isHardRevocation() || !signed.isBefore(revoked)) {
                throw new OpenPgpException.RevokedKey(who + " was revoked by its owner on " + revoked + " (" + keyring
                        + "); the repository must sign with another key, and that one must be in the keyring");
            }
        }
    }

    private void requireNotExpired(PGPPublicKey key, PGPSignature binding, Instant at, String who)
            throws OpenPgpException {
        PGPSignatureSubpacketVector facts = binding.getHashedSubPackets();
        long seconds = facts == null ? 0 : facts.getKeyExpirationTime();
        Instant end = key.getCreationTime().toInstant().plusSeconds(seconds);
        if (seconds != 0 && !at.isBefore(end)) {
            throw new OpenPgpException.ExpiredKey(who + " expired on " + end + " (" + keyring
                    + "); get the key's renewed copy: update the package that brings the keyring");
        }
    }

    private static void requireStrength(PGPPublicKey key, String who) throws OpenPgpException {
        switch (key.getAlgorithm()) {
            case PublicKeyAlgorithmTags.RSA_GENERAL, PublicKeyAlgorithmTags.RSA_SIGN, PublicKeyAlgorithmTags.DSA -> {
                if (key.getBitStrength() < MIN_RSA_BITS) {
                    throw new OpenPgpException.UnsuitableKey(who + " has " + key.getBitStrength()
                            + " bits, less than the " + MIN_RSA_BITS + " that resist");
                }
            }
            default -> {
                // Elliptic curves: all that OpenPGP names are strong enough.
            }
        }
    }

    /** The newest of what the owner says of the certificate, from which its expiry and the primary key's use follow. */
    private Optional<PGPSignature> ownStatement() {
        List<PGPSignature> statements =
                new ArrayList<>(self.onKey(PGPSignature.DIRECT_KEY).toList());
        primary().getRawUserIDs().forEachRemaining(id -> self.onUserId(id).ifPresent(statements::add));
        return statements.stream().max(Comparator.comparing(PGPSignature::getCreationTime));
    }

    private String userId() {
        String best = "";
        boolean bestIsPrimary = false;
        for (var ids = primary().getRawUserIDs(); ids.hasNext(); ) {
            byte[] id = ids.next();
            Optional<PGPSignature> statement = self.onUserId(id);
            boolean isPrimary = statement
                    .map(PGPSignature::getHashedSubPackets)
                    .map(PGPSignatureSubpacketVector::isPrimaryUserID)
                    .orElse(false);
            if (statement.isPresent() && (best.isEmpty() || (isPrimary && !bestIsPrimary))) {
                best = new String(id, StandardCharsets.UTF_8);
                bestIsPrimary = isPrimary;
            }
        }
        return best;
    }

    private String label() {
        String id = userId();
        return id.isEmpty() ? "certificate " + Keyring.hex(primary()) : "'" + id + "'";
    }
}
