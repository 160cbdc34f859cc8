package org.atomsmith.ostree.sign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * An OpenPGP secret key, as {@code gpg --export-secret-keys} writes it, that signs as {@code ostree gpg-sign} does: a
 * detached binary signature.
 */
public final class GpgSecretKey implements Signer {
    private static final String METADATA_KEY = "ostree.gpgsigs";
    private static final String HOW_TO_EXPORT = "export one with `gpg --export-secret-keys KEY`";

    private final PGPPublicKey publicKey;
    private final PGPPrivateKey privateKey;
    private final Instant signedAt;

    private GpgSecretKey(PGPPublicKey publicKey, PGPPrivateKey privateKey, Instant signedAt) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        this.signedAt = signedAt;
    }

    /**
     * Reads the first key that can sign, a subkey where there is one.
     *
     * @param exported armored or binary
     * @param passphrase empty for a key without one
     * @param time what signatures say that they were made at; not before the key was made
     * @throws SignatureKeyException when there is no such key, or the passphrase is wrong
     */
    public static GpgSecretKey parse(byte[] exported, char[] passphrase, Instant time) {
        try (InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(exported))) {
            Optional<PGPSecretKey> found = Optional.empty();
            Iterator<PGPSecretKeyRing> rings = new BcPGPSecretKeyRingCollection(in).getKeyRings();
            while (rings.hasNext() && found.isEmpty()) {
                for (PGPSecretKey candidate : rings.next()) {
                    boolean usable = candidate.isSigningKey() && !candidate.isPrivateKeyEmpty();
                    found = usable ? Optional.of(candidate) : found;
                }
            }
            PGPSecretKey key = found.orElseThrow(
                    () -> new SignatureKeyException("no OpenPGP key that can sign; " + HOW_TO_EXPORT));
            PGPPrivateKey privateKey = key.extractPrivateKey(
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase));
            return of(key.getPublicKey(), privateKey, time);
        } catch (IOException e) {
            throw new SignatureKeyException("not an OpenPGP secret key; " + HOW_TO_EXPORT, e);
        } catch (PGPException e) {
            throw new SignatureKeyException("the OpenPGP secret key cannot be unlocked: wrong passphrase?", e);
        }
    }

    /**
     * A key whose secret part is known.
     *
     * @param time what signatures say that they were made at; not before the key was made
     */
    public static GpgSecretKey of(PGPPublicKey publicKey, PGPPrivateKey privateKey, Instant time) {
        Instant made = publicKey.getCreationTime().toInstant();
        return new GpgSecretKey(publicKey, privateKey, time.isBefore(made) ? made : time);
    }

    /** The key's identifier: 16 upper-case hex digits. */
    public String keyId() {
        return String.format(Locale.ROOT, "%016X", publicKey.getKeyID());
    }

    @Override
    public String metadataKey() {
        return METADATA_KEY;
    }

    @Override
    public byte[] sign(byte[] data) {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512), publicKey);
            generator.init(PGPSignature.BINARY_DOCUMENT, privateKey);
            PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
            subpackets.setSignatureCreationTime(false, Date.from(signedAt));
            subpackets.setIssuerFingerprint(false, publicKey);
            subpackets.setIssuerKeyID(false, publicKey.getKeyID());
            generator.setHashedSubpackets(subpackets.generate());
            generator.update(data);
            return generator.generate().getEncoded();
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("signing with the OpenPGP key " + keyId(), e);
        }
    }
}
