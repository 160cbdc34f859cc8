package org.atomsmith.solver;

import java.util.Optional;
import org.atomsmith.solver.sat.Cdcl;
import org.atomsmith.solver.sat.IntList;

/**
 * The rules whose conditions hold, in the order in which that came about, and how far the search has dealt with them. It
 * follows the engine's trail forth and, when the search jumps back, back.
 */
final class Agenda {
    private final Cdcl engine;
    private final Rules rules;
    private final Pool pool;

    private final IntList active = new IntList();
    /** For each literal of the trail that has been read, how many rules were active before it. */
    private final IntList activeBefore = new IntList();

    /** Rules between several names, put off until nothing else is open. */
    private final IntList putOff = new IntList();

    private int looked;
    private int settled;

    /** For each level, {@link #looked}, {@link #settled} and the number of rules put off when it was opened. */
    private final IntList marks = new IntList();

    Agenda(Cdcl engine, Rules rules, Pool pool) {
        this.engine = engine;
        this.rules = rules;
        this.pool = pool;
    }

    /** Starts with the rules that have no conditions. */
    void begin() {
        IntList unconditional = rules.unconditional();
        for (int i = 0; i < unconditional.size(); i++) {
            active.add(unconditional.get(i));
        }
    }

    /** The number of literals of the trail that have been read. */
    int read() {
        return activeBefore.size();
    }

    /** Reads the next literal of the trail: the rules whose last condition it is become active. */
    void readNext() {
        int literal = engine.trail().get(read());
        activeBefore.add(active.size());
        if (literal > 0) {
            IntList guarded = rules.guardedBy(literal);
            for (int i = 0; i < guarded.size(); i++) {
                if (conditionsHold(rules.withChoices().get(guarded.get(i)))) {
                    active.add(guarded.get(i));
                }
            }
        }
    }

    /** Remembers where things stand before a decision. */
    void mark() {
        marks.add(looked);
        marks.add(settled);
        marks.add(putOff.size());
    }

    /** Follows a jump of the engine, which kept the first {@code literals} of its trail. */
    void backTo(int level, int literals) {
        if (literals < activeBefore.size()) {
            active.truncate(activeBefore.get(literals));
            activeBefore.truncate(literals);
        }
        if (3 * level < marks.size()) {
            looked = marks.get(3 * level);
            settled = marks.get(3 * level + 1);
            putOff.truncate(marks.get(3 * level + 2));
            marks.truncate(3 * level);
        }
        // A literal that holds on level 0 may stay on the trail behind the limit and be read again.
        looked = Math.min(looked, active.size());
    }

    /**
     * The open rule to settle next: the first whose choices share one name, else the first. Empty when every rule is satisfied.
     */
    Optional<Rule> next() {
        Rule ambiguous = null;
        while (settled < putOff.size() && !isOpen(putOff(settled))) {
            settled++;
        }
        for (int i = settled; i < putOff.size(); i++) {
            Rule rule = putOff(i);
            if (isOpen(rule)) {
                if (hasOneName(rule)) {
                    return Optional.of(rule);
                }
                ambiguous = ambiguous == null ? rule : ambiguous;
            }
        }
        for (; looked < active.size(); looked++) {
            Rule rule = rules.withChoices().get(active.get(looked));
            if (isOpen(rule)) {
                if (hasOneName(rule)) {
                    return Optional.of(rule);
                }
                putOff.add(active.get(looked));
                ambiguous = ambiguous == null ? rule : ambiguous;
            }
        }
        return Optional.ofNullable(ambiguous);
    }

    private Rule putOff(int index) {
        return rules.withChoices().get(putOff.get(index));
    }

    private boolean conditionsHold(Rule rule) {
        for (int literal : rule.literals()) {
            if (literal < 0 && engine.value(literal) >= 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isOpen(Rule rule) {
        for (int literal : rule.literals()) {
            int value = engine.value(literal);
            if (value > 0 || (value == 0 && literal < 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasOneName(Rule rule) {
        int name = 0;
        for (int choice : rule.choices()) {
            if (engine.value(choice) == 0) {
                if (name != 0 && name != pool.nameOf(choice)) {
                    return false;
                }
                name = pool.nameOf(choice);
            }
        }
        return true;
    }
}
