package org.atomsmith.ostree.sign;

import java.util.ArrayList;
import java.util.List;

/** Text that holds base64 between {@code -----BEGIN ...-----} and {@code -----END ...-----}. */
final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";

    /** Nobody is here to be asked for a passphrase. */
    static final String PROTECTED =
            "the secret key is protected by a passphrase: `openssl pkcs8 -topk8 -nocrypt -in KEY"
                    + " -out PLAIN` writes one that is not, for a place that only you can read";

    private PemText() {}

    static boolean isPem(String text) {
        return text.contains(BEGIN);
    }

    /** The base64 of the first block; the text itself when it has no block. */
    static String body(String text) {
        return isPem(text) ? blocks(text).stream().findFirst().orElse("") : text;
    }

    /**
     * The base64 of each block.
     *
     * @throws SignatureKeyException when one is a key that a passphrase protects
     */
    static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        boolean inside = false;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(BEGIN + "ENCRYPTED ") || line.startsWith("Proc-Type:") && line.contains("ENCRYPTED")) {
                throw new SignatureKeyException(PROTECTED);
            }
            if (line.startsWith(BEGIN)) {
                block.setLength(0);
                inside = true;
            } else if (line.startsWith(END) && inside) {
                blocks.add(block.toString());
                inside = false;
            } else if (inside) {
                block.append(line.strip());
            }
        }
        return blocks;
    }
}
