package org.atomsmith.compose.treefile;

import java.util.Collection;
import java.util.Optional;
import org.atomsmith.rpm.NearNames;

/** Asks for what a person probably meant. */
public final class Nearest {
    private static final int FEW = 6;

    private Nearest() {}

    /** The allowed word that was most likely meant, if any is near. */
    public static Optional<String> to(String written, Collection<String> allowed) {
        return NearNames.of(written, allowed, 1).stream().findFirst();
    }

    /** {@code did you mean 'packages'?}, or what is allowed if nothing is near and little is allowed, or nothing. */
    public static String question(String written, Collection<String> allowed) {
        return to(written, allowed)
                .map(near -> "did you mean '" + near + "'?")
                .orElse(allowed.size() <= FEW ? "known are " + String.join(", ", allowed) : "");
    }
}
