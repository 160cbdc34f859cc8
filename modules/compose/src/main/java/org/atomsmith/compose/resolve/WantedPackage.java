package org.atomsmith.compose.resolve;

import java.util.Optional;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;

/**
 * What people write when they want a package: {@code name}, {@code name >= 1.2}, {@code name-version},
 * {@code name-version-release} (as dnf and rpm-ostree take them), or anything that a package provides.
 */
public final class WantedPackage {
    private static final int NAME_SIGN_VERSION = 3;

    private WantedPackage() {}

    /** The dependency that a text means; empty when no package of the source has to do with it. */
    public static Optional<Dependency> find(PackageSource source, String text) {
        String[] words = text.split("\\s+");
        if (words.length == NAME_SIGN_VERSION) {
            for (Dependency.Comparison op : Dependency.Comparison.values()) {
                if (!op.sign().isEmpty() && op.sign().equals(words[1])) {
                    return source.providing(words[0]).isEmpty()
                            ? Optional.empty()
                            : Optional.of(Dependency.Simple.of(words[0], op, Evr.parse(words[2])));
                }
            }
        }
        if (!source.providing(text).isEmpty()) {
            return Optional.of(Dependency.Simple.any(text));
        }
        for (int hyphen = text.indexOf('-'); hyphen > 0; hyphen = text.indexOf('-', hyphen + 1)) {
            String name = text.substring(0, hyphen);
            Evr evr = Evr.parse(text.substring(hyphen + 1));
            for (RpmPackage p : source.named(name)) {
                boolean whole = p.evr().equals(evr);
                boolean version = evr.release().isEmpty() && p.evr().version().equals(evr.version());
                if (whole || version) {
                    return Optional.of(Dependency.Simple.of(name, Dependency.Comparison.EQUAL, p.evr()));
                }
            }
        }
        return Optional.empty();
    }

    /** What of the text is a name: it stands before a version range. */
    static String name(String text) {
        String[] words = text.split("\\s+");
        return words.length == NAME_SIGN_VERSION ? words[0] : text;
    }
}
