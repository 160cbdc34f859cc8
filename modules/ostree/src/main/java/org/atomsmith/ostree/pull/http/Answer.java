package org.atomsmith.ostree.pull.http;

import java.util.Map;
import java.util.Optional;

/**
 * What a server says before the content.
 *
 * @param status of the answer
 * @param headers of the answer, by their names in lower case
 */
record Answer(int status, Map<String, String> headers) {
    private static final int UNCHANGED = 304;

    /** True when the file is elsewhere. */
    boolean isRedirection() {
        return status >= 300 && status < 400 && status != UNCHANGED;
    }

    /** A header by its name in lower case. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Bytes of the content, where the server says a number. */
    Optional<Long> length() {
        try {
            return header("content-length").map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
