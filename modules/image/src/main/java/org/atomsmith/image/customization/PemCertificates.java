package org.atomsmith.image.customization;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates that a host trusts.
 *
 * @param certificates one or more
 */
public record PemCertificates(List<X509Certificate> certificates) {
    /**
     * Reads one or more certificates of PEM.
     *
     * @throws CertificateException with what is wrong, when it is anything else
     */
    static PemCertificates parse(String pem) throws CertificateException {
        if (pem.contains("PRIVATE KEY-----")) {
            throw new CertificateException("it holds a private key");
        }
        List<X509Certificate> found = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        int at = pem.indexOf("-----BEGIN ");
        if (at < 0) {
            throw new CertificateException("it is not PEM: there is no line '-----BEGIN CERTIFICATE-----'");
        }
        byte[] bytes = pem.substring(at).getBytes(StandardCharsets.UTF_8);
        for (Certificate certificate : factory.generateCertificates(new ByteArrayInputStream(bytes))) {
            if (certificate instanceof X509Certificate x509) {
                found.add(x509);
            }
        }
        int begun = pem.split("-----BEGIN CERTIFICATE-----", -1).length - 1;
        if (found.isEmpty() || found.size() != begun) {
            throw new CertificateException("of " + begun + " certificates only " + found.size() + " can be read");
        }
        return new PemCertificates(List.copyOf(found));
    }
}
