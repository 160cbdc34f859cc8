package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.solver.Formula.All;
import org.atomsmith.solver.Formula.AnyOf;
import org.atomsmith.solver.Formula.Either;
import org.atomsmith.solver.Formula.NoneOf;
import org.atomsmith.solver.sat.Cdcl;
import org.atomsmith.solver.sat.IntList;

/** Turns formulas into rules and hands them to the engine, keeping what the engine does not need to know. */
final class Rules {
    private static final IntList NOTHING = new IntList();

    private final Pool pool;
    private final Cdcl engine;
    private final Map<Integer, Rule> byNumber = new HashMap<>();
    private final List<Rule> inOrder = new ArrayList<>();
    private final Map<Integer, Formula> auxiliaries = new HashMap<>();
    private final IntList unconditional = new IntList();
    private final Map<Integer, IntList> guardedBy = new HashMap<>();

    Rules(Pool pool, Cdcl engine) {
        this.pool = pool;
        this.engine = engine;
    }

    /** Tells the engine of all variables that the pool has given out. */
    void makeRoom() {
        engine.variables(pool.size());
    }

    /** All rules with choices, in the order in which they were made. */
    List<Rule> withChoices() {
        return inOrder;
    }

    /** Places in {@link #withChoices} of the rules without conditions. */
    IntList unconditional() {
        return unconditional;
    }

    /** Places in {@link #withChoices} of the rules that have this variable among their conditions. */
    IntList guardedBy(int variable) {
        return guardedBy.getOrDefault(variable, NOTHING);
    }

    /** The rule of that number in the engine; it must not be a learnt one. */
    Rule get(int number) {
        Rule rule = byNumber.get(number);
        if (rule == null) {
            throw new IllegalArgumentException("rule " + number + " was learnt");
        }
        return rule;
    }

    /** What an auxiliary variable stands for; it is only ever implied in this direction: variable, then formula. */
    Formula meaning(int auxiliary) {
        Formula meaning = auxiliaries.get(auxiliary);
        if (meaning == null) {
            throw new IllegalArgumentException("variable " + auxiliary + " is not auxiliary");
        }
        return meaning;
    }

    /** Forbids that all of these are installed together. */
    void forbid(Cause cause, int... together) {
        add(Arrays.stream(together).map(v -> -v).toArray(), new int[0], cause);
    }

    /** States that the formula holds whenever all of {@code guards} are true. */
    void require(int[] guards, Formula formula, Cause cause) {
        switch (formula) {
            case AnyOf(int[] packages) -> clause(guards, packages, cause);
            case NoneOf(int[] packages) -> {
                for (int other : packages) {
                    clause(append(guards, other), new int[0], cause);
                }
            }
            case All(List<Formula> parts) -> parts.forEach(part -> require(guards, part, cause));
            case Either(List<Formula> parts) -> {
                IntList conditions = new IntList();
                IntList choices = new IntList();
                for (int guard : guards) {
                    conditions.add(guard);
                }
                flatten(parts, guards, conditions, choices, cause);
                clause(conditions.toArray(), choices.toArray(), cause);
            }
        }
    }

    private void flatten(List<Formula> parts, int[] guards, IntList conditions, IntList choices, Cause cause) {
        for (Formula part : parts) {
            switch (part) {
                case AnyOf(int[] packages) -> Arrays.stream(packages).forEach(choices::add);
                case NoneOf(int[] packages) -> {
                    if (packages.length == 0) {
                        // Nobody could be in the way: this part holds, and with it the whole.
                        conditions.add(never(cause));
                    } else if (packages.length == 1) {
                        conditions.add(packages[0]);
                    } else {
                        conditions.add(oneOf(guards, packages, cause));
                    }
                }
                case Either(List<Formula> inner) -> flatten(inner, guards, conditions, choices, cause);
                case All(List<Formula> inner) -> {
                    int all = auxiliary(part);
                    require(new int[] {all}, new All(inner), cause);
                    choices.add(all);
                }
            }
        }
    }

    /** A variable that is true when the guards and one of the packages are. */
    private int oneOf(int[] guards, int[] packages, Cause cause) {
        int some = auxiliary(new AnyOf(packages));
        for (int one : packages) {
            clause(append(guards, one), new int[] {some}, cause);
        }
        return some;
    }

    private int never(Cause cause) {
        int never = auxiliary(new AnyOf(new int[0]));
        forbid(cause, never);
        return never;
    }

    /** A new variable that stands for a formula. */
    int auxiliary(Formula meaning) {
        int variable = pool.auxiliary();
        engine.variables(variable);
        auxiliaries.put(variable, meaning);
        return variable;
    }

    private void clause(int[] guards, int[] choices, Cause cause) {
        int[] distinct = Arrays.stream(choices).distinct().toArray();
        int[] conditions = Arrays.stream(guards).distinct().toArray();
        for (int choice : distinct) {
            for (int condition : conditions) {
                if (choice == condition) {
                    return;
                }
            }
        }
        int[] literals = new int[conditions.length + distinct.length];
        for (int i = 0; i < conditions.length; i++) {
            literals[i] = -conditions[i];
        }
        System.arraycopy(distinct, 0, literals, conditions.length, distinct.length);
        add(literals, distinct, cause);
    }

    private void add(int[] literals, int[] choices, Cause cause) {
        makeRoom();
        Rule rule = new Rule(literals, choices, cause);
        byNumber.put(engine.add(literals.clone()), rule);
        if (choices.length > 0) {
            for (int literal : literals) {
                if (literal < 0) {
                    guardedBy.computeIfAbsent(-literal, v -> new IntList()).add(inOrder.size());
                }
            }
            if (choices.length == literals.length) {
                unconditional.add(inOrder.size());
            }
            inOrder.add(rule);
        }
    }

    private static int[] append(int[] guards, int one) {
        int[] longer = Arrays.copyOf(guards, guards.length + 1);
        longer[guards.length] = one;
        return longer;
    }
}
