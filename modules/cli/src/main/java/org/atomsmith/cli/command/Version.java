package org.atomsmith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of this program. */
public final class Version {
    private Version() {}

    /** The version of the Maven project that this program was built from: {@code 0.1.0}. */
    public static String number() {
        return text().substring("atomsmith ".length());
    }

    /** Returns {@code atomsmith} and the version of the Maven project that it was built from. */
    public static String text() {
        try (InputStream in = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            return "atomsmith " + new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read version.txt from the program's jar", e);
        }
    }
}
