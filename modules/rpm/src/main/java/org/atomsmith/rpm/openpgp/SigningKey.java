package org.atomsmith.rpm.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Iterator;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * A secret OpenPGP key that signs packages and metadata: RSA, DSA, ECDSA or Ed25519. Signatures of RSA and Ed25519 by keys
 * of version 4 are the same each time; those by keys of version 6 are salted.
 */
public final class SigningKey {
    private static final String HOW = "; give one that gpg --export-secret-keys or sq key export wrote";

    private final PGPPublicKey publicKey;
    private final PGPPrivateKey privateKey;
    private final byte[] certificate;

    private SigningKey(PGPPublicKey publicKey, PGPPrivateKey privateKey, byte[] certificate) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    /**
     * Reads the first key that can sign and whose secret part is there.
     *
     * @param exported in ASCII armour or binary
     * @param passphrase empty for a key without one
     * @param name what messages call the key's file
     * @throws OpenPgpException.BadKeyring when there is no such key, or the passphrase is wrong
     */
    public static SigningKey parse(byte[] exported, char[] passphrase, String name) throws OpenPgpException {
        try {
            for (Object object : Packets.read(exported)) {
                if (object instanceof PGPSecretKeyRing ring) {
                    for (PGPSecretKey key : ring) {
                        if (key.isSigningKey() && !key.isPrivateKeyEmpty() && isMeantForSigning(key.getPublicKey())) {
                            return unlock(key, ring, passphrase, name);
                        }
                    }
                }
            }
        } catch (Packets.DamagedException e) {
            throw new OpenPgpException.BadKeyring(name + ": the secret key cannot be read: " + e.getMessage());
        }
        throw new OpenPgpException.BadKeyring(name + ": there is no secret OpenPGP key that can sign" + HOW);
    }

    /** What the key's owner says that it is for; a key of which nothing is said may be used. */
    private static boolean isMeantForSigning(PGPPublicKey key) {
        boolean limited = false;
        for (Iterator<PGPSignature> signatures = key.getSignatures(); signatures.hasNext(); ) {
            PGPSignatureSubpacketVector facts = signatures.next().getHashedSubPackets();
            if (facts != null && facts.hasSubpacket(SignatureSubpacketTags.KEY_FLAGS)) {
                if ((facts.getKeyFlags() & KeyFlags.SIGN_DATA) != 0) {
                    return true;
                }
                limited = true;
            }
        }
        return !limited;
    }

    private static SigningKey unlock(PGPSecretKey key, PGPSecretKeyRing ring, char[] passphrase, String name)
            throws OpenPgpException {
        try {
            PGPPrivateKey secret = key.extractPrivateKey(
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase));
            return new SigningKey(
                    key.getPublicKey(), secret, ring.toCertificate().getEncoded());
        } catch (PGPException | IOException e) {
            throw new OpenPgpException.BadKeyring(
                    name + ": the secret key cannot be unlocked; is its passphrase right?");
        }
    }

    /** The fingerprint of the key that signs, upper-case hexadecimal. */
    public String fingerprint() {
        return HexFormat.of().withUpperCase().formatHex(publicKey.getFingerprint());
    }

    /** Whether it is an RSA key, whose signatures rpm keeps apart from all others. */
    public boolean isRsa() {
        return publicKey.getAlgorithm() == PublicKeyAlgorithmTags.RSA_GENERAL
                || publicKey.getAlgorithm() == PublicKeyAlgorithmTags.RSA_SIGN;
    }

    /** The certificate that belongs to it, in ASCII armour: what those need who check its signatures. */
    public byte[] certificate() {
        return armoured(certificate);
    }

    /**
     * A signature that is kept apart from what it covers, binary.
     *
     * @param at when it says that it was made; no earlier than the key
     */
    public byte[] sign(byte[] content, Instant at) {
        return sign(out -> out.write(content), at);
    }

    /** A signature of content that is fed in pieces. */
    public byte[] sign(SignedContent content, Instant at) {
        Instant made = publicKey.getCreationTime().toInstant();
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512), publicKey);
            generator.init(PGPSignature.BINARY_DOCUMENT, privateKey);
            PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
            subpackets.setSignatureCreationTime(true, Date.from(at.isBefore(made) ? made : at));
            subpackets.setIssuerFingerprint(false, publicKey);
            if (publicKey.getVersion() < 6) {
                subpackets.setIssuerKeyID(false, publicKey.getKeyID());
            }
            generator.setHashedSubpackets(subpackets.generate());
            content.feed(new Updating(generator::update));
            return generator.generate().getEncoded();
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("signing with the OpenPGP key " + fingerprint(), e);
        }
    }

    /** The same in ASCII armour, as {@code repomd.xml.asc} is. */
    public byte[] signArmoured(byte[] content, Instant at) {
        return armoured(sign(content, at));
    }

    private static byte[] armoured(byte[] packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmoredOutputStream armour =
                ArmoredOutputStream.builder().clearHeaders().build(out)) {
            armour.write(packets);
        } catch (IOException e) {
            throw new IllegalStateException("armouring in memory", e);
        }
        return out.toByteArray();
    }
}
