package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.solver.Architectures;
import org.atomsmith.solver.Formula;
import org.atomsmith.solver.transaction.Job.Flag;
import org.atomsmith.solver.transaction.Job.Kind;

/** Writes rules of policy: architectures, what must be the best, what is installed on request only, packages split in two. */
final class PolicyRules {
    private final Packages packages;
    private final Plan plan;
    private final SystemRules system;
    private final Preference preference;
    private final Rules rules;

    PolicyRules(Packages packages, Plan plan, SystemRules system, Preference preference, Rules rules) {
        this.packages = packages;
        this.plan = plan;
        this.system = system;
        this.preference = preference;
        this.rules = rules;
    }

    /**
     * A package of an inferior architecture is not installed where its name exists for a better one, but beside the very
     * same version of the better one where colours allow it.
     */
    void writeInferiorArchitectures(BitSet reached) {
        if (!packages.architectures().areKnown() || packages.is(Option.NO_INFERIOR_ARCH_CHECK)) {
            return;
        }
        Map<String, List<Integer>> byName = new LinkedHashMap<>();
        reached.stream()
                .forEach(p -> byName.computeIfAbsent(packages.get(p).name(), n -> new ArrayList<>())
                        .add(p));
        byName.values().forEach(this::inferior);
    }

    private void inferior(List<Integer> same) {
        List<Integer> coded = same.stream()
                .filter(p -> !Architectures.isNeutral(packages.get(p).nevra().arch()))
                .toList();
        int best = coded.stream()
                .filter(p -> packages.isInstallable(p) && !packages.isInstalled(p))
                .mapToInt(this::inferiority)
                .min()
                .orElse(0);
        BitSet allowed = new BitSet();
        allowed.set(best);
        boolean colours = packages.is(Option.IMPLICIT_OBSOLETE_USES_COLOURS);
        if (!colours) {
            coded.stream()
                    .filter(p -> packages.isInstalled(p) && !plan.isDup(p))
                    .forEach(p -> allowed.set(inferiority(p)));
        }
        for (int p : coded) {
            if (allowed.get(inferiority(p)) || (packages.isInstalled(p) && !hasTwin(p, coded))) {
                continue;
            }
            int[] twins = colours
                    ? same.stream()
                            .filter(q -> q != p
                                    && (!coded.contains(q) || allowed.get(inferiority(q)))
                                    && packages.compareVersions(p, q) == 0)
                            .mapToInt(Integer::intValue)
                            .toArray()
                    : new int[0];
            int[] literals =
                    IntStream.concat(IntStream.of(-p), Arrays.stream(twins)).toArray();
            rules.add(new Rule(Rule.Kind.INFERIOR_ARCH, p, literals));
        }
    }

    private boolean hasTwin(int p, List<Integer> coded) {
        return coded.stream()
                .anyMatch(q -> packages.isInstalled(q)
                        && inferiority(q) < inferiority(p)
                        && packages.compareVersions(p, q) == 0);
    }

    private int inferiority(int p) {
        return packages.architectures().inferiority(packages.get(p).nevra().arch());
    }

    /** For jobs and updates that insist on the best candidate. */
    void writeBest() {
        BitSet lockedOut = new BitSet();
        BitSet lockedIn = new BitSet();
        for (Job job : plan.jobs()) {
            if (job.kind() == Kind.LOCK) {
                Arrays.stream(plan.selected(job)).forEach(p -> (packages.isInstalled(p) ? lockedIn : lockedOut).set(p));
            }
        }
        for (int i = 0; i < plan.jobs().size(); i++) {
            Job job = plan.jobs().get(i);
            if (job.kind() == Kind.INSTALL && job.is(Flag.FORCEBEST)) {
                bestOfJob(i, job, lockedOut);
            }
        }
        plan.bestUpdate.stream().filter(old -> !lockedIn.get(old)).forEach(old -> bestUpdate(old, lockedOut));
    }

    private void bestOfJob(int place, Job job, BitSet lockedOut) {
        int[] selected = plan.selected(job);
        List<Integer> candidates = Arrays.stream(selected)
                .filter(p -> !lockedOut.get(p) && packages.isInstallable(p))
                .filter(p -> !(packages.isInstalled(p) && plan.isDup(p) && !plan.dup.get(p)) || selected.length == 1)
                .boxed()
                .toList();
        List<Integer> best = preference.best(candidates, false);
        if (!best.isEmpty() && best.size() < selected.length) {
            int added = rules.add(new Rule(Rule.Kind.BEST, ints(best), -place - 1, 0, Optional.empty()));
            if (job.is(Flag.WEAK)) {
                rules.weaken(added);
            }
        }
    }

    private void bestUpdate(int old, BitSet lockedOut) {
        int rule = packages.is(Option.BEST_OBEY_POLICY) || system.featureRule(old) < 0
                ? system.updateRule(old)
                : system.featureRule(old);
        if (rule < 0) {
            return;
        }
        List<Integer> candidates = new ArrayList<>(Preference.positive(rules.get(rule)));
        for (int beside : system.besides(old)) {
            if (!candidates.contains(beside)) {
                candidates.add(beside);
            }
        }
        BitSet targets = plan.targets.get(old);
        candidates.removeIf(p -> lockedOut.get(p)
                || (targets != null && !targets.get(p))
                || (!packages.isInstallable(p) && !packages.isInstalled(p))
                || (plan.isDup(old) && !plan.dupAll && !plan.dup.get(p))
                || (plan.dupAll && packages.isInstalled(p) && !plan.dup.get(p) && candidates.size() > 1));
        List<Integer> best = preference.best(candidates, false);
        if (!best.isEmpty()) {
            rules.add(new Rule(Rule.Kind.BEST, old, ints(best)));
        }
    }

    /** What is blacklisted is installed only by a job that asks for it exactly, or as an update of itself. */
    void writeBlacklist() {
        BitSet requested = new BitSet();
        for (Job job : plan.jobs()) {
            if (job.kind() == Kind.INSTALL) {
                var asked = JobRules.asked(job, packages);
                if (job.flags().contains(Flag.SET_EVR)
                        || job.flags().contains(Flag.SET_EV)
                        || job.what() instanceof Selection.OneOf
                        || asked.contains(Flag.SET_EVR)) {
                    Arrays.stream(plan.selected(job)).forEach(requested::set);
                }
            }
        }
        BitSet black = new BitSet();
        for (Job job : plan.jobs()) {
            if (job.kind() == Kind.BLACKLIST) {
                Arrays.stream(plan.selected(job))
                        .filter(p -> !packages.isInstalled(p) && !requested.get(p) && !hasInstalledVersion(p))
                        .forEach(black::set);
            }
        }
        black.stream().forEach(p -> rules.add(new Rule(Rule.Kind.BLACK, p, -p)));
    }

    private boolean hasInstalledVersion(int p) {
        return Arrays.stream(packages.named(packages.get(p).name())).anyMatch(packages::isInstalled);
    }

    /** When an installed package was split, all packages that obsolete it come together. */
    void writeSplits(Updates updates) {
        if (!packages.is(Option.YUM_OBSOLETES)) {
            return;
        }
        packages.installed().stream().forEach(old -> {
            Map<String, List<Integer>> byName = new TreeMap<>();
            for (int p : updates.obsoleters(old).toArray()) {
                byName.computeIfAbsent(packages.get(p).name(), n -> new ArrayList<>())
                        .add(p);
            }
            if (byName.size() < 2 || system.updateRule(old) < 0 || !plan.wantsUpdate(old)) {
                return;
            }
            byName.forEach((name, group) -> byName.forEach((otherName, other) -> {
                if (!name.equals(otherName)) {
                    for (int p : group) {
                        int[] literals = IntStream.concat(IntStream.of(-p), Arrays.stream(ints(other)))
                                .toArray();
                        rules.weaken(rules.add(new Rule(Rule.Kind.YUM_OBSOLETES, old, literals)));
                    }
                }
            }));
        });
    }

    /** Recommendations for which other choices are undone. */
    void writeStrongRecommends(BitSet reached) {
        if (!packages.is(Option.STRONG_RECOMMENDS) || packages.is(Option.IGNORE_RECOMMENDED)) {
            return;
        }
        reached.stream().filter(p -> !packages.isInstalled(p)).forEach(p -> {
            for (Dependency wish : packages.get(p).recommends()) {
                for (int[] clause : Clauses.of(Formula.of(wish, packages::providers))) {
                    int[] literals = IntStream.concat(IntStream.of(-p), Arrays.stream(clause))
                            .toArray();
                    if (clause.length > 0 && Arrays.stream(clause).noneMatch(l -> l == p)) {
                        rules.weaken(rules.add(new Rule(Rule.Kind.RECOMMENDS, literals, p, 0, wish)));
                    }
                }
            }
        });
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
