package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;

/** The packages that satisfy a request, in install order, and why each of them is there. Immutable. */
public final class Solution {
    private final List<RpmPackage> packages;
    private final List<Integer> order;
    private final Map<Nevra, Integer> indices = new HashMap<>();
    private final Map<Nevra, Why> reasons;
    private final Map<Dependency, List<Integer>> answers;
    private final Graph graph;

    /**
     * Takes a solved request apart.
     *
     * @param packages by index, in the order of their names
     * @param answers which of them answer each entry of the request
     */
    Solution(List<RpmPackage> packages, Map<Nevra, Why> reasons, Map<Dependency, List<Integer>> answers, Graph graph) {
        this.packages = List.copyOf(packages);
        this.reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
        this.answers = Map.copyOf(answers);
        this.graph = graph;
        for (int i = 0; i < packages.size(); i++) {
            indices.put(packages.get(i).nevra(), i);
        }
        BitSet all = new BitSet();
        all.set(0, packages.size());
        this.order = InstallOrder.of(graph, all, Comparator.naturalOrder());
    }

    /** All packages; each comes after those that it needs, cycles aside. */
    public List<RpmPackage> packages() {
        return order.stream().map(packages::get).toList();
    }

    /** The package of that name, the newest when there are several. */
    public Optional<RpmPackage> named(String name) {
        return packages.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** Why each package is in, the last link of its chain only, in the order of their names. */
    public Map<Nevra, Why> reasons() {
        return reasons;
    }

    /**
     * The shortest chain of reasons from the request to a package, first link first.
     *
     * @throws IllegalArgumentException when the package is not part of the solution
     */
    public List<Why> why(RpmPackage of) {
        List<Why> chain = new ArrayList<>();
        Nevra at = of.nevra();
        while (chain.size() <= packages.size()) {
            Why link = reasons.get(at);
            if (link == null) {
                throw new IllegalArgumentException(at + " is not part of the solution");
            }
            chain.addFirst(link);
            switch (link.reason()) {
                case Reason.Required required -> at = required.by();
                case Reason.Recommended recommended -> at = recommended.by();
                case Reason.Requested _, Reason.Essential _, Reason.Installed _, Reason.Supplementing _ -> {
                    return chain;
                }
            }
        }
        throw new IllegalStateException("the reasons for " + of.nevra() + " go in a circle");
    }

    /** Packages that need this one directly, in the order of their names. */
    public List<RpmPackage> neededBy(RpmPackage of) {
        int index = index(of);
        List<RpmPackage> dependents = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            if (graph.needs(i).containsKey(index)) {
                dependents.add(packages.get(i));
            }
        }
        return dependents;
    }

    /**
     * Says in sentences why a package of that name is part of the solution, or that none is.
     *
     * @param name a package's name
     */
    public Explanation explain(String name) {
        Optional<RpmPackage> present = named(name);
        if (present.isEmpty()) {
            return new Explanation(name + " is not installed: nothing in the solution requires it", wishes(name));
        }
        RpmPackage found = present.get();
        List<RpmPackage> dependents = neededBy(found);
        List<Explanation> lines = new ArrayList<>();
        why(found).forEach(link -> lines.add(Explanation.fact(link.toString())));
        if (dependents.size() > 1) {
            lines.add(Explanation.fact(dependents.size() + " packages need it directly: "
                    + String.join(
                            ", ", dependents.stream().map(RpmPackage::name).toList())));
        }
        return new Explanation(found.nevra() + " is installed because", lines);
    }

    private List<Explanation> wishes(String name) {
        List<Explanation> wishes = new ArrayList<>();
        for (RpmPackage one : packages) {
            for (Dependency wish : one.recommends()) {
                if (mentions(wish, name)) {
                    wishes.add(Explanation.fact(one.nevra() + " only recommends " + wish));
                }
            }
            for (Dependency wish : one.suggests()) {
                if (mentions(wish, name)) {
                    wishes.add(Explanation.fact(one.nevra() + " only suggests " + wish));
                }
            }
        }
        return wishes;
    }

    private static boolean mentions(Dependency dependency, String name) {
        return switch (dependency) {
            case Dependency.Simple simple -> simple.name().equals(name);
            case Dependency.And(List<Dependency> parts) -> parts.stream().anyMatch(p -> mentions(p, name));
            case Dependency.Or(List<Dependency> parts) -> parts.stream().anyMatch(p -> mentions(p, name));
            case Dependency.If conditional -> mentions(conditional.then(), name);
            case Dependency.Unless conditional -> mentions(conditional.then(), name);
            case Dependency.With both -> mentions(both.left(), name) || mentions(both.right(), name);
            case Dependency.Without first -> mentions(first.left(), name);
        };
    }

    /**
     * The package and everything that it needs, directly or not, in install order.
     *
     * @throws IllegalArgumentException when the package is not part of the solution
     */
    public List<RpmPackage> closure(RpmPackage of) {
        return inOrder(graph.closure(List.of(index(of)), new BitSet()));
    }

    private int index(RpmPackage of) {
        Integer index = indices.get(of.nevra());
        if (index == null) {
            throw new IllegalArgumentException(of.nevra() + " is not part of the solution");
        }
        return index;
    }

    /**
     * Splits the packages into parts that can be installed one after the other: first the essential ones and everything
     * they need; then, for each entry of the request in the given order, what it needs that no earlier part has; last the
     * rest, which weak dependencies brought. Each part is in install order and depends on nothing that comes later. Parts
     * may be empty, so that part {@code i + 1} belongs to entry {@code i}.
     *
     * @throws IllegalArgumentException when an entry was not part of the request
     */
    public List<List<RpmPackage>> chunks(List<? extends Dependency> requestOrder) {
        List<List<RpmPackage>> chunks = new ArrayList<>();
        BitSet done = new BitSet();
        List<Integer> essential = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            if (packages.get(i).essential()) {
                essential.add(i);
            }
        }
        chunks.add(next(essential, done));
        for (Dependency entry : requestOrder) {
            List<Integer> answer = answers.get(entry);
            if (answer == null) {
                throw new IllegalArgumentException(entry + " was not asked for");
            }
            chunks.add(next(answer, done));
        }
        BitSet rest = new BitSet();
        rest.set(0, packages.size());
        rest.andNot(done);
        chunks.add(inOrder(rest));
        return List.copyOf(chunks);
    }

    /** What these packages need and nothing before has, in install order; it counts as done from here on. */
    private List<RpmPackage> next(List<Integer> from, BitSet done) {
        BitSet chunk = graph.closure(from, done);
        done.or(chunk);
        return inOrder(chunk);
    }

    private List<RpmPackage> inOrder(BitSet part) {
        return InstallOrder.of(graph, part, Comparator.naturalOrder()).stream()
                .map(packages::get)
                .toList();
    }
}
