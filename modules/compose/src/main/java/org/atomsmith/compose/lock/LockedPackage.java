package org.atomsmith.compose.lock;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.atomsmith.rpm.Evr;

/**
 * The exact package that a name stands for.
 *
 * @param evr its version
 * @param arch its architecture in RPM's spelling; absent where a lockfile written by hand fixes the version alone
 * @param digest {@code sha256:} and 64 hexadecimal digits of the package file
 * @param repo id of the repository that it came from
 * @param metadata free values, sorted by key: String, Boolean, Long, Double, List or Map
 */
public record LockedPackage(
        Evr evr, Optional<String> arch, Optional<String> digest, Optional<String> repo, Map<String, Object> metadata) {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Copies the metadata and checks the form of the digest. */
    public LockedPackage {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        digest.ifPresent(text -> {
            if (!isDigest(text)) {
                throw new IllegalArgumentException("not a digest: '" + text + "'");
            }
        });
    }

    /** A package of a build. */
    public static LockedPackage of(Evr evr, String arch, String digest, String repo) {
        return new LockedPackage(evr, Optional.of(arch), Optional.of(digest), Optional.of(repo), Map.of());
    }

    /** Whether a text has the form of a digest: {@code sha256:} and 64 lower-case hexadecimal digits. */
    public static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** Version and, if known, architecture, as the lockfile writes them. */
    public String evra() {
        return evr + arch.map(a -> "." + a).orElse("");
    }
}
