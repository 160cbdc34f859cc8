package org.atomsmith.host.packages;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeReader.Entry;
import org.atomsmith.ostree.tree.TreeRoot;
import org.atomsmith.rpm.database.RpmDatabase;
import org.atomsmith.rpm.file.Header;
import org.atomsmith.rpm.file.InstalledHeader;
import org.atomsmith.rpm.file.Tag;

/** The changelogs that a tree's RPM database has of its packages. */
final class RpmChangelogs {
    private static final String DATABASE = "usr/share/rpm/" + RpmDatabase.FILE;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Several times what the largest distribution would need. */
    private static final int MAX_BYTES = 1 << 30;

    private static final int MAX_ENTRIES = 200;
    private static final int MAX_LINES = 500;
    private static final int MAX_LINE = 1000;

    private final Map<String, List<Header>> packages = new HashMap<>();

    private RpmChangelogs(List<InstalledHeader> headers) throws IOException {
        for (InstalledHeader installed : headers) {
            String name = installed.header().string(Tag.NAME).orElse("");
            packages.computeIfAbsent(name, n -> new ArrayList<>()).add(installed.header());
        }
    }

    /** Those of a commit; empty when it has no RPM database, or is not here. */
    static Optional<RpmChangelogs> of(Repository repository, Checksum commit) throws IOException {
        try {
            TreeRoot root = TreeRoot.of(repository.readCommit(commit));
            if (!(new TreeReader(repository).follow(root, DATABASE) instanceof Entry.File(Checksum file))) {
                return Optional.empty();
            }
            try (ContentObject content = repository.openContent(file)) {
                return Optional.of(
                        new RpmChangelogs(RpmDatabase.read(content.stream().readNBytes(MAX_BYTES))));
            }
        } catch (FileSystemException | ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Whether no package has any. */
    boolean isEmpty() throws IOException {
        for (List<Header> headers : packages.values()) {
            for (Header header : headers) {
                if (header.has(Tag.CHANGELOGTIME)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The entries of an upgraded package until the newest that it had before, which another tree tells. */
    List<ChangelogEntry> since(RpmChangelogs before, PackageDiff.Change change) throws IOException {
        List<ChangelogEntry> old = before.entries(change.before());
        List<ChangelogEntry> news = new ArrayList<>();
        for (ChangelogEntry entry : entries(change.after())) {
            if (!old.isEmpty() && entry.equals(old.getFirst())) {
                break;
            }
            news.add(entry);
        }
        return news;
    }

    private List<ChangelogEntry> entries(InstalledPackage installed) throws IOException {
        for (Header header : packages.getOrDefault(installed.name(), List.of())) {
            if (header.string(Tag.VERSION).orElse("").equals(installed.version())
                    && header.string(Tag.RELEASE).orElse("").equals(installed.release())) {
                return entries(installed.name(), header);
            }
        }
        return List.of();
    }

    private static List<ChangelogEntry> entries(String name, Header header) throws IOException {
        long[] times = header.numbers(Tag.CHANGELOGTIME);
        List<String> authors = header.strings(Tag.CHANGELOGNAME);
        List<String> texts = header.strings(Tag.CHANGELOGTEXT);
        int count = Math.min(MAX_ENTRIES, Math.min(times.length, Math.min(authors.size(), texts.size())));
        List<ChangelogEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Who packs a version writes it behind the name: "Jane Doe <jane@example.org> - 1.2-3".
            String author = clean(authors.get(i));
            int dash = author.lastIndexOf("> ");
            String version = dash < 0 ? "" : author.substring(dash + 2).replaceFirst("^- *", "");
            entries.add(new ChangelogEntry(
                    name,
                    version,
                    dash < 0 ? author : author.substring(0, dash + 1),
                    DATE.format(Instant.ofEpochSecond(times[i])),
                    texts.get(i)
                            .lines()
                            .limit(MAX_LINES)
                            .map(RpmChangelogs::clean)
                            .toList()));
        }
        return entries;
    }

    /** Text of others, for a terminal. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(MAX_LINE).forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return clean.toString();
    }
}
