package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.solver.sat.Cdcl;
import org.junit.jupiter.api.Test;

class CdclTest {
    private static final int VARIABLES = 9;

    @Test
    void satisfies_random_clauses_exactly_when_some_assignment_does() {
        Random random = new Random(1);
        int satisfiable = 0;
        for (int round = 0; round < 2000; round++) {
            List<int[]> clauses = clauses(random, 30 + random.nextInt(20));
            Cdcl engine = new Cdcl();
            engine.variables(VARIABLES);
            clauses.forEach(c -> engine.add(c.clone()));
            boolean solved = solve(engine, VARIABLES);
            assertThat(solved).isEqualTo(hasModel(clauses));
            if (solved) {
                assertThat(clauses).allMatch(c -> holds(c, engine));
                satisfiable++;
            } else {
                List<int[]> refutation = new ArrayList<>();
                engine.refutation().stream().forEach(i -> refutation.add(clauses.get(i)));
                assertThat(hasModel(refutation)).isFalse();
            }
        }
        assertThat(satisfiable).isBetween(400, 1600);
    }

    @Test
    void proves_that_five_pigeons_do_not_fit_into_four_holes() {
        Cdcl engine = new Cdcl();
        engine.variables(20);
        for (int pigeon = 0; pigeon < 5; pigeon++) {
            engine.add(new int[] {pigeon * 4 + 1, pigeon * 4 + 2, pigeon * 4 + 3, pigeon * 4 + 4});
            for (int other = 0; other < pigeon; other++) {
                for (int hole = 1; hole <= 4; hole++) {
                    engine.add(new int[] {-(pigeon * 4 + hole), -(other * 4 + hole)});
                }
            }
        }
        assertThat(solve(engine, 20)).isFalse();
        assertThat(engine.refutation().cardinality()).isEqualTo(5 + 4 * 10);
    }

    @Test
    void a_minimal_core_contradicts_itself_and_no_cause_of_it_can_be_spared() {
        Random random = new Random(2);
        int cores = 0;
        for (int round = 0; round < 300; round++) {
            List<Rule> rules = new ArrayList<>();
            for (int[] clause : clauses(random, 45)) {
                Cause cause = new Cause.Asked(rules.size(), Dependency.Simple.any("x"));
                rules.add(new Rule(clause, new int[0], cause));
            }
            if (!hasModel(literals(rules))) {
                List<Rule> core = Core.minimal(rules);
                assertThat(hasModel(literals(core))).isFalse();
                for (Rule spared : core) {
                    assertThat(hasModel(literals(
                                    core.stream().filter(r -> r != spared).toList())))
                            .isTrue();
                }
                cores++;
            }
        }
        assertThat(cores).isGreaterThan(50);
    }

    private static List<int[]> literals(List<Rule> rules) {
        return rules.stream().map(Rule::literals).toList();
    }

    private static List<int[]> clauses(Random random, int count) {
        List<int[]> clauses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] clause = random.ints(1 + random.nextInt(20) / 6, 1, VARIABLES + 1)
                    .distinct()
                    .map(v -> random.nextBoolean() ? v : -v)
                    .toArray();
            // Single literals are rare, or nothing would be satisfiable.
            if (clause.length > 1 || random.nextInt(8) == 0) {
                clauses.add(clause);
            }
        }
        return clauses;
    }

    private static boolean solve(Cdcl engine, int variables) {
        while (true) {
            int conflict = engine.propagate();
            if (conflict != Cdcl.NONE) {
                if (!engine.learn(conflict)) {
                    return false;
                }
            } else {
                int open = 1;
                while (open <= variables && engine.value(open) != 0) {
                    open++;
                }
                if (open > variables) {
                    return true;
                }
                engine.decide(open);
            }
        }
    }

    private static boolean holds(int[] clause, Cdcl engine) {
        for (int literal : clause) {
            if (engine.value(literal) > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasModel(List<int[]> clauses) {
        for (int bits = 0; bits < 1 << VARIABLES; bits++) {
            int assignment = bits;
            if (clauses.stream().allMatch(clause -> holds(clause, assignment))) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(int[] clause, int assignment) {
        for (int literal : clause) {
            boolean isTrue = (assignment >> (Math.abs(literal) - 1) & 1) == 1;
            if (isTrue == literal > 0) {
                return true;
            }
        }
        return false;
    }
}
