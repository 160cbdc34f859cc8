package org.atomsmith.host.packages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.atomsmith.rpm.RpmVersions;

/**
 * How the packages of two trees differ, each list by name.
 *
 * @param upgraded to a newer version
 * @param downgraded to an older version
 * @param removed only in the first
 * @param added only in the second
 */
public record PackageDiff(
        List<Change> upgraded, List<Change> downgraded, List<InstalledPackage> removed, List<InstalledPackage> added) {

    /** Copies the lists. */
    public PackageDiff {
        upgraded = List.copyOf(upgraded);
        downgraded = List.copyOf(downgraded);
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /** A package that is in both, in two versions. */
    public record Change(InstalledPackage before, InstalledPackage after) {}

    /**
     * Compares two lists. A name may be there several times (kernels, other architectures): then versions are compared
     * where there is one on either side, and come and go otherwise.
     */
    public static PackageDiff between(List<InstalledPackage> before, List<InstalledPackage> after) {
        Map<String, List<InstalledPackage>> old = byName(before);
        Map<String, List<InstalledPackage>> now = byName(after);
        List<Change> upgraded = new ArrayList<>();
        List<Change> downgraded = new ArrayList<>();
        List<InstalledPackage> removed = new ArrayList<>();
        List<InstalledPackage> added = new ArrayList<>();
        old.forEach((name, versions) -> {
            List<InstalledPackage> gone = without(versions, now.getOrDefault(name, List.of()));
            List<InstalledPackage> come = without(now.getOrDefault(name, List.of()), versions);
            if (gone.size() == 1 && come.size() == 1) {
                Change change = new Change(gone.getFirst(), come.getFirst());
                (compare(change.before(), change.after()) <= 0 ? upgraded : downgraded).add(change);
            } else {
                removed.addAll(gone);
                added.addAll(come);
            }
        });
        now.forEach((name, versions) -> {
            if (!old.containsKey(name)) {
                added.addAll(versions);
            }
        });
        return new PackageDiff(upgraded, downgraded, removed, added);
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return upgraded.isEmpty() && downgraded.isEmpty() && removed.isEmpty() && added.isEmpty();
    }

    /** The figures in one line: {@code 3 upgraded, 1 added}; empty when nothing differs. */
    public String figures() {
        List<String> parts = new ArrayList<>();
        figure(parts, upgraded.size(), "upgraded");
        figure(parts, downgraded.size(), "downgraded");
        figure(parts, removed.size(), "removed");
        figure(parts, added.size(), "added");
        return String.join(", ", parts);
    }

    /** The packages in lines, under their headings. */
    public List<String> lines() {
        return lines(_ -> List.of());
    }

    /**
     * The same with more below each package whose version is another.
     *
     * @param more lines on such a package
     */
    public List<String> lines(Function<Change, List<String>> more) {
        List<String> lines = new ArrayList<>();
        changes(lines, "Upgraded:", upgraded, more);
        changes(lines, "Downgraded:", downgraded, more);
        packages(lines, "Removed:", removed);
        packages(lines, "Added:", added);
        return lines;
    }

    private static void changes(
            List<String> lines, String heading, List<Change> changes, Function<Change, List<String>> more) {
        if (!changes.isEmpty()) {
            lines.add(heading);
            changes.forEach(change -> {
                lines.add("  " + change.before().name() + " " + change.before().evr() + " -> "
                        + change.after().evr());
                lines.addAll(more.apply(change));
            });
        }
    }

    private static void packages(List<String> lines, String heading, List<InstalledPackage> packages) {
        if (!packages.isEmpty()) {
            lines.add(heading);
            packages.forEach(one -> lines.add("  " + one.name() + "-" + one.evr()));
        }
    }

    private static void figure(List<String> parts, int count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    private static int compare(InstalledPackage a, InstalledPackage b) {
        int epochs = RpmVersions.compareSegments(a.epoch(), b.epoch());
        int versions = epochs != 0 ? epochs : RpmVersions.compareSegments(a.version(), b.version());
        return versions != 0 ? versions : RpmVersions.compareSegments(a.release(), b.release());
    }

    private static List<InstalledPackage> without(List<InstalledPackage> some, List<InstalledPackage> others) {
        return some.stream().filter(one -> !others.contains(one)).toList();
    }

    private static Map<String, List<InstalledPackage>> byName(List<InstalledPackage> packages) {
        Map<String, List<InstalledPackage>> names = new LinkedHashMap<>();
        packages.forEach(one -> names.computeIfAbsent(one.name() + "." + one.arch(), _ -> new ArrayList<>())
                .add(one));
        return names;
    }

    /** The difference of two lists that both may be missing. */
    public static Optional<PackageDiff> between(
            Optional<List<InstalledPackage>> before, Optional<List<InstalledPackage>> after) {
        return before.flatMap(old -> after.map(now -> between(old, now)));
    }
}
