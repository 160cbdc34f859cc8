package org.atomsmith.host.peer;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;

/**
 * A peer that may be asked.
 *
 * @param name its host's name, or its address
 * @param uri where its server is
 * @param commits the beginnings of the checksums of commits that it says it has; empty for one that was not asked
 */
record FoundPeer(String name, URI uri, Optional<List<String>> commits) {
    private static final int LONGEST_NAME = 63;

    /** Copies the list; what somebody in the network calls itself must do nothing to a terminal. */
    FoundPeer {
        name = printable(name, LONGEST_NAME);
        commits = commits.map(List::copyOf);
    }

    /** Whether it may have a commit. */
    boolean mayHave(Checksum commit) {
        return commits.isEmpty()
                || commits.get().stream().anyMatch(start -> commit.hex().startsWith(start));
    }

    /** A text that came from the network, as it may be shown. */
    static String printable(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
