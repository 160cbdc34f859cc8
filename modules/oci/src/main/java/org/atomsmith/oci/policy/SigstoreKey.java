package org.atomsmith.oci.policy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.Json;
import org.atomsmith.oci.OciException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * A secret key that signs images: PKCS #8 in PEM as openssl writes it (ECDSA on P-256, RSA, Ed25519), or the encrypted form
 * of cosign and skopeo (scrypt, then NaCl's secretbox). The same key signs the same content with the same bytes.
 */
public final class SigstoreKey {
    private static final int CURVE_BITS = 256;
    private static final int BOX_KEY = 32;
    private static final int NONCE = 24;
    private static final int TAG = 16;
    /** cosign takes N = 65536 (64 MiB with r = 8); more than this is no key file that a program wrote. */
    private static final long MAX_SCRYPT = 1L << 24;

    private final PrivateKey key;

    private SigstoreKey(PrivateKey key) {
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @param passphrase of an encrypted key; else not looked at
     * @param name where it stands, for messages
     * @throws OciException when it is none, or the passphrase is another
     */
    public static SigstoreKey parse(byte[] pem, char[] passphrase, String name) throws OciException {
        Optional<byte[]> plain = section(pem, "PRIVATE KEY", name);
        if (plain.isPresent()) {
            return new SigstoreKey(decode(plain.get(), name));
        }
        for (String label : List.of("ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY")) {
            Optional<byte[]> encrypted = section(pem, label, name);
            if (encrypted.isPresent()) {
                return new SigstoreKey(decode(decrypt(encrypted.get(), passphrase, name), name));
            }
        }
        throw new OciException(
                name + ": expected a secret key in PEM ('PRIVATE KEY', 'ENCRYPTED SIGSTORE PRIVATE KEY' or"
                        + " 'ENCRYPTED COSIGN PRIVATE KEY'), found none");
    }

    private static Optional<byte[]> section(byte[] pem, String label, String name) throws OciException {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN " + label + "-----";
        int at = text.indexOf(begin);
        int end = text.indexOf("-----END " + label + "-----", Math.max(0, at));
        if (at < 0 || end < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(text.substring(at + begin.length(), end)));
        } catch (IllegalArgumentException e) {
            throw new OciException(name + ": the secret key is no base64: " + e.getMessage(), e);
        }
    }

    private static PrivateKey decode(byte[] pkcs8, String name) throws OciException {
        for (String kind : List.of("EC", "RSA", "Ed25519")) {
            try {
                PrivateKey key = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                if (key instanceof ECPrivateKey ec
                        && ec.getParams().getCurve().getField().getFieldSize() != CURVE_BITS) {
                    throw new OciException(name + ": an elliptic key must be on the curve P-256");
                }
                return key;
            } catch (InvalidKeySpecException e) {
                // It is of another kind.
                continue;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java lacks " + kind, e);
            }
        }
        throw new OciException(name + ": the secret key is none of EC, RSA, Ed25519");
    }

    private static byte[] decrypt(byte[] document, char[] passphrase, String name) throws OciException {
        Json json = Json.parse(document, name);
        Json kdf = json.object("kdf");
        Json params = kdf.object("params");
        Json cipher = json.object("cipher");
        if (!kdf.text("name").equals(Optional.of("scrypt"))
                || !cipher.text("name").equals(Optional.of("nacl/secretbox"))) {
            throw new OciException(name + ": the key is encrypted in a way that is not known");
        }
        long n = params.number("N").orElse(0L);
        long r = params.number("r").orElse(0L);
        long p = params.number("p").orElse(0L);
        if (n < 2 || Long.bitCount(n) != 1 || r < 1 || p < 1 || p > 16 || r > MAX_SCRYPT || n > MAX_SCRYPT / r) {
            throw new OciException(name + ": unusable parameters of scrypt, N=" + n + " r=" + r + " p=" + p);
        }
        byte[] nonce = bytes(cipher, "nonce", name);
        byte[] box = bytes(json, "ciphertext", name);
        if (nonce.length != NONCE || box.length < TAG) {
            throw new OciException(name + ": the encrypted key is cut off");
        }
        byte[] secret = new String(passphrase).getBytes(StandardCharsets.UTF_8);
        byte[] key = SCrypt.generate(secret, bytes(kdf, "salt", name), (int) n, (int) r, (int) p, BOX_KEY);
        return open(key, nonce, box)
                .orElseThrow(() -> new OciException(name + ": the passphrase is another, or the key is damaged"));
    }

    private static byte[] bytes(Json of, String key, String name) throws OciException {
        try {
            return Base64.getDecoder().decode(of.text(key).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new OciException(name + ": '" + key + "' is no base64", e);
        }
    }

    /** Opens NaCl's secretbox: XSalsa20 whose first 32 bytes key Poly1305 over the rest. */
    private static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] box) {
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] macKey = new byte[BOX_KEY];
        stream.processBytes(macKey, 0, macKey.length, macKey, 0);
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(macKey));
        mac.update(box, TAG, box.length - TAG);
        byte[] tag = new byte[TAG];
        mac.doFinal(tag, 0);
        if (!MessageDigest.isEqual(tag, Arrays.copyOf(box, TAG))) {
            return Optional.empty();
        }
        byte[] plain = new byte[box.length - TAG];
        stream.processBytes(box, TAG, plain.length, plain, 0);
        return Optional.of(plain);
    }

    byte[] sign(byte[] content) {
        try {
            return switch (key) {
                case ECPrivateKey ec -> ecdsa(ec, Digest.algorithm().digest(content));
                case RSAPrivateKey _ -> sign("SHA256withRSA", content);
                case EdECPrivateKey _ -> sign("Ed25519", content);
                default -> throw new IllegalStateException("a key of " + key.getAlgorithm());
            };
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key that was read does not sign", e);
        }
    }

    private byte[] sign(String algorithm, byte[] content) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(content);
        return signer.sign();
    }

    /** Without randomness: RFC 6979. */
    private static byte[] ecdsa(ECPrivateKey key, byte[] digest) throws IOException {
        X9ECParameters curve = CustomNamedCurves.getByName("P-256");
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(
                true,
                new ECPrivateKeyParameters(
                        key.getS(),
                        new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH())));
        BigInteger[] pair = signer.generateSignature(digest);
        return StandardDSAEncoding.INSTANCE.encode(curve.getN(), pair[0], pair[1]);
    }
}
