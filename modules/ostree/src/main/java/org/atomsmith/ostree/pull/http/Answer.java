package org.atomsmith.ostree.pull.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
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

    /** How long to wait before asking again: seconds, or up to a date (RFC 9110). Zero where nothing sensible is said. */
    Duration retryAfter(Instant now) {
        String asked = header("retry-after").orElse("");
        if (asked.matches("[0-9]{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(asked));
        }
        try {
            Duration left = Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(asked, Instant::from));
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
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
