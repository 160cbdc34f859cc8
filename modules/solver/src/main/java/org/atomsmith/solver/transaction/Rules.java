package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All rules of a resolution in the order of their making, and which of them are weak or switched off. */
final class Rules {
    private final List<Rule> rules = new ArrayList<>();
    private final Set<Clause> known = new HashSet<>();
    private final BitSet weak = new BitSet();
    private final BitSet disabled = new BitSet();

    /** Literals in a fixed order, to find what is there already. */
    private record Clause(List<Integer> literals) {
        static Clause of(int[] literals) {
            return new Clause(Arrays.stream(literals).sorted().boxed().toList());
        }
    }

    int size() {
        return rules.size();
    }

    Rule get(int index) {
        return rules.get(index);
    }

    /** Adds a rule and returns its place. */
    int add(Rule rule) {
        rules.add(rule);
        return rules.size() - 1;
    }

    /** Adds a rule of packages unless the same clause is there; one that always holds is not added. */
    void addOfPackages(Rule rule) {
        int[] literals = Arrays.stream(rule.literals()).distinct().toArray();
        for (int literal : literals) {
            if (Arrays.stream(literals).anyMatch(other -> other == -literal)) {
                return;
            }
        }
        if (known.add(Clause.of(literals))) {
            rules.add(new Rule(rule.kind(), literals, rule.subject(), rule.other(), rule.about()));
        }
    }

    /** Puts the rules so far in the order in which dependencies are looked at: owners with higher numbers first. */
    void sort() {
        rules.sort((a, b) -> {
            int c = Integer.compare(first(a), first(b));
            return c != 0 ? c : Arrays.compare(rest(a), rest(b));
        });
    }

    private static int first(Rule rule) {
        return Arrays.stream(rule.literals()).min().orElse(0);
    }

    private static int[] rest(Rule rule) {
        return Arrays.stream(rule.literals()).sorted().skip(1).toArray();
    }

    void weaken(int index) {
        weak.set(index);
    }

    boolean isWeak(int index) {
        return weak.get(index);
    }

    boolean isEnabled(int index) {
        return !disabled.get(index);
    }

    void disable(int index) {
        disabled.set(index);
    }

    void enable(int index) {
        disabled.clear(index);
    }

    /** Which rules are off, for later {@link #restore}. */
    BitSet snapshot() {
        return (BitSet) disabled.clone();
    }

    void restore(BitSet snapshot) {
        disabled.clear();
        disabled.or(snapshot);
    }
}
