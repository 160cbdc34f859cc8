package org.atomsmith.deb;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;

/**
 * One or several suites of an apt archive as an RPM repository; {@link AptRepositories} opens it. Versions of all suites
 * are visible side by side. A package that several suites list is there once. Lookups read only the packages they answer
 * with, from a mapped file; a stanza that turns out to be malformed raises {@link java.io.UncheckedIOException}.
 * Thread-safe.
 */
public final class AptRepository implements Repository {
    private final String id;
    private final List<URI> bases;
    private final String digest;
    private final List<PackageList> lists;
    private final DebFormat format = new DebFormat();

    AptRepository(String id, List<URI> bases, String digest, List<PackageList> lists) {
        this.id = id;
        this.bases = List.copyOf(bases);
        this.digest = digest;
        this.lists = List.copyOf(lists);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<URI> bases() {
        return bases;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public PackageFormat format() {
        return format;
    }

    @Override
    public VersionScheme versions() {
        return DebVersions.ORDER;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        lists.forEach(list -> names.addAll(list.index().packageNames()));
        return Collections.unmodifiableSet(names);
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return collect((list, stanza) -> list.index().named(name, stanza));
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        int colon = capability.indexOf(':');
        String base = colon < 0 ? capability : capability.substring(0, colon);
        List<RpmPackage> candidates = collect((list, stanza) -> list.index().providing(base, stanza));
        candidates.removeIf(p -> p.provides().stream().noneMatch(c -> c.name().equals(capability)));
        return candidates;
    }

    @Override
    public Collection<RpmPackage> essential() {
        return collect((list, stanza) -> list.index().essential(stanza));
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return collect((list, stanza) -> list.index().enhancing(stanza));
    }

    @Override
    public List<RpmPackage> packages() {
        for (PackageList list : lists) {
            IntStream.range(0, list.size()).parallel().forEach(list::get);
        }
        return collect(PackageList::all);
    }

    /** How many packages all lists have together. */
    public int size() {
        return lists.stream().mapToInt(PackageList::size).sum();
    }

    private List<RpmPackage> collect(BiConsumer<PackageList, IntConsumer> query) {
        List<RpmPackage> found = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (PackageList list : lists) {
            query.accept(list, stanza -> {
                RpmPackage p = list.get(stanza);
                if (lists.size() == 1 || seen.add(p.nevra())) {
                    found.add(p);
                }
            });
        }
        return found;
    }

    /** Writes the identifier. */
    @Override
    public String toString() {
        return id;
    }
}
