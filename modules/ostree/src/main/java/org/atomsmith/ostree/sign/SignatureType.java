package org.atomsmith.ostree.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of signature that {@code --sign-type} names; OpenPGP's are apart from them. */
public enum SignatureType {
    /** Ed25519, keys in base64. */
    ED25519("ed25519"),
    /** Any kind of key that X.509 has, in its SubjectPublicKeyInfo. */
    SPKI("spki"),
    /** No signature at all: for tests, where {@code OSTREE_DUMMY_SIGN_ENABLED} is set. */
    DUMMY("dummy");

    private static final String DUMMY_ENABLED = "OSTREE_DUMMY_SIGN_ENABLED";

    private final String typeName;

    SignatureType(String typeName) {
        this.typeName = typeName;
    }

    /** What the command line and remotes call it. */
    public String typeName() {
        return typeName;
    }

    /** The key of the metadata that holds signatures of this kind, {@code aay}. */
    public String metadataKey() {
        return "ostree.sign." + typeName;
    }

    /**
     * The kind of a name.
     *
     * @throws SignatureKeyException when there is none
     */
    public static SignatureType ofName(String name) {
        for (SignatureType type : values()) {
            if (type.typeName.equals(name)) {
                return type;
            }
        }
        throw new SignatureKeyException(
                "Requested signature type is not implemented: '" + name + "'; there are ed25519, spki and dummy");
    }

    /**
     * A signer with a secret key, as its text is on the command line or in a key file.
     *
     * @param environment of the process, which says whether dummy signatures are allowed
     */
    public Signer signer(String secretKey, Map<String, String> environment) {
        return switch (this) {
            case ED25519 -> Ed25519SecretKey.parse(secretKey);
            case SPKI -> SpkiSecretKey.parse(secretKey);
            case DUMMY -> new DummyKey(secretKey, environment.containsKey(DUMMY_ENABLED));
        };
    }

    /**
     * The signers of a file of secret keys: one in a line, or PEM blocks.
     *
     * @throws SignatureKeyException when there is none in it
     */
    public List<Signer> signers(Path file, Map<String, String> environment) throws IOException {
        String text = Files.readString(file);
        List<Signer> signers = new ArrayList<>();
        for (String key :
                PemText.isPem(text) ? PemText.blocks(text) : text.lines().toList()) {
            if (!key.isBlank()) {
                signers.add(signer(key.strip(), environment));
            }
        }
        if (signers.isEmpty()) {
            throw new SignatureKeyException(file + ": no secret key of kind " + typeName);
        }
        return signers;
    }

    /** No keys yet, to which those are added that are trusted. */
    public TrustedKeys keys(Map<String, String> environment) {
        boolean dummies = environment.containsKey(DUMMY_ENABLED);
        return new TrustedKeys(this, text -> switch (this) {
            case ED25519 -> Ed25519PublicKey.parse(text);
            case SPKI -> SpkiPublicKey.parse(text);
            case DUMMY -> new DummyKey(text, dummies);
        });
    }
}
