package org.atomsmith.ostree.gpg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.Programs;
import org.atomsmith.ostree.sign.GpgSecretKey;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.atomsmith.ostree.sign.Signer;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.gpg.KeyGripCalculator;
import org.bouncycastle.gpg.PGPSecretKeyParser;
import org.bouncycastle.openpgp.OpenedPGPKeyData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.bc.BcPGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * A directory of GnuPG's: the public keys that are in it, and signing with its secret ones. Secret keys without a
 * passphrase are read from its files, those of GnuPG 2.1 and later ({@code private-keys-v1.d}) as well as older ones
 * ({@code secring.gpg}, where {@code gpg} is not installed); for any other the program {@code gpg} is asked, which may ask the user.
 */
public final class GpgHome {
    private static final List<String> KEYRINGS = List.of("pubring.kbx", "pubring.gpg");
    private static final int MAX_NESTING = 16;

    private final Path home;

    /** A directory of GnuPG's. */
    public GpgHome(Path home) {
        this.home = home;
    }

    /** The directory of whoever runs this: {@code GNUPGHOME}, or {@code ~/.gnupg}. */
    public static GpgHome ofUser(Map<String, String> environment) {
        String named = environment.getOrDefault("GNUPGHOME", "");
        return new GpgHome(named.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/"), ".gnupg") : Path.of(named));
    }

    /** The public keys in it; none when it has none. */
    public GpgKeyring publicKeys() throws IOException {
        GpgKeyring keys = GpgKeyring.EMPTY;
        for (String name : KEYRINGS) {
            Path file = home.resolve(name);
            if (Files.exists(file)) {
                keys = keys.with(GpgKeyring.read(file));
            }
        }
        return secretRing().isPresent() ? keys.with(GpgKeyring.read(home.resolve("secring.gpg"))) : keys;
    }

    /**
     * Signs with a key.
     *
     * @param id a key's fingerprint or the end of one, or part of a user identifier
     * @throws SignatureKeyException when there is no such key
     */
    public Signer signer(String id) throws IOException {
        GpgKeyring chosen = publicKeys().select(id);
        if (!chosen.certificates().isEmpty() && isForGpgToMigrate()) {
            return new GpgProgram(home, id);
        }
        for (GpgCertificate certificate : chosen.certificates()) {
            PGPPublicKey key = signingKey(certificate, id);
            Optional<PGPPrivateKey> secret = secret(key);
            if (secret.isPresent()) {
                return GpgSecretKey.of(key, secret.get(), Instant.now());
            }
        }
        if (chosen.certificates().isEmpty()) {
            throw new SignatureKeyException("No gpg key found with ID " + id + " (homedir: " + home + ")");
        }
        return new GpgProgram(home, id);
    }

    /** GnuPG brings secret keys of its old form to the new one when it is first used, and then knows no other. */
    private boolean isForGpgToMigrate() {
        return Files.exists(home.resolve("secring.gpg"))
                && !Files.exists(home.resolve("private-keys-v1.d"))
                && Programs.find("gpg").isPresent();
    }

    /** The key that is named; for the primary key its newest subkey that may sign, as GnuPG chooses. */
    private static PGPPublicKey signingKey(GpgCertificate certificate, String id) {
        PGPPublicKey best = certificate.ring().getPublicKey();
        for (PGPPublicKey key : certificate.ring()) {
            boolean named = !key.isMasterKey() && GpgKeyring.isKeyOf(GpgCertificate.fingerprint(key), id);
            if (named) {
                return key;
            }
            boolean newer = best.isMasterKey() || key.getCreationTime().after(best.getCreationTime());
            if (!key.isMasterKey() && newer && isUsable(certificate, key)) {
                best = key;
            }
        }
        return best;
    }

    private static boolean isUsable(GpgCertificate certificate, PGPPublicKey key) {
        GpgCertificate.Key known = certificate.describe(key);
        return certificate.mayHaveSigned(key) && !known.revoked() && !known.isExpired(Instant.now());
    }

    private Optional<PGPPrivateKey> secret(PGPPublicKey key) throws IOException {
        try {
            Path file = home.resolve("private-keys-v1.d").resolve(keygrip(key) + ".key");
            return Files.exists(file) ? fromFile(file, key) : fromRing(key);
        } catch (PGPException | RuntimeException e) {
            // In a form that is not known here, or with a passphrase: gpg may know.
            return Optional.empty();
        }
    }

    private static String keygrip(PGPPublicKey key) throws IOException, PGPException {
        byte[] grip = new KeyGripCalculator(new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1))
                .calculateKeygrip(key.getPublicKeyPacket().getKey());
        return HexFormat.of().withUpperCase().formatHex(grip);
    }

    private static Optional<PGPPrivateKey> fromFile(Path file, PGPPublicKey key) throws IOException, PGPException {
        OpenedPGPKeyData data;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            data = PGPSecretKeyParser.parse(in, MAX_NESTING);
        }
        PGPSecretKey secret = data.getKeyData(
                key,
                new BcPGPDigestCalculatorProvider(),
                _ -> {
                    throw new PGPException("the key has a passphrase");
                },
                new BcKeyFingerprintCalculator(),
                MAX_NESTING);
        return Optional.ofNullable(secret.extractPrivateKey(null));
    }

    private Optional<PGPPrivateKey> fromRing(PGPPublicKey key) throws IOException, PGPException {
        Optional<BcPGPSecretKeyRingCollection> rings = secretRing();
        if (rings.isEmpty()) {
            return Optional.empty();
        }
        PGPSecretKeyRing ring = rings.get().getSecretKeyRing(key.getKeyID());
        PGPSecretKey secret = ring == null ? null : ring.getSecretKey(key.getKeyID());
        return secret == null
                ? Optional.empty()
                : Optional.ofNullable(secret.extractPrivateKey(
                        new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(new char[0])));
    }

    private Optional<BcPGPSecretKeyRingCollection> secretRing() throws IOException {
        Path file = home.resolve("secring.gpg");
        if (!Files.exists(file) || Files.size(file) == 0) {
            return Optional.empty();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Optional.of(new BcPGPSecretKeyRingCollection(in));
        } catch (PGPException e) {
            throw new SignatureKeyException(file + ": no OpenPGP secret keyring", e);
        }
    }
}
