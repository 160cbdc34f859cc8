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
    private record Clause(int[] literals) {
        static Clause of(int[] literals) {
            int[] sorted = literals.clone();
            Arrays.sort(sorted);
            return new Clause(sorted);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Clause(int[] others) && Arrays.equals(literals, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(literals);
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
        int[] literals = new int[rule.literals().length];
        int count = 0;
        for (int literal : rule.literals()) {
            boolean again = false;
            for (int i = 0; i < count; i++) {
                if (literals[i] == -literal) {
                    return;
                }
                again |= literals[i] == literal;
            }
            if (!again) {
                literals[count++] = literal;
            }
        }
        int[] distinct = Arrays.copyOf(literals, count);
        if (known.add(Clause.of(distinct))) {
            rules.add(new Rule(rule.kind(), distinct, rule.subject(), rule.other(), rule.about()));
        }
    }

    /** Puts the rules so far in the order in which dependencies are looked at: owners with higher numbers first. */
    void sort() {
        record Sorted(Clause clause, Rule rule) {}
        List<Sorted> sorted = new ArrayList<>(rules.size());
        rules.forEach(rule -> sorted.add(new Sorted(Clause.of(rule.literals()), rule)));
        sorted.sort((a, b) -> Arrays.compare(a.clause.literals, b.clause.literals));
        for (int i = 0; i < sorted.size(); i++) {
            rules.set(i, sorted.get(i).rule);
        }
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
