package org.atomsmith.image.customization;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern LINE =
            Pattern.compile("(?:(?<options>\\S(?:\"(?:\\\\\"|[^\"])*\"|[^\\s\"])*)[ \\t]+)?(?<type>"
                    + String.join("|", TYPES.stream().map(Pattern::quote).toList())
                    + ")[ \\t]+(?<key>[A-Za-z0-9+/]+={0,2})(?:[ \\t].*)?");
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
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.of("it is not 'TYPE KEY COMMENT' with one of the types " + String.join(", ", TYPES));
        }
        return type(matcher.group("key")).equals(Optional.of(matcher.group("type")))
                ? Optional.empty()
                : Optional.of("its key is cut off, or is not one of the type " + matcher.group("type"));
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
