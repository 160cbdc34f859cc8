package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Words the rules that contradict each other. */
final class ProofReader {
    private final Pool pool;

    ProofReader(Pool pool) {
        this.pool = pool;
    }

    Explanation explain(List<Rule> core) {
        Set<String> sentences = new LinkedHashSet<>();
        for (Rule rule : core) {
            sentences.add(sentence(rule));
        }
        List<Explanation> facts = new ArrayList<>();
        sentences.forEach(s -> facts.add(Explanation.fact(s)));
        return new Explanation("the request cannot be satisfied:", facts);
    }

    private String sentence(Rule rule) {
        return switch (rule.cause()) {
            case Cause.Asked asked -> "you asked for " + asked.dependency() + missing(rule);
            case Cause.EssentialName essential -> essential.name() + " is essential" + missing(rule);
            case Cause.Requires requires ->
                nevra(requires.owner()) + " requires " + requires.dependency() + missing(rule);
            case Cause.Conflicts conflicts -> nevra(conflicts.owner()) + " conflicts with " + conflicts.dependency();
            case Cause.Obsoletes obsoletes -> nevra(obsoletes.owner()) + " obsoletes " + obsoletes.dependency();
            case Cause.SameName same ->
                "only one of " + nevra(same.owner()) + " and " + nevra(same.other()) + " can be installed";
            case Cause.Excluded excluded -> nevra(excluded.owner()) + " is excluded by exclude-packages";
            case Cause.NotLocked locked -> nevra(locked.owner()) + " is not the version in the lockfile";
            case Cause.Weak weak -> weak.owner().nevra() + " recommends " + weak.dependency();
            case Cause.Supplements supplements ->
                supplements.self().nevra() + " supplements " + supplements.dependency();
        };
    }

    private static String missing(Rule rule) {
        return rule.choices().length == 0 ? ", but nothing provides it" : "";
    }

    private String nevra(int variable) {
        return pool.get(variable).nevra().toString();
    }
}
