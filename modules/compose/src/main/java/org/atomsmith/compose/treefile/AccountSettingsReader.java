package org.atomsmith.compose.treefile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what a treefile says of users and groups. */
final class AccountSettingsReader {
    private final Settings settings;
    private final Lookup lookup;
    private final Problems problems;

    AccountSettingsReader(Settings settings, Lookup lookup, Problems problems) {
        this.settings = settings;
        this.lookup = lookup;
        this.problems = problems;
    }

    Treefile.AccountSettings read(int edition) {
        Treefile.Sysusers sysusers = settings.text(Key.SYSUSERS)
                .map(mode -> mode.value().equals("compose-auto") ? Treefile.Sysusers.AUTO : Treefile.Sysusers.FORCED)
                .orElse(Treefile.Sysusers.NO);
        return new Treefile.AccountSettings(
                settings.isOn(Key.PRESERVE_PASSWD, edition),
                check(Key.CHECK_PASSWD, Key.IGNORE_REMOVED_USERS, true),
                check(Key.CHECK_GROUPS, Key.IGNORE_REMOVED_GROUPS, false),
                sysusers);
    }

    private Treefile.AccountCheck check(Key key, Key ignored, boolean users) {
        if (!(settings.get(key).orElse(null) instanceof Node.Mapping mapping)) {
            return new Treefile.AccountCheck.None();
        }
        List<String> mayGo =
                settings.strings(ignored).stream().map(Located::value).toList();
        String type = text(mapping, "type").map(Located::value).orElse("none");
        Optional<Treefile.AccountCheck> check = switch (type) {
            case "previous" -> Optional.of(new Treefile.AccountCheck.Previous(mapping.at(), mayGo));
            case "file" -> file(key, mapping).map(file -> new Treefile.AccountCheck.InFile(file, mayGo));
            case "data" -> entries(key, mapping, users).map(all -> new Treefile.AccountCheck.Entries(all, mayGo));
            default -> Optional.empty();
        };
        return check.orElseGet(Treefile.AccountCheck.None::new);
    }

    private Optional<Located<Path>> file(Key key, Node.Mapping mapping) {
        Optional<Located<String>> name = text(mapping, "filename");
        if (name.isEmpty()) {
            problems.error(mapping.at(), "'" + key.word() + "' of type 'file' has no 'filename'", "name the file");
        }
        return name.flatMap(written -> lookup.file(written, "file"));
    }

    private Optional<SortedMap<String, Located<List<Integer>>>> entries(Key key, Node.Mapping mapping, boolean users) {
        if (!(mapping.get("entries").orElse(null) instanceof Node.Mapping written)) {
            problems.error(
                    mapping.at(), "'" + key.word() + "' of type 'data' has no 'entries'", "write 'name: id' pairs");
            return Optional.empty();
        }
        SortedMap<String, Located<List<Integer>>> entries = new TreeMap<>();
        for (Node.Entry entry : written.entries()) {
            List<Integer> ids = new ArrayList<>();
            switch (entry.value()) {
                case Node.Scalar one -> ids.add(Integer.parseInt(one.text()));
                case Node.Sequence pair ->
                    pair.items().forEach(id -> ids.add(Integer.parseInt(((Node.Scalar) id).text())));
                case Node.Mapping _ -> throw new IllegalStateException("a mapping passed for an id");
            }
            if (ids.size() > 1 && !users) {
                problems.error(
                        entry.value().at(), "a group has one id, '" + entry.name() + "' has two", "write the gid");
            }
            entries.put(
                    entry.name(), new Located<>(List.copyOf(ids), entry.value().at()));
        }
        return Optional.of(entries);
    }

    private static Optional<Located<String>> text(Node.Mapping mapping, String name) {
        return mapping.get(name).map(node -> new Located<>(((Node.Scalar) node).text(), node.at()));
    }
}
