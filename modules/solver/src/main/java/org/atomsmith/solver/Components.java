package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiPredicate;
import org.atomsmith.solver.sat.IntList;

/**
 * Strongly connected components of a part of a graph (Tarjan's algorithm, without recursion), ordered so that each comes
 * after those it needs, and by name where that leaves a choice.
 */
final class Components {
    private final Graph graph;
    private final BitSet nodes;
    private final Comparator<Integer> byName;
    private final BiPredicate<Integer, Integer> counts;

    private final int[] number;
    private final int[] low;
    private final int[] componentOf;
    private final BitSet onStack = new BitSet();
    private final IntList stack = new IntList();
    private final List<BitSet> found = new ArrayList<>();
    private int visited;

    /** Looks at {@code nodes} and at those edges between them that {@code counts} accepts. */
    Components(Graph graph, BitSet nodes, Comparator<Integer> byName, BiPredicate<Integer, Integer> counts) {
        this.graph = graph;
        this.nodes = nodes;
        this.byName = byName;
        this.counts = counts;
        this.number = new int[graph.size()];
        this.low = new int[graph.size()];
        this.componentOf = new int[graph.size()];
        nodes.stream().filter(node -> number[node] == 0).forEach(this::explore);
    }

    List<BitSet> inOrder() {
        int count = found.size();
        int[] waitingFor = new int[count];
        List<List<Integer>> neededBy = new ArrayList<>();
        List<Integer> names = new ArrayList<>();
        for (BitSet component : found) {
            neededBy.add(new ArrayList<>());
            names.add(component.stream().boxed().min(byName).orElseThrow());
        }
        nodes.stream().forEach(from -> {
            for (int to : targets(from)) {
                if (componentOf[from] != componentOf[to]) {
                    waitingFor[componentOf[from]]++;
                    neededBy.get(componentOf[to]).add(componentOf[from]);
                }
            }
        });
        PriorityQueue<Integer> ready = new PriorityQueue<>(Comparator.comparing(names::get, byName));
        for (int i = 0; i < count; i++) {
            if (waitingFor[i] == 0) {
                ready.add(i);
            }
        }
        List<BitSet> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            order.add(found.get(next));
            for (int dependent : neededBy.get(next)) {
                if (--waitingFor[dependent] == 0) {
                    ready.add(dependent);
                }
            }
        }
        return order;
    }

    private List<Integer> targets(int from) {
        return graph.needs(from).keySet().stream()
                .filter(to -> nodes.get(to) && counts.test(from, to))
                .toList();
    }

    private void explore(int root) {
        List<Frame> calls = new ArrayList<>();
        calls.add(enter(root));
        while (!calls.isEmpty()) {
            Frame top = calls.getLast();
            if (top.next < top.targets.size()) {
                int to = top.targets.get(top.next++);
                if (number[to] == 0) {
                    calls.add(enter(to));
                } else if (onStack.get(to)) {
                    low[top.node] = Math.min(low[top.node], number[to]);
                }
            } else {
                calls.removeLast();
                if (!calls.isEmpty()) {
                    int parent = calls.getLast().node;
                    low[parent] = Math.min(low[parent], low[top.node]);
                }
                if (low[top.node] == number[top.node]) {
                    closeComponent(top.node);
                }
            }
        }
    }

    private Frame enter(int node) {
        number[node] = ++visited;
        low[node] = visited;
        stack.add(node);
        onStack.set(node);
        return new Frame(node, targets(node));
    }

    private void closeComponent(int root) {
        BitSet component = new BitSet();
        int node;
        do {
            node = stack.removeLast();
            onStack.clear(node);
            componentOf[node] = found.size();
            component.set(node);
        } while (node != root);
        found.add(component);
    }

    private static final class Frame {
        private final int node;
        private final List<Integer> targets;
        private int next;

        Frame(int node, List<Integer> targets) {
            this.node = node;
            this.targets = targets;
        }
    }
}
