package org.atomsmith.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file in PEM (RFC 7468).
 *
 * @param path the file
 * @param word what it was called where it was named, for messages
 */
record PemFile(Path path, String word) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** What may stand beside certificates, a key above all: the JDK's reader takes certificates alone. */
    private static final Pattern OTHERS =
            Pattern.compile("-----BEGIN (?!CERTIFICATE-)([A-Z0-9 ]+)-----.*?-----END \\1-----", Pattern.DOTALL);

    /** The certificates in it, at least one. */
    List<Certificate> certificates() throws IOException {
        List<Certificate> found;
        try {
            byte[] certificates = OTHERS.matcher(text()).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
            found = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates)));
        } catch (CertificateException e) {
            throw new IOException(word + ": " + path + " has no certificates in PEM: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IOException(word + ": " + path + " has no certificates in PEM");
        }
        return found;
    }

    /** The private key in it, in PKCS #8. */
    PrivateKey privateKey() throws IOException, GeneralSecurityException {
        String text = text();
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    word + ": "
                            + (text.contains("ENCRYPTED")
                                    ? "the key " + path
                                            + " is protected by a passphrase: `openssl pkcs8 -topk8 -nocrypt -in KEY"
                                            + " -out PLAIN` writes one that is not"
                                    : path + ": expected a key in PKCS #8 PEM ('" + BEGIN
                                            + "'); `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW` makes one of another kind"));
        }
        PKCS8EncodedKeySpec spec;
        try {
            spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        } catch (IllegalArgumentException e) {
            throw new IOException(word + ": " + path + ": what is between the lines of the key is not base 64", e);
        }
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new IOException(
                word + ": " + path + ": a private key of a kind that is not known (RSA, EC and EdDSA are)");
    }

    private String text() throws IOException {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException(word + ": there is no file " + path, e);
        }
    }
}
