package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.solver.transaction.Job.Flag;
import org.atomsmith.solver.transaction.Job.Kind;

/** Rules of one resolution, tried again and again: what is weak or at fault is given up until the rest can hold. */
final class Attempt {
    private final Packages packages;
    private final Plan plan;
    private final SystemRules system;
    private final JobRules ofJobs;
    private final ChoiceRules choices;
    private final Preference preference;
    private final Rules rules;
    private final BitSet unneeded;
    private final Set<Integer> droppedJobs = new TreeSet<>();

    Attempt(
            Packages packages,
            Plan plan,
            SystemRules system,
            JobRules ofJobs,
            ChoiceRules choices,
            Preference preference,
            Rules rules,
            BitSet unneeded) {
        this.packages = packages;
        this.plan = plan;
        this.system = system;
        this.ofJobs = ofJobs;
        this.choices = choices;
        this.preference = preference;
        this.rules = rules;
        this.unneeded = unneeded;
    }

    Rules rules() {
        return rules;
    }

    Packages packages() {
        return packages;
    }

    /** A contradiction, and what was given up for it: jobs (from 0), or rules at {@code ~fault}. */
    private record Found(BitSet core, List<Integer> faults, BitSet before) {}

    Resolution solve() {
        unneeded.stream().forEach(system::leaveToJobs);
        overridePolicy();
        List<Found> found = new ArrayList<>();
        Search search = search();
        while (true) {
            if (search.run(true)) {
                BitSet wanted = new CleanDependencies(packages, plan).wanted(unneeded, picked(search));
                if (wanted.isEmpty()) {
                    break;
                }
                unneeded.andNot(wanted);
                wanted.stream().forEach(system::takeBack);
                search = search();
                continue;
            }
            BitSet core = search.refutation();
            if (!giveUpWeak(core) && !giveUpInstalled(core)) {
                List<Integer> faults = faults(core);
                if (faults.isEmpty()) {
                    throw new IllegalStateException("packages alone contradict each other");
                }
                BitSet before = rules.snapshot();
                faults.forEach(this::giveUp);
                found.add(new Found(core, faults, before));
            }
            search = search();
        }
        Transaction transaction = new Steps(packages, plan).to(picked(search));
        return new Resolution(transaction, found.stream().map(this::problem).toList());
    }

    private Problem problem(Found found) {
        Reasons reasons = new Reasons(packages, plan, rules);
        Solutions solutions = new Solutions(packages, plan, rules, r -> search());
        return new Problem(
                reasons.mostTelling(found.core),
                found.core.stream()
                        .mapToObj(rules::get)
                        .map(reasons::of)
                        .distinct()
                        .toList(),
                solutions.of(found.faults, found.before, this::giveUp));
    }

    private Search search() {
        return new Search(packages, plan, system, preference, rules, unneeded);
    }

    private BitSet picked(Search search) {
        BitSet picked = new BitSet();
        for (int p = 1; p <= packages.count(); p++) {
            if (search.isIn(p)) {
                picked.set(p);
            }
        }
        return picked;
    }

    /** Switches off what stands against jobs that ask for something specific. */
    private void overridePolicy() {
        for (int i = 0; i < plan.jobs().size(); i++) {
            Job job = plan.jobs().get(i);
            if (droppedJobs.contains(i)) {
                continue;
            }
            ofJobs.overridden(job).stream().forEach(system::leaveToJobs);
            if (job.kind() == Kind.INSTALL) {
                Set<Flag> asked = JobRules.asked(job, packages);
                if (asked.contains(Flag.SET_ARCH)) {
                    disable(Rule.Kind.INFERIOR_ARCH, plan.selected(job));
                }
                if (asked.contains(Flag.SET_REPO)) {
                    disable(Rule.Kind.DUP, plan.selected(job));
                }
            }
        }
    }

    /** Switches off rules of a kind for all versions of packages that such a rule keeps out. */
    private void disable(Rule.Kind kind, int[] selected) {
        BitSet asked = new BitSet();
        Arrays.stream(selected).forEach(asked::set);
        BitSet off = new BitSet();
        for (int r = 0; r < rules.size(); r++) {
            Rule rule = rules.get(r);
            if (rule.kind() == kind && asked.get(rule.subject())) {
                Arrays.stream(packages.named(packages.get(rule.subject()).name()))
                        .forEach(off::set);
            }
        }
        for (int r = 0; r < rules.size(); r++) {
            if (rules.get(r).kind() == kind && off.get(rules.get(r).subject())) {
                rules.disable(r);
            }
        }
    }

    private boolean giveUpWeak(BitSet core) {
        int last = core.stream().filter(rules::isWeak).max().orElse(-1);
        if (last < 0) {
            return false;
        }
        switch (rules.get(last).kind()) {
            case CHOICE -> choices.disable(last);
            case RECOMMENDS ->
                core.stream()
                        .filter(r -> rules.get(r).kind() == Rule.Kind.RECOMMENDS)
                        .forEach(rules::disable);
            case JOB, BEST -> giveUp(job(rules.get(last)) >= 0 ? job(rules.get(last)) : ~last);
            default -> rules.disable(last);
        }
        return true;
    }

    /** Lets an installed package go or change against policy where that was allowed. */
    private boolean giveUpInstalled(BitSet core) {
        int update = -1;
        int feature = -1;
        for (int place : core.stream().toArray()) {
            Rule rule = rules.get(place);
            boolean ofInstalled = rule.kind() == Rule.Kind.FEATURE || rule.kind() == Rule.Kind.UPDATE;
            if (!ofInstalled || !plan.allowUninstall.get(rule.subject())) {
                continue;
            }
            if (rule.kind() == Rule.Kind.FEATURE) {
                feature = Math.max(feature, place);
            } else {
                if (system.featureRule(rule.subject()) >= 0) {
                    update = Math.max(update, place);
                } else {
                    feature = Math.max(feature, place);
                    if (packages.is(Option.KEEP_ORPHANS) && rule.literals().length == 1) {
                        feature = place;
                        update = -1;
                        break;
                    }
                }
            }
        }
        int chosen = update >= 0 ? update : feature;
        if (chosen < 0) {
            return false;
        }
        giveUp(~chosen);
        return true;
    }

    private List<Integer> faults(BitSet core) {
        Set<Integer> faults = new TreeSet<>((a, b) -> Integer.compare(order(a), order(b)));
        core.stream().filter(place -> !rules.get(place).kind().isOfPackages()).forEach(place -> {
            Rule rule = rules.get(place);
            faults.add(job(rule) >= 0 ? job(rule) : ~place);
        });
        return List.copyOf(faults);
    }

    /** The place of the job that a rule is for, -1 when it is for none. */
    private static int job(Rule rule) {
        return switch (rule.kind()) {
            case JOB -> rule.subject();
            case BEST -> rule.subject() < 0 ? -rule.subject() - 1 : -1;
            default -> -1;
        };
    }

    private int order(int fault) {
        return fault >= 0 ? fault : rules.size() + ~fault;
    }

    private void giveUp(int fault) {
        if (fault >= 0) {
            for (int r = 0; r < rules.size(); r++) {
                if (job(rules.get(r)) == fault) {
                    rules.disable(r);
                }
            }
            droppedJobs.add(fault);
            restorePolicy(fault);
            return;
        }
        Rule rule = rules.get(~fault);
        switch (rule.kind()) {
            case UPDATE -> system.disableUpdate(rule.subject());
            case INFERIOR_ARCH, DUP -> {
                for (int r = 0; r < rules.size(); r++) {
                    if (rules.get(r).kind() == rule.kind()
                            && packages.sameName(rules.get(r).subject(), rule.subject())) {
                        rules.disable(r);
                    }
                }
            }
            default -> rules.disable(~fault);
        }
    }

    /** What a dropped job switched off is on again, unless another job switches it off too. */
    private void restorePolicy(int dropped) {
        BitSet freed = ofJobs.overridden(plan.jobs().get(dropped));
        for (int i = 0; i < plan.jobs().size(); i++) {
            if (!droppedJobs.contains(i)) {
                freed.andNot(ofJobs.overridden(plan.jobs().get(i)));
            }
        }
        freed.andNot(unneeded);
        freed.stream().forEach(system::takeBack);
    }
}
