package org.atomsmith.solver;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.sat.IntList;

/** Finds the shortest chain of reasons from the request to every package: hard dependencies before weak ones. */
final class Chains {
    private final Pool pool;
    private final Encoder encoder;
    private final Needs needs;
    private final Sweep sweep;
    private final Map<Integer, Why> found = new HashMap<>();
    private final Deque<Integer> open = new ArrayDeque<>();

    Chains(Pool pool, Encoder encoder, Needs needs, Sweep sweep) {
        this.pool = pool;
        this.encoder = encoder;
        this.needs = needs;
        this.sweep = sweep;
    }

    /** The last link of each package's chain; {@code inOrder} are all packages in a fixed order. */
    Map<Integer, Why> of(Request request, int[] inOrder) {
        for (Dependency asked : request.install()) {
            needs.ofRequest(asked).forEach(v -> link(v, new Reason.Requested(asked), encoder.requestFormula(asked)));
        }
        for (int variable : inOrder) {
            Cause cause = sweep.cause(variable);
            if (cause instanceof Cause.EssentialName || cause instanceof Cause.Installed) {
                link(variable, reason(cause), formula(cause));
            }
        }
        follow();
        // What remains came through weak dependencies, each of which may bring more.
        for (int variable : inOrder) {
            Cause cause = sweep.cause(variable);
            link(variable, reason(cause), formula(cause));
            follow();
        }
        return found;
    }

    private void follow() {
        while (!open.isEmpty()) {
            int owner = open.remove();
            RpmPackage from = pool.get(owner);
            for (RpmPackage.Requirement requirement : from.requires()) {
                Dependency dependency = requirement.dependency();
                needs.of(owner, dependency)
                        .forEach(v ->
                                link(v, new Reason.Required(from.nevra(), dependency), encoder.formula(dependency)));
            }
        }
    }

    private void link(int variable, Reason reason, Formula formula) {
        if (!found.containsKey(variable)) {
            IntList considered = new IntList();
            mentioned(formula, considered);
            if (considered.size() == 0) {
                considered.add(variable);
            }
            List<Nevra> candidates = Arrays.stream(considered.toArray())
                    .mapToObj(v -> pool.get(v).nevra())
                    .distinct()
                    .toList();
            found.put(variable, new Why(pool.get(variable).nevra(), reason, candidates));
            open.add(variable);
        }
    }

    private static void mentioned(Formula formula, IntList into) {
        switch (formula) {
            case Formula.AnyOf(int[] packages) -> Arrays.stream(packages).forEach(into::add);
            case Formula.NoneOf _ -> {}
            case Formula.All(List<Formula> parts) -> parts.forEach(part -> mentioned(part, into));
            case Formula.Either(List<Formula> parts) -> parts.forEach(part -> mentioned(part, into));
        }
    }

    private Formula formula(Cause cause) {
        return switch (cause) {
            case Cause.Requires requires -> encoder.formula(requires.dependency());
            case Cause.Weak weak -> encoder.formula(weak.dependency());
            default -> new Formula.AnyOf(new int[0]);
        };
    }

    private Reason reason(Cause cause) {
        return switch (cause) {
            case Cause.Asked asked -> new Reason.Requested(asked.dependency());
            case Cause.EssentialName essential -> new Reason.Essential(essential.name());
            case Cause.Installed installed ->
                new Reason.Installed(pool.get(installed.self()).nevra());
            case Cause.Requires requires ->
                new Reason.Required(pool.get(requires.owner()).nevra(), requires.dependency());
            case Cause.Conflicts conflicts ->
                new Reason.Required(pool.get(conflicts.owner()).nevra(), conflicts.dependency());
            case Cause.Weak weak ->
                new Reason.Recommended(pool.get(weak.owner()).nevra(), weak.dependency());
            case Cause.Supplements supplements ->
                new Reason.Supplementing(pool.get(supplements.self()).nevra(), supplements.dependency());
            case Cause.Obsoletes _, Cause.SameName _, Cause.Excluded _, Cause.NotLocked _ ->
                throw new IllegalStateException("a rule that forbids called for a package");
        };
    }
}
