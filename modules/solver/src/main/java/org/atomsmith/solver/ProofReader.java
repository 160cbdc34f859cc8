package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;

/**
 * Words a smallest contradiction as a tree: from each entry of the request that takes part in it, through the packages
 * that could answer it, to what stands against each of them.
 */
final class ProofReader {
    private static final int MOST_LISTED = 3;

    private final Pool pool;
    private final Request request;
    private final Missing missing;
    private final Map<Cause, List<Rule>> byCause = new LinkedHashMap<>();
    private final BitSet told = new BitSet();
    /** Packages whose lines are being written, and below which of them each conflict was told. */
    private final BitSet open = new BitSet();

    private final Map<Cause, BitSet> toldBelow = new HashMap<>();

    private ProofReader(Pool pool, Request request, List<Rule> core) {
        this.pool = pool;
        this.request = request;
        this.missing = new Missing(pool);
        for (Rule rule : core) {
            byCause.computeIfAbsent(rule.cause(), c -> new ArrayList<>()).add(rule);
        }
    }

    /** Explains rules that contradict each other. */
    static Explanation explain(Pool pool, Request request, List<Rule> unsatisfiable) {
        return new ProofReader(pool, request, Core.minimal(unsatisfiable)).explain();
    }

    private Explanation explain() {
        List<Explanation> roots = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        byCause.forEach((cause, rules) -> {
            switch (cause) {
                case Cause.Asked asked -> {
                    wanted.add(asked.dependency().toString());
                    roots.add(wish("you asked for " + asked.dependency(), asked.dependency(), rules));
                }
                case Cause.EssentialName essential -> {
                    wanted.add(essential.name());
                    roots.add(wish(essential.name() + " is essential", Dependency.Simple.any(essential.name()), rules));
                }
                case Cause.Installed(int self) -> {
                    kept.add(nevra(self));
                    String sentence = nevra(self) + " is installed";
                    List<Explanation> because = wish(
                                    sentence,
                                    Dependency.Simple.any(pool.get(self).name()),
                                    rules)
                            .because();
                    roots.add(new Explanation(sentence, because));
                }
                default -> {
                    // Told below the package that it belongs to.
                }
            }
        });
        return new Explanation(headline(wanted, kept), roots);
    }

    private static String headline(List<String> wanted, List<String> kept) {
        return switch (wanted.size()) {
            case 0 -> String.join(" and ", kept) + " cannot stay installed:";
            case 1 -> wanted.getFirst() + " cannot be installed:";
            default -> String.join(" and ", wanted) + " cannot be installed together:";
        };
    }

    /** A sentence that calls for a dependency, and why each package that could answer it cannot. */
    private Explanation wish(String sentence, Dependency dependency, List<Rule> rules) {
        BitSet candidates = new BitSet();
        for (Rule rule : rules) {
            for (int choice : rule.choices()) {
                collectPackages(choice, rules, candidates);
            }
        }
        if (candidates.isEmpty()) {
            return Explanation.fact(sentence + ", but " + missing.sentence(dependency));
        }
        List<Explanation> because = new ArrayList<>();
        Map<String, List<Integer>> alike = new LinkedHashMap<>();
        Map<String, List<Line>> linesOf = new LinkedHashMap<>();
        candidates.stream().boxed().sorted(this::inReadingOrder).forEach(candidate -> {
            List<Line> lines = against(candidate);
            String key = pool.get(candidate).name() + "\n" + lines;
            alike.computeIfAbsent(key, k -> new ArrayList<>()).add(candidate);
            linesOf.put(key, lines);
        });
        alike.forEach((key, packages) -> {
            String subject = subject(packages);
            List<Line> lines = linesOf.getOrDefault(key, List.of());
            lines.forEach(line -> because.add(new Explanation(subject + " " + line.predicate(), line.because())));
        });
        return new Explanation(sentence + (because.isEmpty() ? ", which is ruled out as said above" : ""), because);
    }

    private void collectPackages(int choice, List<Rule> rules, BitSet into) {
        if (pool.isPackage(choice)) {
            into.set(choice);
            return;
        }
        for (Rule rule : rules) {
            if (rule.literals()[0] == -choice) {
                for (int inner : rule.choices()) {
                    collectPackages(inner, rules, into);
                }
            }
        }
    }

    /** What stands against a package, without naming it, so that packages with the same fate can share the lines. */
    private record Line(String predicate, List<Explanation> because) {}

    private List<Line> against(int candidate) {
        List<Line> lines = new ArrayList<>();
        if (told.get(candidate)) {
            return List.of(new Line("is ruled out as said above", List.of()));
        }
        told.set(candidate);
        open.set(candidate);
        byCause.forEach((cause, rules) -> {
            switch (cause) {
                case Cause.Excluded(int owner) when owner == candidate -> lines.add(new Line("is excluded", List.of()));
                case Cause.NotLocked(int owner)
                when owner == candidate ->
                    lines.add(new Line("is not the version in the lockfile (" + locked(candidate) + ")", List.of()));
                case Cause.Requires(int owner, int _, Dependency dependency)
                when owner == candidate -> {
                    Explanation wish = wish("requires " + dependency, dependency, rules);
                    lines.add(new Line(wish.sentence(), wish.because()));
                }
                default -> {
                    // Conflicts come after what the package itself needs.
                }
            }
        });
        byCause.forEach((cause, rules) -> {
            BitSet below = toldBelow.computeIfAbsent(cause, c -> new BitSet());
            if (!below.get(candidate)) {
                conflict(candidate, cause, rules).ifPresent(line -> {
                    lines.add(line);
                    below.or(open);
                });
            }
        });
        open.clear(candidate);
        return lines;
    }

    private Optional<Line> conflict(int candidate, Cause cause, List<Rule> rules) {
        return switch (cause) {
            case Cause.Conflicts(int owner, int _, Dependency dependency) ->
                excluding(candidate, owner, rules, "conflicts with " + dependency);
            case Cause.Obsoletes(int owner, int _, Dependency.Simple dependency) ->
                excluding(candidate, owner, rules, "obsoletes " + dependency);
            case Cause.SameName(int owner, int other)
            when (owner == candidate || other == candidate)
                    && !request.installed().contains(pool.get(candidate).nevra()) ->
                Optional.of(new Line(
                        "cannot be installed beside "
                                + nevra(owner == candidate ? other : owner)
                                + ": only one version of a name can be",
                        List.of()));
            default -> Optional.empty();
        };
    }

    /** The line of a candidate that takes part in what {@code owner} declares, from the candidate's side. */
    private Optional<Line> excluding(int candidate, int owner, List<Rule> rules, String declared) {
        BitSet involved = new BitSet();
        for (Rule rule : rules) {
            for (int literal : rule.literals()) {
                if (pool.isPackage(Math.abs(literal))) {
                    involved.set(Math.abs(literal));
                }
            }
        }
        if (!involved.get(candidate)) {
            return Optional.empty();
        }
        if (owner != candidate) {
            return Optional.of(new Line("is ruled out by " + nevra(owner) + ", which " + declared, List.of()));
        }
        List<String> others = new ArrayList<>();
        involved.clear(owner);
        involved.stream().forEach(v -> others.add(nevra(v)));
        return Optional.of(
                new Line(declared + (others.isEmpty() ? "" : ", which rules out " + list(others)), List.of()));
    }

    private String locked(int candidate) {
        return String.join(
                ", ",
                request.lock().packages().stream()
                        .filter(n -> n.name().equals(pool.get(candidate).name()))
                        .map(Nevra::toString)
                        .sorted()
                        .toList());
    }

    private int inReadingOrder(int a, int b) {
        int c = pool.get(a).name().compareTo(pool.get(b).name());
        return c != 0
                ? c
                : pool.versions().compare(pool.get(b).evr(), pool.get(a).evr());
    }

    private String subject(List<Integer> packages) {
        List<String> names = packages.stream().map(this::nevra).toList();
        return names.size() == 1 ? names.getFirst() : "each of " + list(names);
    }

    private static String list(List<String> names) {
        return names.size() <= MOST_LISTED + 1
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_LISTED)) + " and " + (names.size() - MOST_LISTED) + " more";
    }

    private String nevra(int variable) {
        return pool.get(variable).nevra().toString();
    }
}
