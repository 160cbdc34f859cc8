package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.transaction.FreshSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small universes, all of whose subsets can be tried: the solver must find a solution exactly when there is one. */
class RandomUniversesTest {
    private static final int FEW = 100;
    private static final int MANY = 5000;
    private static final int MOST_PACKAGES = 10;

    @ParameterizedTest
    @ValueSource(strings = {"rpm", "deb"})
    void solves_exactly_what_can_be_solved(String scheme) {
        check(scheme, 0, FEW);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"rpm", "deb"})
    void solves_exactly_what_can_be_solved_in_many_universes(String scheme) {
        check(scheme, FEW, FEW + MANY);
    }

    @Test
    void chooses_as_dnf_exactly_where_something_can_be_chosen_and_gives_each_package_a_reason() {
        for (int seed = 0; seed < FEW; seed++) {
            Generator generator = new Generator(seed);
            String text = generator.universe();
            Universe universe = Universe.rpm(text);
            Request request = generator.request();
            FreshSystem.Choice choice = new FreshSystem(universe).choose(request);
            Set<Integer> answers = allAnswers(universe, request);
            assertThat(choice.problems().isEmpty())
                    .as("%s\n%s\nsaid: %s", text, request, choice.problems())
                    .isEqualTo(!answers.isEmpty());
            if (choice.problems().isEmpty()) {
                Solution arranged = new Solver(universe).arrange(request, choice.packages());
                assertThat(arranged.reasons().keySet())
                        .as("%s\n%s", text, request)
                        .containsExactlyInAnyOrderElementsOf(choice.packages());
                assertThat(answers).as("%s\n%s", text, request).contains(bits(universe, arranged));
                everythingHasAReason(arranged, text);
            }
        }
    }

    private static void check(String scheme, int from, int to) {
        int solvable = 0;
        for (int seed = from; seed < to; seed++) {
            Generator generator = new Generator(seed);
            String text = generator.universe();
            Universe universe = scheme.equals("rpm") ? Universe.rpm(text) : Universe.deb(text);
            Request request = generator.request();
            if (check(universe, request, text)) {
                solvable++;
            }
        }
        assertThat(solvable).as("both kinds occur").isBetween((to - from) / 5, (to - from) * 4 / 5);
    }

    private static boolean check(Universe universe, Request request, String text) {
        Set<Integer> answers = allAnswers(universe, request);
        Optional<Solution> solution = Optional.empty();
        try {
            solution = Optional.of(new Solver(universe).solve(request));
        } catch (UnsolvableException e) {
            assertThat(answers)
                    .as("%s\n%s\nsaid: %s", text, request, e.getMessage())
                    .isEmpty();
            assertThat(e.explanation().because()).isNotEmpty();
        }
        solution.ifPresent(found -> {
            int picked = bits(universe, found);
            assertThat(answers).as("%s\n%s", text, request).contains(picked);
            everythingHasAReason(found, text);
            theOrderOfTheSourceDoesNotMatter(universe, request, found, text);
            aLockKeepsTheResult(universe, request, found, text);
            theFirstEntryIsAsNewAsCanBe(universe, request, picked, answers, text);
            if (request.recommends()) {
                int needed = bits(universe, new Solver(universe).solve(request.withRecommends(false)));
                assertThat(picked & needed).as("%s\n%s", text, request).isEqualTo(needed);
            }
        });
        return solution.isPresent();
    }

    private static int bits(Universe universe, Solution solution) {
        int bits = 0;
        for (int i = 0; i < universe.packages().size(); i++) {
            bits |= solution.reasons().containsKey(universe.packages().get(i).nevra()) ? 1 << i : 0;
        }
        return bits;
    }

    private static Set<Integer> allAnswers(Universe universe, Request request) {
        List<RpmPackage> packages = universe.packages();
        Set<Integer> answers = new HashSet<>();
        for (int bits = 0; bits < 1 << packages.size(); bits++) {
            List<RpmPackage> subset = subset(packages, bits);
            Judge judge = new Judge(universe.versions(), subset);
            if (subset.stream().noneMatch(p -> request.exclude().contains(p.name()))
                    && request.install().stream().allMatch(judge::holds)
                    && judge.isConsistent(request.multiversion())) {
                answers.add(bits);
            }
        }
        return answers;
    }

    private static List<RpmPackage> subset(List<RpmPackage> packages, int bits) {
        List<RpmPackage> subset = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            if ((bits >> i & 1) == 1) {
                subset.add(packages.get(i));
            }
        }
        return subset;
    }

    /** What a reason names is there, and the package is an answer to it. */
    private static void everythingHasAReason(Solution found, String text) {
        Set<String> nevras = new HashSet<>();
        found.packages().forEach(p -> nevras.add(p.nevra().toString()));
        found.packages()
                .forEach(p -> assertThat(found.why(p))
                        .as("%s\n%s", text, p.nevra())
                        .isNotEmpty()
                        .allSatisfy(link -> {
                            assertThat(nevras).contains(link.subject().toString());
                            assertThat(link.considered()).contains(link.subject());
                        }));
        assertThat(found.reasons()).hasSize(found.packages().size());
    }

    private static void theOrderOfTheSourceDoesNotMatter(
            Universe universe, Request request, Solution found, String text) {
        List<RpmPackage> reversed = universe.packages().reversed();
        Solution again = new Solver(new Universe(universe.versions(), reversed)).solve(request);
        assertThat(again.packages()).as("%s\n%s", text, request).isEqualTo(found.packages());
        assertThat(again.reasons()).isEqualTo(found.reasons());
    }

    private static void aLockKeepsTheResult(Universe universe, Request request, Solution found, String text) {
        Set<Nevra> chosen = found.reasons().keySet();
        for (Request.Lock lock : List.of(Request.Lock.exactly(chosen), Request.Lock.preferring(chosen))) {
            Solution again = new Solver(universe).solve(request.locked(lock));
            assertThat(again.packages()).as("%s\n%s", text, request).isEqualTo(found.packages());
        }
    }

    /** The first entry is decided before anything else, so only impossibility keeps its newest version out. */
    private static void theFirstEntryIsAsNewAsCanBe(
            Universe universe, Request request, int picked, Set<Integer> answers, String text) {
        String name = request.install().getFirst().toString();
        Comparator<Evr> order = universe.versions();
        Optional<Evr> best = answers.stream()
                .flatMap(bits -> subset(universe.packages(), bits).stream())
                .filter(p -> p.name().equals(name))
                .map(RpmPackage::evr)
                .max(order);
        Optional<Evr> found = subset(universe.packages(), picked).stream()
                .filter(p -> p.name().equals(name))
                .map(RpmPackage::evr)
                .max(order);
        boolean ownNameOnly =
                universe.providing(name).stream().allMatch(p -> p.name().equals(name));
        if (ownNameOnly && !request.multiversion().contains(name)) {
            assertThat(found).as("%s\n%s", text, request).isEqualTo(best);
        }
    }

    /** Writes universes in the tests' text form; the seed alone decides what they hold. */
    private static final class Generator {
        private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
        private static final List<String> VIRTUAL = List.of("v", "w", "/bin/x");
        private static final List<String> OPERATORS = List.of("<", "<=", "=", ">=", ">");

        private final Random random;

        Generator(int seed) {
            this.random = new Random(seed);
        }

        String universe() {
            StringBuilder text = new StringBuilder();
            int left = MOST_PACKAGES;
            for (String name : NAMES) {
                int versions = 1 + random.nextInt(3);
                for (int version = 1; version <= versions && left > 0; version++, left--) {
                    text.append(name).append(' ').append(version).append("-1\n");
                    describe(text);
                }
            }
            return text.toString();
        }

        Request request() {
            Request request =
                    Universe.request(random.nextBoolean() ? "a" : "a,b").withRecommends(random.nextInt(3) == 0);
            request = random.nextInt(4) == 0 ? request.excluding(Set.of(pick(NAMES.subList(2, 6)))) : request;
            return random.nextInt(4) == 0 ? request.withMultiversion(Set.of(pick(NAMES))) : request;
        }

        private void describe(StringBuilder text) {
            add(text, 60, "requires", this::requirement);
            add(text, 50, "requires", this::requirement);
            add(
                    text,
                    30,
                    "provides",
                    () -> pick(VIRTUAL.subList(0, 2)) + (chance(50) ? " = " + (1 + random.nextInt(3)) : ""));
            add(text, 20, "files", () -> "/bin/x");
            add(text, 35, "conflicts", this::conflict);
            add(text, 12, "obsoletes", this::simple);
            add(text, 20, "recommends", this::requirement);
            add(text, 8, "supplements", this::simple);
        }

        private void add(StringBuilder text, int percent, String kind, java.util.function.Supplier<String> entry) {
            if (chance(percent)) {
                text.append("  ").append(kind).append(' ').append(entry.get()).append('\n');
            }
        }

        private String requirement() {
            return switch (random.nextInt(12)) {
                case 0 -> "(" + simple() + " or " + simple() + ")";
                case 1 -> "(" + simple() + " and " + simple() + ")";
                case 2 -> "(" + simple() + " if " + simple() + ")";
                case 3 -> "(" + simple() + " if " + simple() + " else " + simple() + ")";
                case 4 -> "((" + simple() + " and " + simple() + ") or " + simple() + ")";
                case 5 -> "(" + simple() + " with " + simple() + ")";
                case 6 -> "(" + pick(VIRTUAL) + " without " + simple() + ")";
                case 7 -> "((" + simple() + " and " + simple() + ") or (" + simple() + " and " + simple() + "))";
                case 8 -> "(" + simple() + " if (" + simple() + " or " + simple() + "))";
                default -> simple();
            };
        }

        private String conflict() {
            return switch (random.nextInt(8)) {
                case 0 -> "(" + simple() + " and " + simple() + ")";
                case 1 -> "(" + simple() + " unless " + simple() + ")";
                case 2 -> "(" + simple() + " or " + simple() + ")";
                case 3 -> "(" + simple() + " unless " + simple() + " else " + simple() + ")";
                default -> simple();
            };
        }

        private String simple() {
            String name = chance(70) ? pick(NAMES) : pick(VIRTUAL);
            return chance(40) && !name.startsWith("/")
                    ? name + " " + pick(OPERATORS) + " " + (1 + random.nextInt(3))
                    : name;
        }

        private boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }

        private String pick(List<String> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
