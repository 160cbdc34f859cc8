package org.atomsmith.host.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;

/**
 * A difference of two commits' packages in the forms that {@code db diff} prints.
 *
 * @param changelogs what upgraded packages changed, if somebody wants to know
 * @param withEntries whether all that changelogs say is shown, and not only which vulnerabilities they name
 * @param advisories those that are new, if somebody wants to know
 */
public record DiffReport(
        Checksum from,
        Checksum to,
        PackageDiff diff,
        Optional<Changelogs> changelogs,
        boolean withEntries,
        Optional<Advisories> advisories) {
    private static final String INDENT = "    ";

    /**
     * Compares two commits.
     *
     * @param before packages of {@code from}
     * @param after packages of {@code to}
     * @param changelogs whether to show what upgraded packages changed
     * @param advisories whether to show the advisories, or the vulnerabilities that changelogs name, that are new
     * @throws IOException when the repository cannot be read
     */
    public static DiffReport between(
            Repository repository,
            Checksum from,
            List<InstalledPackage> before,
            Checksum to,
            List<InstalledPackage> after,
            boolean changelogs,
            boolean advisories)
            throws IOException {
        PackageDiff diff = PackageDiff.between(before, after);
        Advisories named = advisories ? Advisories.between(repository, from, to) : Advisories.NONE;
        // Debian publishes no advisories with its packages: their changelogs name what they close.
        boolean read = changelogs || (advisories && named.isEmpty());
        return new DiffReport(
                from,
                to,
                diff,
                read ? Optional.of(Changelogs.of(repository, from, to, diff.upgraded())) : Optional.empty(),
                changelogs,
                advisories ? Optional.of(named) : Optional.empty());
    }

    /** Under headings, with what changed below each package. */
    public List<String> blocks() {
        List<String> lines = heading();
        Map<List<ChangelogEntry>, String> shown = new HashMap<>();
        lines.addAll(diff.lines(change -> entries(change, shown)));
        lines.addAll(ending());
        return lines;
    }

    /** A line for each package, with a sign before it: {@code -} removed, {@code +} added, {@code !} and {@code =} changed. */
    public List<String> differences() {
        List<String> lines = heading();
        Map<List<ChangelogEntry>, String> shown = new HashMap<>();
        diff.removed().forEach(one -> lines.add("-" + one.nevra()));
        diff.added().forEach(one -> lines.add("+" + one.nevra()));
        for (List<PackageDiff.Change> changes : List.of(diff.downgraded(), diff.upgraded())) {
            for (PackageDiff.Change change : changes) {
                lines.add("!" + change.before().nevra());
                lines.add("=" + change.after().nevra());
                lines.addAll(entries(change, shown));
            }
        }
        lines.addAll(ending());
        return lines;
    }

    /** Under the names of rpm-ostree's JSON; {@code changelogs} and {@code cves} are ours. */
    public SequencedMap<String, Object> facts() {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("ostree-commit-from", from.hex());
        facts.put("ostree-commit-to", to.hex());
        facts.put("pkgdiff", packages());
        advisories.ifPresent(some -> facts.put("advisories", some.variant()));
        if (changelogs.isPresent() && withEntries) {
            List<Object> all = new ArrayList<>();
            changelogs
                    .get()
                    .entries()
                    .forEach((change, entries) -> all.add(List.of(
                            change.after().name(),
                            entries.stream().map(DiffReport::facts).toList())));
            facts.put("changelogs", all);
        }
        changelogs.ifPresent(some -> facts.put(
                "cves",
                some.cves().entrySet().stream()
                        .map(cve -> List.of(cve.getKey(), List.copyOf(cve.getValue())))
                        .toList()));
        return facts;
    }

    private List<String> heading() {
        return new ArrayList<>(List.of("ostree diff commit from: " + from, "ostree diff commit to:   " + to));
    }

    /** Several packages of one source have one changelog: it is shown below the first. */
    private List<String> entries(PackageDiff.Change change, Map<List<ChangelogEntry>, String> shown) {
        List<ChangelogEntry> entries = changelogs
                .filter(_ -> withEntries)
                .map(Changelogs::entries)
                .map(all -> all.get(change))
                .orElse(List.of());
        List<String> lines = new ArrayList<>();
        if (entries.isEmpty()) {
            return lines;
        }
        String before = shown.putIfAbsent(entries, change.after().name());
        if (before != null) {
            lines.add(INDENT + "as " + before);
            return lines;
        }
        for (ChangelogEntry entry : entries) {
            lines.add(INDENT + entry.heading());
            entry.lines().forEach(line -> lines.add(INDENT + line));
            lines.add("");
        }
        return lines;
    }

    private List<String> ending() {
        List<String> lines = new ArrayList<>();
        if (advisories.isPresent() && !advisories.get().isEmpty()) {
            lines.add("Advisories:");
            advisories.get().lines().forEach(line -> lines.add("  " + line));
        }
        if (changelogs.isPresent()) {
            SequencedMap<String, ? extends Iterable<String>> cves =
                    changelogs.get().cves();
            if (!cves.isEmpty()) {
                lines.add("Vulnerabilities that the changelogs name:");
                cves.forEach((cve, packages) -> lines.add("  " + cve + "  " + String.join(", ", packages)));
            }
            changelogs.get().missing().ifPresent(why -> lines.add("(" + why + ")"));
        }
        return lines;
    }

    private static Map<String, Object> facts(ChangelogEntry entry) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("source", entry.source());
        facts.put("version", entry.version());
        facts.put("date", entry.date());
        facts.put("author", entry.maintainer());
        facts.put("text", String.join("\n", entry.lines()));
        facts.put("cves", List.copyOf(entry.cves()));
        return facts;
    }

    /** As rpm-ostree writes it: name, what happened (0 added, 1 removed, 2 upgraded, 3 downgraded), and both versions. */
    private List<Object> packages() {
        List<Object> list = new ArrayList<>();
        diff.added().forEach(one -> list.add(List.of(one.name(), 0, Map.of("NewPackage", triple(one)))));
        diff.removed().forEach(one -> list.add(List.of(one.name(), 1, Map.of("PreviousPackage", triple(one)))));
        diff.upgraded().forEach(change -> list.add(List.of(change.before().name(), 2, both(change))));
        diff.downgraded().forEach(change -> list.add(List.of(change.before().name(), 3, both(change))));
        return list;
    }

    private static Map<String, Object> both(PackageDiff.Change change) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("PreviousPackage", triple(change.before()));
        both.put("NewPackage", triple(change.after()));
        return both;
    }

    private static List<Object> triple(InstalledPackage one) {
        return List.of(one.name(), one.evr(), one.arch());
    }
}
