package org.atomsmith.image.customization;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Lines of {@code authorized_keys}: options, type, key, comment (sshd(8)). */
final class PublicKeyLine {
    /** The types that OpenSSH signs and verifies with by default. */
    private static final List<String> TYPES = List.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private static final int LONGEST = 16_384;

    private PublicKeyLine() {}

    /** What is wrong with a line; empty when it is one public key. */
    static Optional<String> fault(String line) {
        if (line.contains("PRIVATE KEY")) {
            return Optional.of("it is a private key; give the public one, whose file ends in .pub");
        }
        if (line.length() > LONGEST || line.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            return Optional.of("it is longer than " + LONGEST + " characters or has control characters");
        }
        List<String> words = words(line);
        // Options, if there are any, are one word.
        int at = !words.isEmpty() && TYPES.contains(words.getFirst()) ? 0 : 1;
        if (words.size() < at + 2 || !TYPES.contains(words.get(at))) {
            return Optional.of("it is not 'TYPE KEY COMMENT' with one of the types " + String.join(", ", TYPES));
        }
        String type = words.get(at);
        return type(words.get(at + 1)).equals(Optional.of(type))
                ? Optional.empty()
                : Optional.of("its key is cut off, or is not one of the type " + type);
    }

    /** Words between white space; what stands in double quotes is part of a word, as in {@code command="a b"}. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean escaped = i > 0 && line.charAt(i - 1) == '\\';
            quoted ^= c == '"' && !escaped && words.size() < 2;
            if (!quoted && (c == ' ' || c == '\t')) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty() && !quoted) {
            words.add(word.toString());
        }
        return words;
    }

    /** The type inside of the key: the first string of RFC 4253's encoding, behind which something must follow. */
    private static Optional<String> type(String base64) {
        try {
            ByteBuffer key = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            if (key.remaining() < 4) {
                return Optional.empty();
            }
            int length = key.getInt();
            if (length < 1 || length > 64 || length >= key.remaining()) {
                return Optional.empty();
            }
            byte[] type = new byte[length];
            key.get(type);
            while (key.remaining() >= 4) {
                int field = key.getInt();
                if (field < 0 || field > key.remaining()) {
                    return Optional.empty();
                }
                key.position(key.position() + field);
            }
            return key.hasRemaining() ? Optional.empty() : Optional.of(new String(type, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
