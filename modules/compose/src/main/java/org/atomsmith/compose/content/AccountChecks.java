package org.atomsmith.compose.content;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.layout.AccountNumbers;
import org.atomsmith.compose.layout.GivenAccounts;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Problems;
import org.atomsmith.compose.treefile.Treefile.AccountCheck;
import org.atomsmith.compose.treefile.Treefile.AccountSettings;

/**
 * Holds a tree's users and groups against an earlier state ({@code check-passwd}, {@code check-groups}): hosts own files
 * under the old numbers, so that an account may neither go nor change its number unnoticed. Accounts that are new are fine.
 */
public final class AccountChecks {
    private final AccountSettings settings;

    /** Checks as a treefile asks for. */
    public AccountChecks(AccountSettings settings) {
        this.settings = settings;
    }

    /**
     * The numbers that accounts are to keep: those of files and entries that the treefile has for the checks, else earlier ones.
     *
     * @param earlier of the lockfile, or of the ref's last commit
     */
    public AccountNumbers numbers(AccountNumbers earlier) throws IOException {
        return settings.preserve()
                ? new AccountNumbers(
                        merged(earlier.users(), settings.users(), true),
                        merged(earlier.groups(), settings.groups(), false))
                : AccountNumbers.NONE;
    }

    /** The accounts of the checks' files, which a tree gets whether or not a package makes them. */
    public GivenAccounts given() throws IOException {
        return settings.preserve()
                ? new GivenAccounts(lines(settings.users(), true), lines(settings.groups(), false))
                : GivenAccounts.NONE;
    }

    /**
     * Checks a tree's accounts.
     *
     * @param passwd of the tree
     * @param group of the tree
     * @param previousPasswd of the ref's last commit, empty when it has none
     * @param previousGroup the same
     * @throws org.atomsmith.compose.treefile.TreefileException with every account that is lost or has another number
     */
    public void check(String passwd, String group, String previousPasswd, String previousGroup) throws IOException {
        Problems problems = new Problems();
        compare(settings.users(), AccountTable.ids(passwd, true), previousPasswd, true, problems);
        compare(settings.groups(), AccountTable.ids(group, false), previousGroup, false, problems);
        problems.throwIfAny();
    }

    private static void compare(
            AccountCheck check, Map<String, List<Integer>> now, String previous, boolean users, Problems problems)
            throws IOException {
        List<String> mayGo = mayGo(check);
        for (Map.Entry<String, Located<List<Integer>>> e :
                expected(check, previous, users).entrySet()) {
            List<Integer> actual = now.get(e.getKey());
            if (actual != null) {
                compare((users ? "user '" : "group '") + e.getKey() + "'", e.getValue(), actual, users, problems);
            } else if (!mayGo.contains("*") && !mayGo.contains(e.getKey())) {
                problems.error(
                        e.getValue().at(),
                        (users ? "the user '" : "the group '") + e.getKey()
                                + "' is lost: nothing in the tree makes it any more",
                        "bring back its package, or list it under 'ignore-removed-" + (users ? "users'" : "groups'"));
            }
        }
    }

    private static void compare(
            String who, Located<List<Integer>> expected, List<Integer> actual, boolean users, Problems problems) {
        for (int i = 0; i < expected.value().size(); i++) {
            int wanted = expected.value().get(i);
            if (wanted != actual.get(i)) {
                problems.error(
                        expected.at(),
                        "the " + who + " has the " + (users && i == 0 ? "uid " : "gid ") + actual.get(i)
                                + " in the tree, not " + wanted,
                        "hosts own files under the old number: keep it, by 'preserve-passwd: true' or by a sysusers.d file");
            }
        }
    }

    private static SortedMap<String, Located<List<Integer>>> expected(
            AccountCheck check, String previous, boolean users) throws IOException {
        return switch (check) {
            case AccountCheck.None _ -> new TreeMap<>();
            case AccountCheck.Previous last -> {
                SortedMap<String, Located<List<Integer>>> all = new TreeMap<>();
                AccountTable.ids(previous, users).forEach((name, ids) -> all.put(name, new Located<>(ids, last.at())));
                yield all;
            }
            case AccountCheck.InFile in ->
                AccountTable.read(in.file().value(), users).ids();
            case AccountCheck.Entries said -> said.entries();
        };
    }

    private static List<String> mayGo(AccountCheck check) {
        return switch (check) {
            case AccountCheck.None _ -> List.of("*");
            case AccountCheck.Previous previous -> previous.mayGo();
            case AccountCheck.InFile file -> file.mayGo();
            case AccountCheck.Entries entries -> entries.mayGo();
        };
    }

    private static SortedMap<String, Integer> merged(
            SortedMap<String, Integer> earlier, AccountCheck check, boolean users) throws IOException {
        if (check instanceof AccountCheck.Previous || check instanceof AccountCheck.None) {
            return earlier;
        }
        SortedMap<String, Integer> fixed = new TreeMap<>();
        expected(check, "", users)
                .forEach((name, ids) -> fixed.put(name, ids.value().getFirst()));
        Map<String, Integer> others = new HashMap<>(earlier);
        others.values().removeAll(fixed.values());
        fixed.keySet().forEach(others::remove);
        fixed.putAll(others);
        return fixed;
    }

    private static List<String> lines(AccountCheck check, boolean users) throws IOException {
        return check instanceof AccountCheck.InFile in
                ? AccountTable.read(in.file().value(), users).lines()
                : List.of();
    }
}
