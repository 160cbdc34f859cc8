package org.atomsmith.compose.layout;

import java.util.List;

/**
 * Accounts that a tree gets whether or not a package makes them, as rpm-ostree takes those of a {@code check-passwd} of type
 * {@code file}.
 *
 * @param users lines of {@code passwd}
 * @param groups lines of the file {@code group}
 */
public record GivenAccounts(List<String> users, List<String> groups) {
    /** No accounts. */
    public static final GivenAccounts NONE = new GivenAccounts(List.of(), List.of());

    /** Copies the lists. */
    public GivenAccounts {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
    }

    /** The name in a line. */
    static String name(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':')));
    }
}
