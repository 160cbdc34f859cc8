package org.atomsmith.deb;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringTokenizer;
import java.util.TreeMap;
import org.atomsmith.rpm.TextFileException;

/**
 * A suite's {@code Release} file: what it is, how long it is valid, and the digests of its indices.
 *
 * @param suite such as {@code stable}; empty when not stated
 * @param codename such as {@code trixie}; empty when not stated
 * @param architectures for which it has packages
 * @param byHash whether indices can be fetched by their digest
 * @param allInEach whether packages for all architectures are listed in each architecture's index
 * @param indices by path relative to the suite's directory
 */
record ReleaseFile(
        String suite,
        String codename,
        Optional<Instant> validUntil,
        List<String> architectures,
        boolean byHash,
        boolean allInEach,
        SortedMap<String, Index> indices) {

    /** "Sat, 12 Sep 2026 07:55:41 UTC"; the day may have one digit, the zone be numeric. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss z", Locale.ENGLISH);

    /**
     * An index file.
     *
     * @param size bytes
     */
    record Index(String sha256, long size) {}

    /**
     * Reads the text of a Release file.
     *
     * @param name what messages call it
     * @throws AptException.Malformed when it lacks SHA-256 digests or what it says cannot be understood
     */
    static ReleaseFile parse(byte[] text, String name) throws AptException {
        Deb822.Stanza stanza;
        try {
            stanza = Deb822.single(new String(text, StandardCharsets.UTF_8), name);
        } catch (TextFileException e) {
            throw new AptException.Malformed(String.valueOf(e.getMessage()), e);
        }
        Optional<Deb822.Field> digests = stanza.field("SHA256");
        if (digests.isEmpty()) {
            throw new AptException.Malformed(name + ": states no SHA256 digests; older kinds are not accepted");
        }
        return new ReleaseFile(
                stanza.value("Suite"),
                stanza.value("Codename"),
                stanza.field("Valid-Until").isEmpty() ? Optional.empty() : Optional.of(date(stanza, name)),
                List.of(stanza.value("Architectures").strip().split("\\s+")),
                stanza.value("Acquire-By-Hash").equals("yes"),
                stanza.value("No-Support-for-Architecture-all").contains("Packages"),
                indices(digests.get(), name));
    }

    private static Instant date(Deb822.Stanza stanza, String name) throws AptException {
        String value = stanza.value("Valid-Until");
        try {
            return ZonedDateTime.parse(value, DATE).toInstant();
        } catch (DateTimeException e) {
            try {
                return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } catch (DateTimeException again) {
                throw new AptException.Malformed(name + ": Valid-Until: '" + value + "' is no date", again);
            }
        }
    }

    private static SortedMap<String, Index> indices(Deb822.Field field, String name) throws AptException {
        SortedMap<String, Index> indices = new TreeMap<>();
        int line = field.line();
        for (String text : field.value().split("\n")) {
            StringTokenizer words = new StringTokenizer(text);
            if (words.hasMoreTokens()) {
                String sha256 = words.nextToken();
                String size = words.hasMoreTokens() ? words.nextToken() : "";
                String path = words.hasMoreTokens() ? words.nextToken() : "";
                if (path.isEmpty() || words.hasMoreTokens() || !digest(sha256) || !number(size)) {
                    throw new AptException.Malformed(
                            name + ":" + line + ":1: expected 'digest size path', found '" + text.strip() + "'");
                }
                indices.put(path, new Index(sha256, Long.parseLong(size)));
            }
            line++;
        }
        return indices;
    }

    private static boolean digest(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    private static boolean number(String text) {
        return !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
