package org.atomsmith.rpm.fuzz;

import java.util.Locale;

/** What Jazzer calls. It runs the target that the system property {@code fuzz.target} names. */
public final class JazzerTarget {
    private static final FuzzTarget TARGET = FuzzTarget.valueOf(
            System.getProperty("fuzz.target", "").toUpperCase(Locale.ROOT).replace('-', '_'));

    private JazzerTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        TARGET.run(bytes);
    }
}
