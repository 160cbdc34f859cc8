package org.atomsmith.compose.resolve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.Repository;
import org.atomsmith.solver.Explanation;
import org.atomsmith.solver.Request;
import org.atomsmith.solver.Solution;
import org.atomsmith.solver.Solver;
import org.atomsmith.solver.UnsolvableException;
import org.atomsmith.solver.transaction.FreshSystem;
import org.atomsmith.solver.transaction.Problem;

/**
 * Chooses packages by the rules that people know from the repositories' own package manager: from RPM repositories those that
 * dnf would install into an empty root, from others those that {@link Solver} finds.
 */
final class PackageChoice {
    private final PackageSource source;
    private final Map<String, FreshSystem.Rank> ranks = new LinkedHashMap<>();
    private final boolean likeDnf;

    /**
     * Chooses from a source.
     *
     * @param repositories where the source's packages come from
     */
    PackageChoice(PackageSource source, List<Repository> repositories) {
        this.source = source;
        this.likeDnf = repositories.stream().allMatch(r -> r.format().name().equals("rpm"));
        repositories.forEach(r -> ranks.put(r.id(), new FreshSystem.Rank(r.priority(), r.cost())));
    }

    /** Repositories in the order in which they are asked: the best priority and the lowest cost first, else as they were given. */
    static List<Repository> ranked(List<Repository> repositories) {
        return repositories.stream()
                .sorted(Comparator.comparingInt(Repository::priority).thenComparingInt(Repository::cost))
                .toList();
    }

    /**
     * Chooses the packages of a request.
     *
     * @throws UnsolvableException when nothing satisfies it
     */
    Solution solve(Request request) {
        Solver solver = new Solver(source);
        if (!likeDnf) {
            return solver.solve(request);
        }
        FreshSystem.Choice choice = new FreshSystem(source, ranks).choose(request);
        if (choice.problems().isEmpty()) {
            return solver.arrange(request, choice.packages());
        }
        // It finds the smallest contradiction and tells it in sentences.
        solver.solve(request);
        throw new UnsolvableException(explain(choice.problems()));
    }

    /** For what only dnf's rules forbid: priorities of repositories, inferior architectures. */
    private static Explanation explain(List<Problem> problems) {
        List<Explanation> all = new ArrayList<>();
        for (Problem problem : problems) {
            List<Explanation> because = new ArrayList<>();
            problem.core().stream()
                    .filter(reason -> !reason.equals(problem.reason()))
                    .forEach(reason -> because.add(Explanation.fact(reason.toString())));
            all.add(new Explanation(problem.reason().toString(), because));
        }
        return all.size() == 1 ? all.getFirst() : new Explanation("the packages do not fit together:", all);
    }
}
