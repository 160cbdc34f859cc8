package org.atomsmith.deb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One stanza of an apt sources file, as sources.list(5) describes it: where suites are and who signs them.
 *
 * @param file the file that states it, for messages
 * @param line its first line, from 1
 * @param uris base addresses of the archive; several are mirrors of one another. {@value #SYSTEM} stands for the mirrors
 *     and keys that the build machine's own apt is configured with
 * @param suites names below {@code dists/}, or exact paths that end in a slash
 * @param components none when the suites are exact paths
 * @param architectures Debian names; none means the one that is composed for
 * @param signedBy who may sign; none means the keys that the build machine's apt trusts for everything
 * @param checkValidUntil false accepts an expired Release file
 * @param trusted true accepts an unsigned Release file, and says so loudly
 * @param byHash whether index files are fetched by digest; empty means: as the Release file says
 */
public record AptSource(
        String file,
        int line,
        List<String> uris,
        List<String> suites,
        List<String> components,
        List<String> architectures,
        List<SignedBy> signedBy,
        boolean checkValidUntil,
        boolean trusted,
        Optional<Boolean> byHash) {

    /** The address that stands for the build machine's own mirrors. */
    public static final String SYSTEM = "system";

    public AptSource {
        uris = List.copyOf(uris);
        suites = List.copyOf(suites);
        components = List.copyOf(components);
        architectures = List.copyOf(architectures);
        signedBy = List.copyOf(signedBy);
    }

    /** Whether mirrors and keys are the build machine's. */
    public boolean system() {
        return uris.contains(SYSTEM);
    }

    /** Where the stanza stands, for messages: {@code file:line}. */
    public String place() {
        return file + ":" + line;
    }

    /** Who may sign a Release file. */
    public sealed interface SignedBy {
        /** The keys in a file: binary or ASCII-armored. */
        record KeyFile(Path path) implements SignedBy {}

        /** A key that stands in the sources file itself, ASCII-armored. */
        record InlineKey(String armored) implements SignedBy {}

        /**
         * One of the keys that the build machine's apt trusts.
         *
         * @param hex upper-case fingerprint of the key or of a subkey, without blanks
         */
        record Fingerprint(String hex) implements SignedBy {}
    }
}
