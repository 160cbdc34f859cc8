package org.atomsmith.image.customization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.compose.treefile.Located;

/**
 * Authorities that the host trusts beside the tree's. Where {@code update-ca-certificates} keeps the bundle (Debian), its
 * result is written; where {@code update-ca-trust} does (Fedora), it runs on the first boot. The bundle is the machine's own
 * then, and an upgrade would not bring new authorities into it: a unit makes it again when the tree's has changed.
 */
final class TrustChanges {
    private static final String BUNDLE = "etc/ssl/certs/ca-certificates.crt";
    private static final String LOCAL = "usr/local/share/ca-certificates";

    private final Draft draft;
    private final UnitChanges units;

    TrustChanges(Draft draft, UnitChanges units) {
        this.draft = draft;
        this.units = units;
    }

    void apply(List<Located<PemCertificates>> certificates) throws IOException {
        if (certificates.isEmpty()) {
            return;
        }
        Map<String, X509Certificate> byName = new LinkedHashMap<>();
        for (Located<PemCertificates> one : certificates) {
            for (X509Certificate certificate : one.value().certificates()) {
                byName.put("image-" + digest(der(certificate)).substring(0, 16), certificate);
            }
        }
        if (draft.host().hasProgram("update-ca-certificates")
                && draft.host().text(BUNDLE).isPresent()) {
            debian(certificates.getFirst(), byName);
        } else if (draft.host().hasProgram("update-ca-trust")) {
            fedora(certificates.getFirst(), byName);
        } else {
            draft.problem(
                    certificates.getFirst(),
                    "the tree has neither update-ca-certificates nor update-ca-trust",
                    "add the package ca-certificates to the treefile");
        }
    }

    private void debian(Located<?> why, Map<String, X509Certificate> certificates) throws IOException {
        String original = draft.host().text(BUNDLE).orElseThrow();
        StringBuilder bundle = new StringBuilder(original);
        String local = draft.host().resolve(LOCAL);
        Places.parents(local + "/x", draft);
        for (Map.Entry<String, X509Certificate> one : certificates.entrySet()) {
            String pem = pem(one.getValue());
            draft.write(local + "/" + one.getKey() + ".crt", 0644, pem);
            draft.symlink("etc/ssl/certs/" + one.getKey() + ".pem", "/" + LOCAL + "/" + one.getKey() + ".crt");
            String hash =
                    SubjectHash.of(one.getValue().getSubjectX500Principal().getEncoded());
            int number = 0;
            while (draft.link("etc/ssl/certs/" + hash + "." + number).isPresent()) {
                number++;
            }
            draft.symlink("etc/ssl/certs/" + hash + "." + number, one.getKey() + ".pem");
            bundle.append(pem);
        }
        draft.rewrite(BUNDLE, 0644, bundle.toString());
        draft.directory("var/lib/image-ca-certificates", draft.owned(0755, 0, 0));
        draft.write(
                "var/lib/image-ca-certificates/tree.sha256",
                0644,
                digest(original.getBytes(StandardCharsets.UTF_8)) + "  /usr/" + BUNDLE + "\n");
        unit(why, """
                [Unit]
                Description=Authorities of the tree and of this machine in one bundle
                After=local-fs.target
                Before=network-online.target

                [Service]
                Type=oneshot
                ExecCondition=/bin/sh -c '! sha256sum --check --status /var/lib/image-ca-certificates/tree.sha256'
                ExecStart=/usr/sbin/update-ca-certificates
                ExecStartPost=/bin/sh -c 'sha256sum /usr/%s >/var/lib/image-ca-certificates/tree.sha256'

                [Install]
                WantedBy=multi-user.target
                """.formatted(BUNDLE));
    }

    private void fedora(Located<?> why, Map<String, X509Certificate> certificates) throws IOException {
        for (Map.Entry<String, X509Certificate> one : certificates.entrySet()) {
            draft.write("etc/pki/ca-trust/source/anchors/" + one.getKey() + ".pem", 0644, pem(one.getValue()));
        }
        unit(why, """
                [Unit]
                Description=Authorities of the tree and of this machine in one bundle
                After=local-fs.target
                Before=network-online.target

                [Service]
                Type=oneshot
                ExecStart=/usr/bin/update-ca-trust extract

                [Install]
                WantedBy=multi-user.target
                """);
    }

    private void unit(Located<?> why, String text) throws IOException {
        String unit = "image-ca-certificates.service";
        draft.write("etc/systemd/system/" + unit, 0644, text);
        units.enable(why, unit);
    }

    private static String pem(X509Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(certificate))
                + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
