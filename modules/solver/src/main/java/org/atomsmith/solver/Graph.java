package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.solver.sat.IntList;

/** Which packages of a solution need which others, by index. An edge is "pre" when one of its dependencies is. */
final class Graph {
    private final List<SortedMap<Integer, Boolean>> edges = new ArrayList<>();

    Graph(int nodes) {
        for (int i = 0; i < nodes; i++) {
            edges.add(new TreeMap<>());
        }
    }

    int size() {
        return edges.size();
    }

    void connect(int from, int to, boolean pre) {
        if (from != to) {
            edges.get(from).merge(to, pre, Boolean::logicalOr);
        }
    }

    /** What a node needs directly, with whether it is needed before the node's scriptlets run. */
    SortedMap<Integer, Boolean> needs(int node) {
        return edges.get(node);
    }

    /** Everything that can be reached from these nodes, with themselves, leaving out {@code without}. */
    BitSet closure(Iterable<Integer> from, BitSet without) {
        BitSet reached = new BitSet();
        IntList open = new IntList();
        for (int node : from) {
            if (!without.get(node) && !reached.get(node)) {
                reached.set(node);
                open.add(node);
            }
        }
        while (open.size() > 0) {
            for (int next : edges.get(open.removeLast()).keySet()) {
                if (!without.get(next) && !reached.get(next)) {
                    reached.set(next);
                    open.add(next);
                }
            }
        }
        return reached;
    }
}
