package org.atomsmith.rpm.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What rpm calls the entries of a header, as {@code rpm -q --xml} spells it: {@code Providename}. */
public final class TagNames {
    private static final TagNames ALL = read();

    private final Map<Integer, String> names;

    private TagNames(Map<Integer, String> names) {
        this.names = names;
    }

    /** The name of a number; empty when rpm 6.1 knows none. */
    public static Optional<String> of(int tag) {
        return Optional.ofNullable(ALL.names.get(tag));
    }

    private static TagNames read() {
        Map<Integer, String> names = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(TagNames.class.getResourceAsStream("tags.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int blank = line.indexOf(' ');
                names.put(Integer.parseInt(line, 0, blank, 10), line.substring(blank + 1));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("tags.txt", e);
        }
        return new TagNames(Map.copyOf(names));
    }
}
