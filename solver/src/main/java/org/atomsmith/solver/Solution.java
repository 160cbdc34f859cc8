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
    private final Map<Nevra, Reason> reasons;
    private final Map<Dependency, List<Integer>> answers;
    private final Graph graph;

    /**
     * Takes a solved request apart.
     *
     * @param packages by index, in the order of their names
     * @param answers which of them answer each entry of the request
     */
    Solution(
            List<RpmPackage> packages,
            Map<Nevra, Reason> reasons,
            Map<Dependency, List<Integer>> answers,
            Graph graph) {
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

    /** Why each package is in, in the order of their names. */
    public Map<Nevra, Reason> reasons() {
        return reasons;
    }

    /**
     * The package and everything that it needs, directly or not, in install order.
     *
     * @throws IllegalArgumentException when the package is not part of the solution
     */
    public List<RpmPackage> closure(RpmPackage of) {
        Integer index = indices.get(of.nevra());
        if (index == null) {
            throw new IllegalArgumentException(of.nevra() + " is not part of the solution");
        }
        return inOrder(graph.closure(List.of(index), new BitSet()));
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

    /** The chunks in the order in which the request named its entries. */
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
