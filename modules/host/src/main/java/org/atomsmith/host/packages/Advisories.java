package org.atomsmith.host.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;

/**
 * The advisories that commits name, as rpm-ostree writes them: {@code rpmostree.advisories}, {@code a(suuasa{sv})}, with
 * the vulnerabilities under {@code cve_references}, {@code a(ss)}.
 *
 * @param list those that are meant
 */
public record Advisories(List<Advisory> list) {
    private static final String KEY = "rpmostree.advisories";
    private static final String ELEMENT = "(suuasa{sv})";
    private static final String REFERENCES = "cve_references";

    /** More than a distribution publishes between two of its releases. */
    private static final int MAX_ADVISORIES = 10_000;

    /** Of one advisory: packages, and vulnerabilities. */
    private static final int MAX_PARTS = 2_000;

    private static final int MAX_TEXT = 500;

    /** None. */
    public static final Advisories NONE = new Advisories(List.of());

    /** Copies the list. */
    public Advisories {
        list = List.copyOf(list);
    }

    /** Those of a commit. */
    public static Advisories of(Commit commit) {
        if (!(commit.metadata().get(KEY) instanceof Variant.Array array)
                || !array.element().text().equals(ELEMENT)) {
            return NONE;
        }
        List<Advisory> list = new ArrayList<>();
        try {
            array.items().stream().limit(MAX_ADVISORIES).forEach(item -> list.add(advisory(item)));
        } catch (VariantException e) {
            return NONE; // A key that is there twice: whoever wrote this must not stop an update.
        }
        return new Advisories(list);
    }

    private static Advisory advisory(Variant item) {
        List<Variant> packages = item.get(3).children();
        return new Advisory(
                clean(item.get(0).asString()),
                Advisory.Kind.of(number(item.get(1))),
                Advisory.Severity.of(number(item.get(2))),
                packages.stream()
                        .limit(MAX_PARTS)
                        .map(name -> clean(name.asString()))
                        .toList(),
                references(item.get(4)));
    }

    /** Those of one commit that another has not. */
    public static Advisories between(Commit before, Commit after) {
        Set<String> known = of(before).list.stream().map(Advisory::id).collect(Collectors.toCollection(HashSet::new));
        return new Advisories(
                of(after).list.stream().filter(one -> !known.contains(one.id())).toList());
    }

    /** The same of commits in a repository; none where one of them is not there. */
    public static Advisories between(Repository repository, Checksum before, Checksum after) throws IOException {
        try {
            Commit commit = repository.readCommit(after);
            return of(commit).isEmpty() ? NONE : between(repository.readCommit(before), commit);
        } catch (ObjectNotFoundException e) {
            return NONE;
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** Those that close vulnerabilities. */
    public Advisories security() {
        return new Advisories(list.stream()
                .filter(one -> one.kind() == Advisory.Kind.SECURITY)
                .toList());
    }

    /** How many there are of each severity: {@code 2 low, 1 important}; empty when there are none. */
    public String figures() {
        List<String> parts = new ArrayList<>();
        for (Advisory.Severity severity : Advisory.Severity.values()) {
            long count = list.stream().filter(one -> one.severity() == severity).count();
            if (count > 0) {
                parts.add(count + " " + severity.text());
            }
        }
        return String.join(", ", parts);
    }

    /** Each with its severity and packages in a line, and its vulnerabilities in lines below. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Advisory one : list) {
            lines.add(one.id() + "  " + one.severity().text() + "  " + String.join(" ", one.packages()));
            one.references().forEach(reference -> {
                lines.add("  " + reference.title());
                lines.add("  " + reference.url());
            });
        }
        return lines;
    }

    /** As rpm-ostree has them in JSON and on D-Bus: {@code a(suuasa{sv})}. */
    public Variant variant() {
        return Variant.array(ELEMENT, list.stream().map(Advisories::variant).toList());
    }

    private static Variant variant(Advisory one) {
        Variant references = Variant.array(
                "(ss)",
                one.references().stream()
                        .map(reference ->
                                Variant.tuple(Variant.string(reference.url()), Variant.string(reference.title())))
                        .toList());
        return Variant.tuple(
                Variant.string(one.id()),
                Variant.u32(one.kind().ordinal()),
                Variant.u32(one.severity().ordinal()),
                Variant.strings(one.packages()),
                Variant.dict(Map.of(REFERENCES, references)));
    }

    /** Composers write numbers as OSTree writes its own, big-endian; whatever is small in either order is meant. */
    private static int number(Variant value) {
        int number = (int) value.asLong();
        return number >= 0 && number < 1 << 16 ? number : Integer.reverseBytes(number);
    }

    private static List<Advisory.Reference> references(Variant more) {
        Variant value = more.asDict().get(REFERENCES);
        if (!(value instanceof Variant.Array array) || !array.element().text().equals("(ss)")) {
            return List.of();
        }
        return array.items().stream()
                .limit(MAX_PARTS)
                .map(pair -> new Advisory.Reference(
                        clean(pair.get(0).asString()), clean(pair.get(1).asString())))
                .toList();
    }

    /** Text of others, for a terminal. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(MAX_TEXT).forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return clean.toString();
    }
}
