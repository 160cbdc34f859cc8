package org.atomsmith.solver.transaction;

import java.util.BitSet;
import java.util.List;

/** Says what a rule means. */
final class Reasons {
    /** Which kind of rule tells most about a contradiction, most telling first. */
    private static final List<Rule.Kind> TELLING = List.of(
            Rule.Kind.NOTHING_PROVIDES,
            Rule.Kind.NOT_INSTALLABLE,
            Rule.Kind.SELF_CONFLICT,
            Rule.Kind.REQUIRES,
            Rule.Kind.CONFLICTS,
            Rule.Kind.OBSOLETES,
            Rule.Kind.INSTALLED_OBSOLETES,
            Rule.Kind.SAME_NAME,
            Rule.Kind.BLACK,
            Rule.Kind.UPDATE,
            Rule.Kind.FEATURE,
            Rule.Kind.INFERIOR_ARCH,
            Rule.Kind.DUP,
            Rule.Kind.BEST,
            Rule.Kind.YUM_OBSOLETES,
            Rule.Kind.JOB);

    private final Packages packages;
    private final Plan plan;
    private final Rules rules;

    Reasons(Packages packages, Plan plan, Rules rules) {
        this.packages = packages;
        this.plan = plan;
        this.rules = rules;
    }

    /** The rule of a contradiction that says most. */
    Problem.Reason mostTelling(BitSet core) {
        for (Rule.Kind kind : TELLING) {
            for (int place : core.stream().toArray()) {
                if (rules.get(place).kind() == kind) {
                    return of(rules.get(place));
                }
            }
        }
        throw new IllegalArgumentException("a contradiction without a rule");
    }

    /** What one rule says. */
    Problem.Reason of(Rule rule) {
        return switch (rule.kind()) {
            case NOT_INSTALLABLE ->
                new Problem.NotInstallable(
                        member(rule.subject()),
                        packages.architectures()
                                .runs(packages.get(rule.subject()).nevra().arch()));
            case NOTHING_PROVIDES -> new Problem.NothingProvides(member(rule.subject()), rule.words());
            case REQUIRES, RECOMMENDS, CHOICE -> new Problem.NoProviderFits(member(rule.subject()), rule.words());
            case SELF_CONFLICT -> new Problem.SelfConflict(member(rule.subject()), rule.words());
            case CONFLICTS ->
                rule.other() == 0
                        ? new Problem.SelfConflict(member(rule.subject()), rule.words())
                        : new Problem.Conflict(member(rule.subject()), rule.words(), member(rule.other()));
            case SAME_NAME -> new Problem.SameName(member(rule.subject()), member(rule.other()));
            case OBSOLETES, INSTALLED_OBSOLETES ->
                new Problem.Obsoletes(
                        member(rule.subject()),
                        rule.words(),
                        member(rule.other()),
                        rule.kind() == Rule.Kind.INSTALLED_OBSOLETES);
            case FEATURE, UPDATE, YUM_OBSOLETES -> new Problem.Installed(member(rule.subject()));
            case JOB -> {
                Job job = plan.jobs().get(rule.subject());
                yield rule.literals().length == 0 ? new Problem.NothingSelected(job) : new Problem.Asked(job);
            }
            case INFERIOR_ARCH -> new Problem.InferiorArchitecture(member(rule.subject()));
            case DUP -> new Problem.OutsideUpgrade(member(rule.subject()));
            case BEST ->
                new Problem.NotBest(
                        rule.subject() < 0
                                ? plan.jobs().get(-rule.subject() - 1).what().toString()
                                : packages.get(rule.subject()).name());
            case BLACK -> new Problem.Blacklisted(member(rule.subject()));
        };
    }

    private Member member(int p) {
        return packages.member(p);
    }
}
