package org.atomsmith.solver.sat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Conflict-driven clause learning over rules that may be added while the search runs: unit propagation with two watched
 * literals, learning at the first unique implication point, backjumping. What to decide is the caller's policy; there is
 * no randomness and no restart.
 *
 * <p>Variables are 1, 2, ...; a literal is a variable or its negative. A rule that is added above level 0 must contain
 * the negation of a literal that became true on the current level, or be a single literal; then no propagation is missed
 * when the search jumps back.
 */
public final class Cdcl {
    /** No rule. */
    public static final int NONE = -1;

    private final List<int[]> rules = new ArrayList<>();
    private final List<int[]> antecedents = new ArrayList<>();
    private static final int[] ORIGINAL = {};

    private IntList[] watches = new IntList[64];
    private byte[] values = new byte[32];
    private int[] levels = new int[32];
    private int[] reasons = new int[32];
    private final IntList trail = new IntList();
    private final IntList limits = new IntList();
    private int propagated;
    private int pendingConflict = NONE;

    /** Rules of at most one literal that could not be asserted when they were added. */
    private final IntList standing = new IntList();

    private int refutedBy = NONE;
    private int jumpedTo;

    /** Makes room for variables up to this one. */
    public void variables(int highest) {
        if (highest >= values.length) {
            int size = Math.max(highest + 1, values.length * 2);
            values = Arrays.copyOf(values, size);
            levels = Arrays.copyOf(levels, size);
            reasons = Arrays.copyOf(reasons, size);
            watches = Arrays.copyOf(watches, size * 2);
        }
    }

    /** Positive when the literal is true, negative when it is false, 0 while it is undecided. */
    public int value(int literal) {
        return literal > 0 ? values[literal] : -values[-literal];
    }

    /** The number of decisions that were in force when a variable was decided. */
    public int levelOf(int variable) {
        return levels[variable];
    }

    /** The number of decisions in force. */
    public int level() {
        return limits.size();
    }

    /** How many literals the last jump back left on the trail, those aside that hold without any decision. */
    public int jumpedTo() {
        return jumpedTo;
    }

    /** True literals in the order in which they became so. */
    public IntList trail() {
        return trail;
    }

    /** Adds a rule and returns its number; the array becomes the engine's. */
    public int add(int[] literals) {
        int rule = store(literals, ORIGINAL);
        if (literals.length <= 1) {
            standing.add(rule);
        } else {
            bestFirst(literals, 0);
            bestFirst(literals, 1);
            watch(literals[0], rule);
            watch(literals[1], rule);
            if (value(literals[0]) < 0) {
                conflict(rule);
            } else if (value(literals[1]) < 0 && value(literals[0]) == 0) {
                assign(literals[0], rule, level());
            }
        }
        return rule;
    }

    /** Opens a level with this literal, undecided so far, as true. */
    public void decide(int literal) {
        limits.add(trail.size());
        assign(literal, NONE, level());
    }

    /** Draws every consequence; returns the number of a rule that cannot hold, or {@link #NONE}. */
    public int propagate() {
        int early = standing.size() > 0 ? assertStanding() : NONE;
        if (early == NONE) {
            early = pendingConflict;
        }
        pendingConflict = NONE;
        if (early != NONE) {
            return early;
        }
        while (propagated < trail.size()) {
            int conflict = visit(trail.get(propagated++));
            if (conflict != NONE) {
                return conflict;
            }
        }
        return NONE;
    }

    /**
     * Learns from a rule that cannot hold, jumps back and asserts what was learnt.
     *
     * @return false when the conflict depends on no decision: the rules are unsatisfiable
     */
    public boolean learn(int conflict) {
        if (level() == 0) {
            refutedBy = conflict;
            return false;
        }
        BitSet seen = new BitSet();
        IntList learnt = new IntList();
        IntList used = new IntList();
        learnt.add(0);
        int open = 0;
        int position = trail.size();
        int rule = conflict;
        int implied = 0;
        do {
            used.add(rule);
            for (int literal : rules.get(rule)) {
                int variable = Math.abs(literal);
                if (literal == implied || seen.get(variable)) {
                    continue;
                }
                seen.set(variable);
                if (levels[variable] == level()) {
                    open++;
                } else if (levels[variable] > 0) {
                    learnt.add(literal);
                } else {
                    used.add(~variable);
                }
            }
            if (open == 0) {
                // Everything the conflict rests on holds on lower levels: jump there and try again.
                return jumpAndRelearn(conflict);
            }
            do {
                implied = trail.get(--position);
            } while (!seen.get(Math.abs(implied)) || levels[Math.abs(implied)] != level());
            rule = reasons[Math.abs(implied)];
            open--;
        } while (open > 0);
        learnt.set(0, -implied);
        assertLearnt(learnt.toArray(), used.toArray());
        return true;
    }

    /** Original rules from which the contradiction on level 0 follows, after {@link #learn} returned false. */
    public BitSet refutation() {
        BitSet core = new BitSet();
        BitSet visitedRules = new BitSet();
        BitSet visitedVariables = new BitSet();
        IntList open = new IntList();
        open.add(refutedBy);
        for (int literal : rules.get(refutedBy)) {
            open.add(~Math.abs(literal));
        }
        while (open.size() > 0) {
            int next = open.removeLast();
            if (next < 0) {
                int variable = ~next;
                if (!visitedVariables.get(variable)) {
                    visitedVariables.set(variable);
                    open.add(reasons[variable]);
                    for (int literal : rules.get(reasons[variable])) {
                        open.add(~Math.abs(literal));
                    }
                }
            } else if (!visitedRules.get(next)) {
                visitedRules.set(next);
                int[] from = antecedents.get(next);
                if (from == ORIGINAL) {
                    core.set(next);
                }
                for (int antecedent : from) {
                    open.add(antecedent);
                }
            }
        }
        return core;
    }

    private boolean jumpAndRelearn(int conflict) {
        int highest = 0;
        for (int literal : rules.get(conflict)) {
            highest = Math.max(highest, levels[Math.abs(literal)]);
        }
        backTo(highest);
        return learn(conflict);
    }

    private void assertLearnt(int[] learnt, int[] used) {
        int back = 0;
        for (int i = 1; i < learnt.length; i++) {
            if (levels[Math.abs(learnt[i])] > back) {
                back = levels[Math.abs(learnt[i])];
                int highest = learnt[i];
                learnt[i] = learnt[1];
                learnt[1] = highest;
            }
        }
        backTo(back);
        int rule = store(learnt, used);
        if (learnt.length > 1) {
            watch(learnt[0], rule);
            watch(learnt[1], rule);
        }
        assign(learnt[0], rule, back);
    }

    /** Undoes every level above this one. What holds without any decision stays. */
    public void backTo(int level) {
        pendingConflict = NONE;
        if (level() <= level) {
            return;
        }
        int limit = limits.get(level);
        IntList kept = new IntList();
        for (int i = limit; i < trail.size(); i++) {
            int literal = trail.get(i);
            if (levels[Math.abs(literal)] == 0) {
                kept.add(literal);
            } else {
                values[Math.abs(literal)] = 0;
            }
        }
        trail.truncate(limit);
        jumpedTo = limit;
        limits.truncate(level);
        propagated = Math.min(propagated, limit);
        for (int i = 0; i < kept.size(); i++) {
            trail.add(kept.get(i));
        }
    }

    private int store(int[] literals, int[] from) {
        rules.add(literals);
        antecedents.add(from);
        return rules.size() - 1;
    }

    /** Asserts rules of one literal on level 0, whatever the level is; returns one that cannot hold. */
    private int assertStanding() {
        int kept = 0;
        int conflict = NONE;
        for (int i = 0; i < standing.size(); i++) {
            int rule = standing.get(i);
            int[] literals = rules.get(rule);
            if (literals.length == 0 || value(literals[0]) < 0) {
                standing.set(kept++, rule);
                conflict = rule;
            } else if (value(literals[0]) == 0) {
                assign(literals[0], rule, 0);
            } else if (levels[Math.abs(literals[0])] > 0) {
                standing.set(kept++, rule);
            }
        }
        standing.truncate(kept);
        return conflict;
    }

    private void conflict(int rule) {
        if (pendingConflict == NONE) {
            pendingConflict = rule;
        }
    }

    /** Swaps to index {@code to} the literal that is best to watch: true, then undecided, then false latest. */
    private void bestFirst(int[] literals, int to) {
        int best = to;
        for (int i = to + 1; i < literals.length; i++) {
            if (watchRank(literals[i]) > watchRank(literals[best])) {
                best = i;
            }
        }
        int swapped = literals[to];
        literals[to] = literals[best];
        literals[best] = swapped;
    }

    private int watchRank(int literal) {
        int value = value(literal);
        return value >= 0 ? Integer.MAX_VALUE - 1 + value : levels[Math.abs(literal)];
    }

    private void assign(int literal, int rule, int level) {
        int variable = Math.abs(literal);
        values[variable] = (byte) (literal > 0 ? 1 : -1);
        levels[variable] = level;
        reasons[variable] = rule;
        trail.add(literal);
    }

    private void watch(int literal, int rule) {
        int index = index(literal);
        IntList list = watches[index];
        if (list == null) {
            list = new IntList();
            watches[index] = list;
        }
        list.add(rule);
    }

    /** Looks at the rules that watch the negation of a literal which just became true. */
    private int visit(int literal) {
        int falsified = -literal;
        IntList watching = watches[index(falsified)];
        if (watching == null) {
            return NONE;
        }
        int kept = 0;
        int conflict = NONE;
        for (int i = 0; i < watching.size(); i++) {
            int rule = watching.get(i);
            if (conflict != NONE || !moveWatch(rule, falsified)) {
                watching.set(kept++, rule);
                int first = rules.get(rule)[0];
                if (conflict == NONE && value(first) < 0) {
                    conflict = rule;
                } else if (conflict == NONE && value(first) == 0) {
                    assign(first, rule, level());
                }
            }
        }
        watching.truncate(kept);
        return conflict;
    }

    /** Finds another literal to watch; false when there is none or none is needed, with the other watch at index 0. */
    private boolean moveWatch(int rule, int falsified) {
        int[] literals = rules.get(rule);
        if (literals[0] == falsified) {
            literals[0] = literals[1];
            literals[1] = falsified;
        }
        if (value(literals[0]) > 0) {
            return false;
        }
        for (int i = 2; i < literals.length; i++) {
            if (value(literals[i]) >= 0) {
                literals[1] = literals[i];
                literals[i] = falsified;
                watch(literals[1], rule);
                return true;
            }
        }
        return false;
    }

    private static int index(int literal) {
        return literal > 0 ? literal * 2 : -literal * 2 + 1;
    }
}
