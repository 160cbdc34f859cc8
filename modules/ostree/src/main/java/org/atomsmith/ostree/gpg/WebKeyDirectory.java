package org.atomsmith.ostree.gpg;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a mail provider serves an OpenPGP key by the address in it: draft-koch-openpgp-webkey-service.
 *
 * @param advanced the address on the host {@code openpgpkey}
 * @param direct the address on the domain itself
 */
public record WebKeyDirectory(String advanced, String direct) {
    private static final String Z_BASE_32 = "ybndrfg8ejkmcpqxot1uwisza345h769";
    private static final int BITS = 5;

    /** The places of a mail address's key; empty when the text is no mail address. */
    public static Optional<WebKeyDirectory> of(String address) {
        int at = address.lastIndexOf('@');
        if (at <= 0 || at == address.length() - 1) {
            return Optional.empty();
        }
        String local = address.substring(0, at);
        String domain = address.substring(at + 1).toLowerCase(Locale.ROOT);
        String hash = hash(local.toLowerCase(Locale.ROOT));
        String query = "hu/" + hash + "?l="
                + URLEncoder.encode(local, StandardCharsets.UTF_8).replace("+", "%20");
        return Optional.of(new WebKeyDirectory(
                "https://openpgpkey." + domain + "/.well-known/openpgpkey/" + domain + "/" + query,
                "https://" + domain + "/.well-known/openpgpkey/" + query));
    }

    private static String hash(String local) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-1").digest(local.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int count = 0;
        for (byte b : digest) {
            bits = bits << 8 | b & 0xff;
            count += 8;
            while (count >= BITS) {
                count -= BITS;
                text.append(Z_BASE_32.charAt(bits >> count & 31));
            }
        }
        return text.toString();
    }
}
