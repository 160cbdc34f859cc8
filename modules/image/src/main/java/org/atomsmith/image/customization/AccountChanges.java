package org.atomsmith.image.customization;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Nearest;

/**
 * The host's accounts: {@code passwd}, {@code shadow}, {@code group}, {@code gshadow}, {@code subuid} and {@code subgid}
 * as shadow's useradd and groupadd would leave them, numbers and dates included; a date is that of the commit.
 */
final class AccountChanges {
    private static final int SECONDS_OF_DAY = 86_400;

    private final Draft draft;
    private final LoginDefinitions defaults;
    private final AccountTable passwd;
    private final AccountTable shadow;
    private final AccountTable group;
    private final AccountTable gshadow;
    private final AccountTable subuid;
    private final AccountTable subgid;
    /** Of trees that keep the packages' accounts apart from the machine's: nss-altfiles. */
    private final AccountTable lowerPasswd;

    private final AccountTable lowerGroup;
    private final Set<String> groupsOfTree = new TreeSet<>();

    AccountChanges(Draft draft) throws IOException {
        this.draft = draft;
        this.defaults = new LoginDefinitions(draft.host());
        this.passwd = new AccountTable("etc/passwd", draft);
        this.shadow = new AccountTable("etc/shadow", draft);
        this.group = new AccountTable("etc/group", draft);
        this.gshadow = new AccountTable("etc/gshadow", draft);
        this.subuid = new AccountTable("etc/subuid", draft);
        this.subgid = new AccountTable("etc/subgid", draft);
        this.lowerPasswd = new AccountTable("usr/lib/passwd", draft);
        this.lowerGroup = new AccountTable("usr/lib/group", draft);
        this.groupsOfTree.addAll(group.names());
        this.groupsOfTree.addAll(lowerGroup.names());
    }

    /** A user as the host will have it. */
    record Account(String name, int uid, int gid, String home) {}

    LoginDefinitions defaults() {
        return defaults;
    }

    /** The account of that name. */
    Optional<Account> account(String name) {
        return passwd.row(name)
                .or(() -> lowerPasswd.row(name))
                .filter(r -> r.length == 7)
                .map(row -> new Account(
                        name,
                        (int) AccountTable.number(row, 2).orElse(0),
                        (int) AccountTable.number(row, 3).orElse(0),
                        row[5]));
    }

    /** The number of a group. */
    Optional<Integer> gid(String name) {
        return group.row(name).or(() -> lowerGroup.row(name)).map(row ->
                (int) AccountTable.number(row, 2).orElse(0));
    }

    void add(Customization.Group wanted) {
        Located<String> name = wanted.name();
        if (gid(name.value()).isPresent()) {
            if (wanted.gid().isPresent()
                    && !gid(name.value()).equals(wanted.gid().map(Located::value))) {
                draft.problem(
                        name,
                        "group '" + name + "' is in the tree, with the number "
                                + gid(name.value()).orElseThrow(),
                        "take the number away, or take another name");
            }
            return;
        }
        Optional<Located<Integer>> asked = wanted.gid();
        if (asked.isPresent()
                && gids().contains(Integer.toUnsignedLong(asked.get().value()))) {
            draft.problem(asked.get(), "the number " + asked.get() + " is another group's", "take another, or none");
        }
        addGroup(name.value(), asked.map(g -> Integer.toUnsignedLong(g.value())).orElseGet(() -> next("GID", gids())));
    }

    /** Makes a user, or changes the one that is there. Home directories are the caller's. */
    void add(Customization.User user, String shell) {
        String name = user.name().value();
        if (passwd.row(name).isEmpty() && lowerPasswd.row(name).isPresent()) {
            draft.problem(user.name(), "user '" + name + "' is in /usr/lib/passwd, which no image changes", "");
            return;
        }
        Optional<String[]> known = passwd.row(name);
        if (known.isPresent()) {
            change(user, known.get());
        } else {
            make(user, shell);
        }
        String[] secret = shadow.row(name).orElseThrow();
        user.password().ifPresent(hash -> shadow.set(secret, 1, hash.crypt()));
        if (user.password().isPresent()) {
            shadow.set(secret, 2, today());
        }
        if (user.resetPassword()) {
            // The date 0 makes pam_unix ask for a new one.
            shadow.set(secret, 2, "0");
        }
        if (user.expireDay().isPresent()) {
            shadow.set(secret, 7, Integer.toString(user.expireDay().getAsInt()));
        }
        user.groups().forEach(g -> join(g, name));
    }

    private void change(Customization.User user, String[] row) {
        String name = user.name().value();
        user.uid()
                .filter(uid -> !row[2].equals(Integer.toUnsignedString(uid.value())))
                .ifPresent(
                        uid -> draft.problem(uid, "user '" + name + "' is in the tree, with the number " + row[2], ""));
        user.gid()
                .filter(gid -> !row[3].equals(Integer.toUnsignedString(gid.value())))
                .ifPresent(
                        gid -> draft.problem(gid, "user '" + name + "' is in the tree, with the group " + row[3], ""));
        user.home()
                .filter(home -> !home.value().equals(row[5]))
                .ifPresent(
                        home -> draft.problem(home, "user '" + name + "' is in the tree, with the home " + row[5], ""));
        user.description().ifPresent(text -> passwd.set(row, 4, text));
        user.shell().ifPresent(path -> passwd.set(row, 6, path.value()));
        if (shadow.row(name).isEmpty()) {
            addSecret(name);
        }
    }

    private void make(Customization.User user, String shell) {
        String name = user.name().value();
        Set<Long> uids = passwd.numbers(2);
        uids.addAll(lowerPasswd.numbers(2));
        user.uid()
                .filter(uid -> uids.contains(Integer.toUnsignedLong(uid.value())))
                .ifPresent(
                        uid -> draft.problem(uid, "the number " + uid + " is another user's", "take another, or none"));
        long uid = user.uid().map(u -> Integer.toUnsignedLong(u.value())).orElseGet(() -> next("UID", uids));
        long gid = group(user, uid);
        passwd.add(
                name,
                "x",
                Long.toString(uid),
                Long.toString(gid),
                user.description().orElse(""),
                home(user),
                user.shell().map(Located::value).orElse(shell));
        addSecret(name);
        addRange(subuid, "SUB_UID", name, uid);
        addRange(subgid, "SUB_GID", name, uid);
    }

    static String home(Customization.User user) {
        return user.home().map(Located::value).orElse("/home/" + user.name());
    }

    /** The user's first group: the one asked for, else one of the user's own. */
    private long group(Customization.User user, long uid) {
        String name = user.name().value();
        if (user.gid().isPresent()) {
            long gid = Integer.toUnsignedLong(user.gid().get().value());
            if (!gids().contains(gid)) {
                addGroup(name, gid);
            }
            return gid;
        }
        Optional<Integer> same = gid(name);
        if (same.isPresent() && groupsOfTree.contains(name)) {
            draft.problem(
                    user.name(),
                    "user '" + name + "' cannot have a group of the same name: the tree has one",
                    "take another name, or that group with 'gid: " + same.get() + "'");
        }
        if (same.isPresent()) {
            return Integer.toUnsignedLong(same.get());
        }
        if (!defaults.isOn("USERGROUPS_ENAB", true)) {
            return gid("users").orElse(100);
        }
        Set<Long> gids = gids();
        long gid = gids.contains(uid) ? next("GID", gids) : uid;
        addGroup(name, gid);
        return gid;
    }

    private void addGroup(String name, long gid) {
        group.add(name, "x", Long.toString(gid), "");
        gshadow.add(name, "!", "", "");
    }

    private void addSecret(String name) {
        shadow.add(
                name,
                "!",
                today(),
                Long.toString(defaults.number("PASS_MIN_DAYS", 0)),
                Long.toString(defaults.number("PASS_MAX_DAYS", 99_999)),
                Long.toString(defaults.number("PASS_WARN_AGE", 7)),
                "",
                "",
                "");
    }

    /** Numbers for containers of the user's, as useradd gives them to people where the file is there. */
    private void addRange(AccountTable table, String key, String name, long uid) {
        long count = defaults.number(key + "_COUNT", 65_536);
        boolean isPerson = uid >= defaults.number("UID_MIN", 1000) && uid <= defaults.number("UID_MAX", 60_000);
        String file = key.equals("SUB_UID") ? "etc/subuid" : "etc/subgid";
        if (count <= 0
                || !isPerson
                || !draft.host().has(file)
                || table.row(name).isPresent()) {
            return;
        }
        long first = defaults.number(key + "_MIN", 100_000);
        for (String other : table.names()) {
            String[] row = table.row(other).orElseThrow();
            first = Math.max(
                    first,
                    AccountTable.number(row, 1).orElse(0)
                            + AccountTable.number(row, 2).orElse(0));
        }
        table.add(name, Long.toString(first), Long.toString(count));
    }

    private void join(Located<String> wanted, String user) {
        Optional<String[]> row = group.row(wanted.value());
        if (row.isEmpty() && lowerGroup.row(wanted.value()).isPresent()) {
            // The machine's own file wins over the packages': it gets the group to put somebody into it.
            String[] lower = lowerGroup.row(wanted.value()).orElseThrow();
            group.add(lower.clone());
            row = group.row(wanted.value());
        }
        if (row.isEmpty() || row.get().length != 4) {
            Set<String> names = new TreeSet<>(group.names());
            names.addAll(lowerGroup.names());
            String near = Nearest.question(wanted.value(), names);
            draft.problem(
                    wanted,
                    "the tree has no group '" + wanted + "'",
                    near.isEmpty() ? "make it with the customization 'group'" : near);
            return;
        }
        group.join(row.get(), 3, user);
        gshadow.row(wanted.value()).filter(r -> r.length == 4).ifPresent(r -> gshadow.join(r, 3, user));
    }

    private Set<Long> gids() {
        Set<Long> gids = group.numbers(2);
        gids.addAll(lowerGroup.numbers(2));
        return gids;
    }

    /** The number after the largest of the range; when that is the last, the first free one: useradd's rule. */
    private long next(String kind, Set<Long> taken) {
        long min = defaults.number(kind + "_MIN", 1000);
        long max = defaults.number(kind + "_MAX", 60_000);
        long largest = taken.stream()
                .filter(n -> n >= min && n <= max)
                .mapToLong(n -> n)
                .max()
                .orElse(min - 1);
        for (long candidate = largest < max ? largest + 1 : min; candidate <= max; candidate++) {
            if (!taken.contains(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("all numbers from " + min + " to " + max + " are taken");
    }

    /** The commit's day; never 0, which asks for a new password. */
    private String today() {
        return Long.toString(Math.max(1, draft.timestamp() / SECONDS_OF_DAY));
    }

    void write() {
        passwd.writeTo(draft, 0644);
        shadow.writeTo(draft, 0640);
        group.writeTo(draft, 0644);
        gshadow.writeTo(draft, 0640);
        subuid.writeTo(draft, 0644);
        subgid.writeTo(draft, 0644);
    }
}
