package org.atomsmith.image.customization;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A hash of a password in a form of crypt(5). It never shows in a text form of anything: messages and logs are kept.
 *
 * @param crypt the hash with its prefix, as {@code /etc/shadow} has it
 */
public record PasswordHash(String crypt) {
    private static final String SALT = "[./A-Za-z0-9]";
    private static final Pattern STRONG = Pattern.compile("\\$(?:gy|y|7)\\$" + SALT + "+\\$" + SALT + "{1,86}\\$" + SALT
            + "{43}|\\$2[aby]\\$[0-9]{2}\\$" + SALT + "{53}|\\$6\\$(?:rounds=[0-9]{1,9}\\$)?" + SALT
            + "{1,16}\\$" + SALT + "{86}|\\$5\\$(?:rounds=[0-9]{1,9}\\$)?" + SALT + "{1,16}\\$" + SALT + "{43}");
    private static final Pattern WEAK =
            Pattern.compile("\\$1\\$.*|\\$(?:md5|sha1|3)[$,].*|_" + SALT + "{19}|" + SALT + "{13}");

    /**
     * What is wrong with a text as a hash, without the text; empty when it is one: yescrypt, gost-yescrypt, scrypt, bcrypt,
     * SHA-512 or SHA-256.
     */
    static Optional<String> fault(String text) {
        if (STRONG.matcher(text).matches()) {
            return Optional.empty();
        }
        if (WEAK.matcher(text).matches()) {
            return Optional.of("a hash of a kind that is guessed too fast (DES, MD5 or SHA-1)");
        }
        return Optional.of(
                text.startsWith("$")
                        ? "a damaged hash, or one of a kind that is not known"
                        : "no hash: a password itself has no place here");
    }

    @Override
    public String toString() {
        return "a password hash";
    }
}
