package org.atomsmith.rpm.openpgp;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * The signatures that a certificate's owner made on the certificate itself, checked. SHA-1 is taken here, unlike in
 * documents: many distributions' keys of before 2015 are bound with it, and their owners sign nothing of an attacker's choice.
 */
final class SelfSignatures {
    /** Subpackets whose meaning is honoured or does not matter for verification; an unknown critical one voids a signature. */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(2, 3, 4, 5, 7, 9, 11, 12, 16, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33, 34, 39);

    private static final Set<Integer> DIGESTS = Set.of(
            HashAlgorithmTags.SHA1,
            HashAlgorithmTags.SHA224,
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    private final PGPPublicKey primary;

    SelfSignatures(PGPPublicKey primary) {
        this.primary = primary;
    }

    /** Direct-key signatures and revocations of the certificate as a whole, newest first. */
    Stream<PGPSignature> onKey(int type) {
        return stream(primary.getKeySignatures())
                .filter(s -> s.getSignatureType() == type)
                .filter(s -> isGood(s, primary, () -> s.verifyCertification(primary)))
                .sorted(NEWEST_FIRST);
    }

    /** The newest statement about a user id, unless the user id was revoked. */
    Optional<PGPSignature> onUserId(byte[] userId) {
        return stream(primary.getSignaturesForID(userId))
                .filter(s -> s.isCertification() || s.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION)
                .filter(s -> isGood(s, primary, () -> s.verifyCertification(userId, primary)))
                .min(NEWEST_FIRST)
                .filter(PGPSignature::isCertification);
    }

    /** Bindings or revocations of a subkey, newest first. */
    Stream<PGPSignature> onSubkey(PGPPublicKey subkey, int type) {
        return stream(subkey.getSignatures())
                .filter(s -> s.getSignatureType() == type)
                .filter(s -> isGood(s, primary, () -> s.verifyCertification(primary, subkey)))
                .sorted(NEWEST_FIRST);
    }

    /** Whether the subkey itself agreed to belong to this certificate, which a signing subkey must. */
    boolean isCrossCertified(PGPPublicKey subkey, PGPSignature binding) {
        return Stream.of(binding.getHashedSubPackets(), binding.getUnhashedSubPackets())
                .filter(p -> p != null)
                .flatMap(p -> {
                    try {
                        PGPSignatureList embedded = p.getEmbeddedSignatures();
                        return IntStream.range(0, embedded.size()).mapToObj(embedded::get);
                    } catch (PGPException | RuntimeException e) {
                        return Stream.empty();
                    }
                })
                .filter(s -> s.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING)
                .anyMatch(s -> isGood(s, subkey, () -> s.verifyCertification(primary, subkey)));
    }

    static boolean hasUnknownCriticalPart(PGPSignature signature) {
        return signature.getHashedSubPackets() != null
                && IntStream.of(signature.getHashedSubPackets().getCriticalTags())
                        .anyMatch(tag -> !UNDERSTOOD.contains(tag));
    }

    private static final Comparator<PGPSignature> NEWEST_FIRST =
            Comparator.comparing(PGPSignature::getCreationTime).reversed();

    @FunctionalInterface
    private interface Check {
        boolean run() throws PGPException;
    }

    private static boolean isGood(PGPSignature signature, PGPPublicKey by, Check check) {
        try {
            if (!DIGESTS.contains(signature.getHashAlgorithm())
                    || hasUnknownCriticalPart(signature)
                    || (signature.getKeyID() != 0 && signature.getKeyID() != by.getKeyID())) {
                return false;
            }
            // Checking goes through the signature object's own state, and keyrings are shared between threads.
            synchronized (signature) {
                signature.init(new BcPGPContentVerifierBuilderProvider(), by);
                return check.run();
            }
        } catch (PGPException | RuntimeException e) {
            // What cannot be checked does not count.
            return false;
        }
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        return iterator == null
                ? Stream.empty()
                : StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false);
    }
}
