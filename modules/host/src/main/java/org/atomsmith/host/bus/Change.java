package org.atomsmith.host.bus;

import java.util.List;

/**
 * A change of the host as the words of its command: what D-Bus does and what somebody types are the same.
 *
 * @param title for a person: {@code "upgrade"}
 * @param words after {@code atomic host}: {@code upgrade --allow-downgrade}
 */
record Change(String title, List<String> words) {
    /** Copies the list. */
    Change {
        words = List.copyOf(words);
    }

    /** A change whose title are its words. */
    static Change of(List<String> words) {
        return new Change(String.join(" ", words), words);
    }
}
