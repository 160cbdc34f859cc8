package org.atomsmith.solver;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.solver.sat.IntList;

/**
 * Reduces a model to what it needs: starting from the rules without conditions, only choices that an open rule calls for
 * are taken over, those without alternative first. The result satisfies every rule, because rules that forbid are closed
 * under leaving packages out, and it says for each package which rule called for it.
 */
final class Sweep {
    private final IntPredicate model;
    private final Rules rules;
    private final int[] missingGuards;
    private final BitSet needed = new BitSet();
    private final Map<Integer, Cause> causes = new HashMap<>();
    private final Deque<Rule> open = new ArrayDeque<>();
    private final Deque<Rule> ambiguous = new ArrayDeque<>();

    /**
     * Sweeps a model.
     *
     * @param model which variables are true in it
     */
    Sweep(IntPredicate model, Rules rules) {
        this.model = model;
        this.rules = rules;
        this.missingGuards = rules.withChoices().stream()
                .mapToInt(rule -> rule.literals().length - rule.choices().length)
                .toArray();
    }

    /**
     * Takes over what the request needs, then the granted wishes of what is needed, and so on.
     *
     * @param granted variables of the model with the wishes that they answer, in the order in which they are looked at
     * @param holds whether a dependency holds among the variables that are needed so far
     */
    void run(Collection<Map.Entry<Integer, Cause>> granted, BiPredicate<Dependency, IntPredicate> holds) {
        openAll(rules.unconditional());
        close();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Map.Entry<Integer, Cause> wish : granted) {
                if (!needed.get(wish.getKey()) && isWishOfTheNeeded(wish.getValue(), holds)) {
                    add(wish.getKey(), wish.getValue());
                    close();
                    progress = true;
                }
            }
        }
    }

    private boolean isWishOfTheNeeded(Cause wish, BiPredicate<Dependency, IntPredicate> holds) {
        return switch (wish) {
            case Cause.Weak weak -> needed.get(weak.owner());
            case Cause.Requires requires -> needed.get(requires.owner());
            case Cause.Supplements supplements -> holds.test(supplements.dependency(), needed::get);
            default -> throw new IllegalArgumentException(wish + " is not a wish");
        };
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

    private void openAll(IntList places) {
        for (int i = 0; i < places.size(); i++) {
            open.add(rules.withChoices().get(places.get(i)));
        }
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
                if (model.test(choice)) {
                    available++;
                    first = first == 0 ? choice : first;
                }
            }
            if (satisfied || available == 0) {
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
        IntList guarded = rules.guardedBy(variable);
        for (int i = 0; i < guarded.size(); i++) {
            if (--missingGuards[guarded.get(i)] == 0) {
                open.add(rules.withChoices().get(guarded.get(i)));
            }
        }
    }
}
