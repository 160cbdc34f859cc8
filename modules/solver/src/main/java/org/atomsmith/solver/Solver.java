package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.sat.Cdcl;

/**
 * Finds the packages that satisfy a request: the newest version of each name, the fewest packages, the first alternative.
 * The result is a function of the request and the source alone.
 */
public final class Solver {
    private final PackageSource source;

    /** Solves requests against this source. */
    public Solver(PackageSource source) {
        this.source = source;
    }

    /**
     * Solves one request. The source's essential packages are part of it unless they are excluded.
     *
     * @throws UnsolvableException when nothing satisfies the request; it says why
     */
    public Solution solve(Request request) {
        Pool pool = new Pool(source, new Architectures(request.arch()));
        Cdcl engine = new Cdcl();
        Rules rules = new Rules(pool, engine);
        Encoder encoder = new Encoder(request, pool, rules);
        Search search = new Search(engine, pool, encoder, rules, request.installed());
        if (!search.satisfyRequest()) {
            List<Rule> core = new ArrayList<>();
            engine.refutation().stream().forEach(number -> core.add(rules.get(number)));
            throw new UnsolvableException(ProofReader.explain(pool, request, core));
        }
        if (request.recommends()) {
            search.satisfyWishes();
        }
        Sweep sweep = new Sweep(search::installed, rules);
        sweep.run(
                search.granted().entrySet(),
                (wish, needed) -> encoder.formula(wish).holds(needed));
        return solution(request, pool, encoder, sweep);
    }

    /**
     * Puts packages that were chosen otherwise in the order of installation, with the reason why each of them is there.
     * What nothing calls for, of those chosen, is left out.
     *
     * @param request what they were chosen for
     * @param chosen packages of the source that satisfy it together
     */
    public Solution arrange(Request request, Set<Nevra> chosen) {
        Pool pool = new Pool(source, new Architectures(request.arch()));
        Rules rules = new Rules(pool, new Cdcl());
        Encoder encoder = new Encoder(request, pool, rules);
        Chosen model = new Chosen(pool, rules, encoder, chosen);
        encoder.writeRequest();
        model.write();
        Sweep sweep = new Sweep(model, rules);
        sweep.run(
                model.wishes(request.recommends()),
                (wish, needed) -> encoder.formula(wish).holds(needed));
        return solution(request, pool, encoder, sweep);
    }

    private static Solution solution(Request request, Pool pool, Encoder encoder, Sweep sweep) {
        BitSet needed = sweep.needed();
        int[] variables = needed.stream()
                .filter(pool::isPackage)
                .boxed()
                .sorted((a, b) -> byName(pool, a, b))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] indices = new int[pool.size() + 1];
        for (int i = 0; i < variables.length; i++) {
            indices[variables[i]] = i;
        }
        Needs needs = new Needs(encoder, needed);
        Map<Integer, Why> chains = new Chains(pool, encoder, needs, sweep).of(request, variables);
        Graph graph = new Graph(variables.length);
        List<RpmPackage> packages = new ArrayList<>();
        Map<Nevra, Why> reasons = new LinkedHashMap<>();
        for (int variable : variables) {
            RpmPackage chosen = pool.get(variable);
            packages.add(chosen);
            reasons.put(chosen.nevra(), Objects.requireNonNull(chains.get(variable)));
            for (RpmPackage.Requirement requirement : chosen.requires()) {
                for (int target : needs.of(variable, requirement.dependency())) {
                    graph.connect(indices[variable], indices[target], requirement.pre());
                }
            }
        }
        Map<Dependency, List<Integer>> answers = new LinkedHashMap<>();
        for (Dependency asked : request.install()) {
            answers.put(
                    asked, needs.ofRequest(asked).stream().map(v -> indices[v]).toList());
        }
        return new Solution(packages, reasons, answers, graph);
    }

    private static int byName(Pool pool, int a, int b) {
        RpmPackage left = pool.get(a);
        RpmPackage right = pool.get(b);
        int c = left.name().compareTo(right.name());
        c = c != 0 ? c : pool.versions().compare(right.evr(), left.evr());
        return c != 0 ? c : left.nevra().arch().compareTo(right.nevra().arch());
    }
}
