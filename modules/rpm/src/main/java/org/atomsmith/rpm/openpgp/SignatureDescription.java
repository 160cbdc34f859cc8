package org.atomsmith.rpm.openpgp;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;

/**
 * What a signature says of itself before anybody checks it.
 *
 * @param version of its packet: 3, 4 or 6
 * @param algorithm of the key, as rpm calls it: {@code RSA}
 * @param digest as rpm calls it: {@code SHA512}
 * @param keyId of the key that made it, 16 lower-case hexadecimal digits; empty when it is not named
 */
public record SignatureDescription(int version, String algorithm, String digest, String keyId, Instant created) {

    /**
     * Describes the first signature in the bytes.
     *
     * @return empty when there is none that can be read
     */
    public static Optional<SignatureDescription> of(byte[] bytes) {
        try {
            for (Object object : Packets.read(bytes)) {
                if (object instanceof PGPSignatureList list && !list.isEmpty()) {
                    return Optional.of(of(list.get(0)));
                }
            }
        } catch (Packets.DamagedException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static SignatureDescription of(PGPSignature signature) {
        return new SignatureDescription(
                signature.getVersion(),
                algorithm(signature.getKeyAlgorithm()),
                digest(signature.getHashAlgorithm()),
                keyId(signature.getKeyIdentifiers()),
                signature.getCreationTime().toInstant());
    }

    private static String keyId(List<KeyIdentifier> issuers) {
        return issuers.stream()
                .mapToLong(KeyIdentifier::getKeyId)
                .filter(id -> id != 0)
                .mapToObj(id -> String.format(Locale.ROOT, "%016x", id))
                .findFirst()
                .orElse("");
    }

    /** Writes {@code V4 RSA/SHA512 Signature, key ID 183f6899719ce7a5}. */
    @Override
    public String toString() {
        return "V" + version + " " + algorithm + "/" + digest + " Signature, key ID " + keyId;
    }

    private static String algorithm(int number) {
        return switch (number) {
            case PublicKeyAlgorithmTags.RSA_GENERAL, PublicKeyAlgorithmTags.RSA_SIGN -> "RSA";
            case PublicKeyAlgorithmTags.DSA -> "DSA";
            case PublicKeyAlgorithmTags.ECDSA -> "ECDSA";
            case PublicKeyAlgorithmTags.EDDSA_LEGACY -> "EdDSA";
            case PublicKeyAlgorithmTags.Ed25519 -> "Ed25519";
            case PublicKeyAlgorithmTags.Ed448 -> "Ed448";
            default -> "algorithm " + number;
        };
    }

    static String digest(int number) {
        return switch (number) {
            case HashAlgorithmTags.MD5 -> "MD5";
            case HashAlgorithmTags.SHA1 -> "SHA1";
            case HashAlgorithmTags.RIPEMD160 -> "RIPEMD160";
            case HashAlgorithmTags.SHA224 -> "SHA224";
            case HashAlgorithmTags.SHA256 -> "SHA256";
            case HashAlgorithmTags.SHA384 -> "SHA384";
            case HashAlgorithmTags.SHA512 -> "SHA512";
            case HashAlgorithmTags.SHA3_256 -> "SHA3-256";
            case HashAlgorithmTags.SHA3_512 -> "SHA3-512";
            default -> "digest " + number;
        };
    }
}
