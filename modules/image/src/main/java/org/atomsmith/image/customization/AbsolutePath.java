package org.atomsmith.image.customization;

import java.util.Optional;

/** Paths as customizations write them: absolute, nothing to normalize. */
final class AbsolutePath {
    private static final int LONGEST = 4095;

    private AbsolutePath() {}

    /** What is wrong with a path, to follow it in a message; empty when nothing is. */
    static Optional<String> fault(String path) {
        if (!path.startsWith("/")) {
            return Optional.of("is not absolute");
        }
        if (path.length() > LONGEST || path.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return Optional.of("is longer than 4095 characters or has control characters");
        }
        if (path.equals("/")) {
            return Optional.empty();
        }
        for (String name : path.substring(1).split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return Optional.of("has a part that is empty, '.' or '..'");
            }
            if (name.length() > 255) {
                return Optional.of("has a part that is longer than 255 characters");
            }
        }
        return Optional.empty();
    }
}
