package org.atomsmith.image.customization;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SymbolicLink;
import org.atomsmith.ostree.tree.TreeNode;

/** Users with their home directories, keys and rights. */
final class UserChanges {
    private static final String SKELETON = "etc/skel";
    private static final String NOWHERE = "/nonexistent";
    private static final int MOST_OF_A_SKELETON = 1 << 20;

    private final Draft draft;
    private final AccountChanges accounts;

    UserChanges(Draft draft, AccountChanges accounts) {
        this.draft = draft;
        this.accounts = accounts;
    }

    void apply(List<Customization.Group> groups, List<Customization.User> users, List<Customization.SshKey> keys)
            throws IOException {
        groups.forEach(accounts::add);
        Map<String, List<String>> keysOf = new LinkedHashMap<>();
        Map<String, Located<String>> places = new LinkedHashMap<>();
        for (Customization.User user : users) {
            boolean isNew = accounts.account(user.name().value()).isEmpty();
            user.shell().ifPresent(this::checkShell);
            accounts.add(withAdministrators(user), shell());
            if (isNew) {
                user.home().filter(home -> homePlace(home.value()).isEmpty()).ifPresent(this::refuse);
                home(user);
            }
            sudo(user);
            places.put(user.name().value(), user.name());
            if (!user.keys().isEmpty()) {
                keysOf.computeIfAbsent(user.name().value(), _ -> new ArrayList<>())
                        .addAll(user.keys());
            }
        }
        for (Customization.SshKey key : keys) {
            if (accounts.account(key.user().value()).isEmpty()) {
                draft.problem(
                        key.user(),
                        "no user '" + key.user() + "' for the ssh key: neither the tree has one nor 'user'",
                        "add it to 'user'");
                continue;
            }
            places.putIfAbsent(key.user().value(), key.user());
            keysOf.computeIfAbsent(key.user().value(), _ -> new ArrayList<>()).add(key.line());
        }
        keysOf.forEach((user, lines) -> authorize(Objects.requireNonNull(places.get(user)), lines));
    }

    private String shell() {
        return draft.host().hasProgram("bash") ? "/bin/bash" : "/bin/sh";
    }

    private void checkShell(Located<String> shell) {
        if (!draft.host().has(shell.value().substring(1))) {
            draft.problem(shell, "the tree has no shell '" + shell + "'", "add its package to the treefile");
        }
    }

    /** Who becomes root by the own password is in the group that the tree's sudoers lets do so. */
    private Customization.User withAdministrators(Customization.User user) throws IOException {
        if (user.sudo().isEmpty()) {
            return user;
        }
        if (!draft.host().hasProgram("sudo")) {
            draft.problem(user.name(), "the tree has no sudo for user '" + user.name() + "'", "add its package");
            return user;
        }
        if (user.sudo().get() == Customization.Sudo.NOPASSWD) {
            return user;
        }
        String sudoers = draft.text("etc/sudoers").orElse("");
        Optional<String> group = List.of("sudo", "wheel").stream()
                .filter(g -> sudoers.lines().anyMatch(line -> line.matches("%" + g + "\\s+ALL\\s*=.*")))
                .findFirst();
        if (group.isEmpty()) {
            draft.problem(
                    user.name(), "no group may become root by the tree's /etc/sudoers", "write a rule with 'files'");
            return user;
        }
        return user.with(new Located<>(group.get(), user.name().at()));
    }

    private void sudo(Customization.User user) {
        if (user.sudo().equals(Optional.of(Customization.Sudo.NOPASSWD))) {
            String name = user.name().value();
            // sudo skips files whose names have a dot or end in ~; names of users have neither.
            draft.write("etc/sudoers.d/90-" + name, 0440, name + " ALL=(ALL:ALL) NOPASSWD: ALL\n");
        }
    }

    private void refuse(Located<String> home) {
        draft.problem(home, "home '" + home + "' is not in /var, where the machine's own files are", "use /home/NAME");
    }

    private Optional<String> homePlace(String home) {
        String place = draft.host().resolve(home.substring(1));
        return home.equals(NOWHERE) || place.startsWith("var/") ? Optional.of(place) : Optional.empty();
    }

    /** The home directory with what the tree has in {@code /etc/skel}. */
    private void home(Customization.User user) throws IOException {
        Optional<AccountChanges.Account> account = accounts.account(user.name().value());
        String home = AccountChanges.home(user);
        Optional<String> place = homePlace(home);
        if (account.isEmpty() || place.isEmpty() || home.equals(NOWHERE)) {
            return;
        }
        Places.parents(place.get(), draft);
        int mode = (int) accounts.defaults().number("HOME_MODE", 0700) & 07777;
        draft.directory(
                place.get(),
                draft.owned(mode, account.get().uid(), account.get().gid()));
        if (draft.host().follow(SKELETON).orElse(null) instanceof TreeNode.Directory skeleton) {
            copy(skeleton, place.get(), account.get());
        }
    }

    private void copy(TreeNode.Directory from, String to, AccountChanges.Account owner) throws IOException {
        for (Map.Entry<String, TreeNode> child : from.children().entrySet()) {
            String path = to + "/" + child.getKey();
            switch (child.getValue()) {
                case TreeNode.Directory directory -> {
                    draft.directory(path, draft.owned(directory.meta().permissions(), owner.uid(), owner.gid()));
                    copy(directory, path, owner);
                }
                case TreeNode.File file
                when file.header().isSymlink() ->
                    draft.put(
                            path,
                            new SymbolicLink(
                                    draft.owned(0777, owner.uid(), owner.gid()),
                                    file.header().symlinkTarget()));
                case TreeNode.File file -> {
                    try (InputStream in = file.size() == 0
                            ? new ByteArrayInputStream(new byte[0])
                            : draft.host().open(file)) {
                        draft.put(
                                path,
                                Draft.file(
                                        draft.owned(file.header().permissions(), owner.uid(), owner.gid()),
                                        in.readNBytes(MOST_OF_A_SKELETON)));
                    }
                }
            }
        }
    }

    /** sshd reads keys only from files that nobody else can write. */
    private void authorize(Located<String> user, List<String> keys) {
        Optional<AccountChanges.Account> known = accounts.account(user.value());
        if (known.isEmpty()) {
            return;
        }
        AccountChanges.Account account = known.get();
        Optional<String> place = homePlace(account.home()).filter(p -> p.startsWith("var/"));
        if (place.isEmpty()) {
            draft.problem(
                    user,
                    "user '" + user + "' has the home " + account.home() + ", which is not in /var and holds no keys",
                    "give the keys to another user");
            return;
        }
        String home = place.get();
        Places.parents(home, draft);
        if (!draft.isWritten(home)) {
            draft.directory(home, draft.owned(0700, account.uid(), account.gid()));
        }
        draft.directory(home + "/.ssh", draft.owned(0700, account.uid(), account.gid()));
        String text = String.join("\n", keys.stream().distinct().toList()) + "\n";
        RegularFile file =
                Draft.file(draft.owned(0600, account.uid(), account.gid()), text.getBytes(StandardCharsets.UTF_8));
        draft.put(home + "/.ssh/authorized_keys", file);
    }
}
