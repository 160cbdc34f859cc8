package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order in which packages are installed: what a package needs comes before it. In a cycle a package goes first that
 * has no pre-requirement left in the cycle and the fewest other needs there; ties, like everything else that dependencies
 * leave open, go by name.
 */
final class InstallOrder {
    private final Graph graph;
    private final Comparator<Integer> byName;
    private final List<Integer> order = new ArrayList<>();

    private InstallOrder(Graph graph, Comparator<Integer> byName) {
        this.graph = graph;
        this.byName = byName;
    }

    /** Orders these nodes; edges to other nodes are ignored. */
    static List<Integer> of(Graph graph, BitSet nodes, Comparator<Integer> byName) {
        InstallOrder ordering = new InstallOrder(graph, byName);
        ordering.place(nodes, new HashSet<>());
        return ordering.order;
    }

    private record Edge(int from, int to) {}

    private void place(BitSet nodes, Set<Edge> broken) {
        for (BitSet component :
                new Components(graph, nodes, byName, (from, to) -> !broken.contains(new Edge(from, to))).inOrder()) {
            if (component.cardinality() == 1) {
                order.add(component.nextSetBit(0));
            } else {
                breakCycle(component, broken);
            }
        }
    }

    /** Ignores what one member of the cycle needs of the others, and places them anew. */
    private void breakCycle(BitSet cycle, Set<Edge> broken) {
        int first = cycle.stream()
                .boxed()
                .min(Comparator.<Integer>comparingInt(node -> needs(node, cycle, broken, true))
                        .thenComparingInt(node -> needs(node, cycle, broken, false))
                        .thenComparing(byName))
                .orElseThrow();
        boolean keepPre = needs(first, cycle, broken, true) < needs(first, cycle, broken, false);
        graph.needs(first).forEach((target, pre) -> {
            if (cycle.get(target) && !(keepPre && pre)) {
                broken.add(new Edge(first, target));
            }
        });
        place(cycle, broken);
    }

    private int needs(int node, BitSet cycle, Set<Edge> broken, boolean preOnly) {
        int count = 0;
        for (var need : graph.needs(node).entrySet()) {
            if (cycle.get(need.getKey())
                    && (!preOnly || need.getValue())
                    && !broken.contains(new Edge(node, need.getKey()))) {
                count++;
            }
        }
        return count;
    }
}
