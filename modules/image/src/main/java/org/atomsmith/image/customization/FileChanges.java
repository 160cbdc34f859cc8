package org.atomsmith.image.customization;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.atomsmith.compose.treefile.Located;

/** Files and directories that are asked for one by one. */
final class FileChanges {
    private final Draft draft;
    private final AccountChanges accounts;

    FileChanges(Draft draft, AccountChanges accounts) {
        this.draft = draft;
        this.accounts = accounts;
    }

    /** Directories from the root down, then files. */
    void apply(List<Customization.Entry> directories, List<Customization.Entry> files) {
        directories.stream().sorted(Comparator.comparing(d -> d.path().value())).forEach(this::directory);
        files.forEach(this::file);
    }

    private void directory(Customization.Entry entry) {
        Optional<String> place = Places.changeable(entry.path(), "'directories'", draft);
        if (place.isEmpty()) {
            return;
        }
        if (entry.ensureParents()) {
            Places.parents(place.get(), draft);
        }
        if (hasParent(place.get(), entry)) {
            draft.directory(place.get(), draft.owned(entry.mode().orElse(0755), uid(entry), gid(entry)));
        }
    }

    private void file(Customization.Entry entry) {
        Optional<String> place = Places.changeable(entry.path(), "'files'", draft);
        if (place.isEmpty() || !hasParent(place.get(), entry)) {
            return;
        }
        if (draft.isDirectory(place.get())) {
            draft.problem(entry.path(), "'files': '" + entry.path() + "' is a directory", "name a file in it");
        } else if (draft.isWritten(place.get())) {
            draft.problem(
                    entry.path(),
                    "'files': '" + entry.path() + "' is written by another customization, too",
                    "keep one of them");
        } else {
            draft.put(
                    place.get(),
                    Draft.file(
                            draft.owned(entry.mode().orElse(0644), uid(entry), gid(entry)),
                            entry.content().bytes()));
        }
    }

    /** In {@code /var} the first boot makes the tree's directories; on the disk they are made here. */
    private boolean hasParent(String place, Customization.Entry entry) {
        String parent = place.substring(0, place.lastIndexOf('/'));
        if (place.startsWith("var/")) {
            Places.parents(place, draft);
            return true;
        }
        if (parent.equals("etc") || draft.isDirectory(parent)) {
            return true;
        }
        draft.problem(
                entry.path(),
                "'" + entry.path() + "': there is no directory /" + parent,
                "add it to 'directories', with 'ensure_parents: true' if more is missing");
        return false;
    }

    private int uid(Customization.Entry entry) {
        return number(entry.user(), "user", name -> accounts.account(name).map(AccountChanges.Account::uid));
    }

    private int gid(Customization.Entry entry) {
        return number(entry.group(), "group", accounts::gid);
    }

    private int number(Optional<Located<String>> written, String what, Function<String, Optional<Integer>> names) {
        if (written.isEmpty()) {
            return 0;
        }
        String text = written.get().value();
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) < 0xffff_ffffL) {
            return Integer.parseUnsignedInt(text);
        }
        Optional<Integer> known = names.apply(text);
        if (known.isEmpty()) {
            draft.problem(
                    written.get(),
                    "no " + what + " '" + text + "': neither the tree has one nor the customizations",
                    "add it to '" + what + "', or use a number");
        }
        return known.orElse(0);
    }
}
