package org.atomsmith.solver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reduces a model to what it needs: starting from the rules without conditions, only choices that an open rule calls for
 * are taken over, those without alternative first. The result satisfies every rule, because rules that forbid are closed
 * under leaving packages out, and it says for each package which rule called for it.
 */
final class Sweep {
    private final Search model;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<Integer, IntList> guardedBy = new HashMap<>();
    private final int[] missingGuards;
    private final BitSet needed = new BitSet();
    private final Map<Integer, Cause> causes = new HashMap<>();
    private final Deque<Rule> open = new ArrayDeque<>();
    private final Deque<Rule> ambiguous = new ArrayDeque<>();

    Sweep(Search model, Rules all) {
        this.model = model;
        IntList guards = new IntList();
        for (Rule rule : all.withChoices()) {
            int count = activeGuards(rule);
            if (count >= 0) {
                rules.add(rule);
                guards.add(count);
            }
        }
        this.missingGuards = guards.toArray();
        for (int i = 0; i < rules.size(); i++) {
            for (int literal : rules.get(i).literals()) {
                if (literal < 0) {
                    guardedBy.computeIfAbsent(-literal, k -> new IntList()).add(i);
                }
            }
        }
    }

    /** Takes over what the request needs, then what the granted wishes need. */
    void run(Map<Integer, Cause> granted) {
        for (int i = 0; i < rules.size(); i++) {
            if (missingGuards[i] == 0) {
                open.add(rules.get(i));
            }
        }
        close();
        granted.forEach((wish, cause) -> {
            if (!needed.get(wish)) {
                add(wish, cause);
                close();
            }
        });
    }

    /** Variables that are needed. */
    BitSet needed() {
        return needed;
    }

    /** What called for a needed variable. */
    Cause cause(int variable) {
        Cause cause = causes.get(variable);
        if (cause == null) {
            throw new IllegalArgumentException("variable " + variable + " is not needed");
        }
        return cause;
    }

    /** The number of conditions of a rule when all of them hold in the model, else -1. */
    private int activeGuards(Rule rule) {
        int count = 0;
        for (int literal : rule.literals()) {
            if (literal < 0) {
                if (!model.installed(-literal)) {
                    return -1;
                }
                count++;
            }
        }
        return count;
    }

    private void close() {
        while (!open.isEmpty() || !ambiguous.isEmpty()) {
            boolean forced = !open.isEmpty();
            Rule rule = forced ? open.remove() : ambiguous.remove();
            int first = 0;
            int available = 0;
            boolean satisfied = false;
            for (int choice : rule.choices()) {
                satisfied |= needed.get(choice);
                if (model.installed(choice)) {
                    available++;
                    first = first == 0 ? choice : first;
                }
            }
            if (satisfied) {
                continue;
            }
            if (forced && available > 1) {
                ambiguous.add(rule);
            } else {
                add(first, rule.cause());
            }
        }
    }

    private void add(int variable, Cause cause) {
        needed.set(variable);
        causes.put(variable, cause);
        IntList guarded = guardedBy.get(variable);
        if (guarded != null) {
            for (int i = 0; i < guarded.size(); i++) {
                int rule = guarded.get(i);
                if (--missingGuards[rule] == 0) {
                    open.add(rules.get(rule));
                }
            }
        }
    }
}
