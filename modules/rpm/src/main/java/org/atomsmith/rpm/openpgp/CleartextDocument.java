package org.atomsmith.rpm.openpgp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A document in the cleartext signature framework (RFC 9580, section 7), taken apart strictly: nothing may stand before,
 * between or after its parts, so that no reader can take unsigned text for signed text.
 *
 * @param lines the signed lines, unescaped, without trailing white space
 * @param signature the armoured signature block
 */
record CleartextDocument(List<byte[]> lines, byte[] signature) {
    private static final String HEADER = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String BEGIN = "-----BEGIN PGP SIGNATURE-----";
    private static final String END = "-----END PGP SIGNATURE-----";

    /** Takes a document apart; {@code name} is what messages call it. */
    static CleartextDocument parse(byte[] document, String name) throws OpenPgpException {
        List<byte[]> all = split(document);
        if (all.isEmpty() || !is(all.getFirst(), HEADER)) {
            throw new OpenPgpException.Unsigned(name + ": this is not a clear-signed document: its first line is not '"
                    + HEADER + "'; a server or a log-in page may have answered with something else");
        }
        int at = 1;
        while (at < all.size() && trimmed(all.get(at)).length > 0) {
            if (!text(all.get(at)).startsWith("Hash: ")) {
                throw malformed(name, at, "only 'Hash:' may stand between the header and the text");
            }
            at++;
        }
        List<byte[]> lines = new ArrayList<>();
        for (at++; at < all.size() && !is(all.get(at), BEGIN); at++) {
            lines.add(unescaped(all.get(at), name, at));
        }
        return new CleartextDocument(List.copyOf(lines), signatureBlock(all, at, name));
    }

    /** The octets that the signature covers: lines separated by CR LF. */
    byte[] signedOctets() {
        return joined("\r\n");
    }

    /** The signed lines separated by line feeds. */
    byte[] text() {
        return joined("\n");
    }

    private byte[] joined(String separator) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.writeBytes(separator.getBytes(StandardCharsets.US_ASCII));
            }
            out.writeBytes(lines.get(i));
        }
        return out.toByteArray();
    }

    private static byte[] signatureBlock(List<byte[]> all, int begin, String name) throws OpenPgpException {
        if (begin >= all.size()) {
            throw malformed(name, all.size() - 1, "the document ends before its signature begins; it was cut off");
        }
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        int at = begin;
        for (boolean ended = false; !ended; at++) {
            if (at >= all.size()) {
                throw malformed(name, at - 1, "the document ends within its signature; it was cut off");
            }
            byte[] line = trimmed(all.get(at));
            block.writeBytes(line);
            block.write('\n');
            ended = is(line, END);
        }
        for (; at < all.size(); at++) {
            if (trimmed(all.get(at)).length > 0) {
                throw malformed(name, at, "there is text behind the signature, which it does not cover");
            }
        }
        return block.toByteArray();
    }

    private static byte[] unescaped(byte[] line, String name, int at) throws OpenPgpException {
        byte[] trimmed = trimmed(line);
        for (byte octet : trimmed) {
            if (octet == '\r') {
                // Signatures do not tell a lone CR from a line end, so it would let unsigned line ends in.
                throw malformed(name, at, "a carriage return stands within the line");
            }
        }
        if (trimmed.length == 0 || trimmed[0] != '-') {
            return trimmed;
        }
        if (line.length < 2 || line[1] != ' ') {
            throw malformed(name, at, "a line that begins with '-' is not escaped as '- -'");
        }
        return trimmed.length == 1 ? new byte[0] : Arrays.copyOfRange(trimmed, 2, trimmed.length);
    }

    private static OpenPgpException malformed(String name, int index, String what) {
        return new OpenPgpException.Malformed(name + ":" + (index + 1) + ": " + what);
    }

    private static List<byte[]> split(byte[] document) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < document.length; i++) {
            if (document[i] == '\n') {
                lines.add(Arrays.copyOfRange(document, start, i));
                start = i + 1;
            }
        }
        if (start < document.length) {
            lines.add(Arrays.copyOfRange(document, start, document.length));
        }
        return lines;
    }

    private static byte[] trimmed(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t' || line[end - 1] == '\r')) {
            end--;
        }
        return end == line.length ? line : Arrays.copyOf(line, end);
    }

    private static boolean is(byte[] line, String text) {
        return Arrays.equals(trimmed(line), text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1);
    }
}
