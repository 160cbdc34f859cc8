package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.atomsmith.solver.sat.Cdcl;
import org.atomsmith.solver.sat.IntList;

/**
 * One search for packages under the rules that are on: jobs first, then what happens to installed packages, then what all
 * of them depend on, then wishes. Rules that leave one sensible candidate are settled before those that leave several.
 */
final class Search {
    /** How a step ended. */
    enum Outcome {
        /** There is nothing left to do in it. */
        DONE,
        /** Earlier decisions were undone: begin again with the first step. */
        AGAIN,
        /** The rules contradict each other. */
        REFUTED
    }

    private final Packages packages;
    private final Plan plan;
    private final SystemRules system;
    private final Preference preference;
    private final Successors successors;
    private final Rules rules;
    private final BitSet unneeded;
    private final Cdcl engine = new Cdcl();
    private final IntList ruleOf = new IntList();
    private final Wishes wishes;
    private final WeakDependencies weak;
    private final List<Branch> branches = new ArrayList<>();
    private final int firstSystemRule;
    private int systemLevel;

    /** A choice that was made, with what else could have been taken. */
    private record Branch(int level, List<Integer> others) {}

    Search(Packages packages, Plan plan, SystemRules system, Preference preference, Rules rules, BitSet unneeded) {
        this.packages = packages;
        this.plan = plan;
        this.system = system;
        this.preference = preference;
        this.successors = new Successors(packages, plan);
        this.rules = rules;
        this.unneeded = unneeded;
        engine.variables(packages.system());
        engine.add(new int[] {packages.system()});
        ruleOf.add(-1);
        int first = rules.size();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.isEnabled(i)) {
                engine.add(rules.get(i).literals().clone());
                ruleOf.add(i);
            }
            if (!rules.get(i).kind().isOfPackages()) {
                first = Math.min(first, i);
            }
        }
        this.firstSystemRule = first;
        this.wishes = new Wishes(packages, this::isIn, engine.trail());
        this.weak = new WeakDependencies(packages, plan, preference, wishes, this);
    }

    /** Searches; false when the rules that are on contradict each other. */
    boolean run(boolean withWishes) {
        if (settle() == Outcome.REFUTED) {
            return false;
        }
        while (true) {
            Outcome outcome = round(withWishes);
            if (outcome == Outcome.REFUTED) {
                return false;
            }
            if (outcome == Outcome.DONE) {
                return true;
            }
        }
    }

    private Outcome round(boolean withWishes) {
        boolean focusNew = packages.is(Option.FOCUS_NEW) || packages.is(Option.FOCUS_BEST);
        List<Step> steps = new ArrayList<>();
        if (packages.is(Option.FOCUS_INSTALLED)) {
            steps.add(this::settleInstalled);
        }
        steps.add(this::settleJobs);
        if (focusNew) {
            steps.add(() -> settleDependencies(true));
        }
        steps.add(this::settleInstalled);
        steps.add(() -> {
            systemLevel = engine.level();
            return Outcome.DONE;
        });
        steps.add(() -> settleDependencies(false));
        if (withWishes) {
            steps.add(weak::settle);
        }
        steps.add(this::settleOrphans);
        steps.add(this::minimize);
        for (Step step : steps) {
            Outcome outcome = step.take();
            if (outcome != Outcome.DONE) {
                return outcome;
            }
        }
        return Outcome.DONE;
    }

    @FunctionalInterface
    private interface Step {
        Outcome take();
    }

    boolean isIn(int p) {
        return engine.value(p) > 0;
    }

    boolean isOut(int p) {
        return engine.value(p) < 0;
    }

    boolean isOpen(int p) {
        return engine.value(p) == 0;
    }

    /** Decided packages in the order of the decisions, negative where they stay out. */
    IntList trail() {
        return engine.trail();
    }

    /** Places of rules that contradict each other, after {@link #run} returned false. */
    BitSet refutation() {
        BitSet places = new BitSet();
        engine.refutation().stream().forEach(number -> {
            if (ruleOf.get(number) >= 0) {
                places.set(ruleOf.get(number));
            }
        });
        return places;
    }

    /** Decides a package, negative to keep it out, and draws every consequence. */
    Outcome decide(int literal) {
        int before = engine.level();
        engine.decide(literal);
        Outcome outcome = settle();
        return outcome == Outcome.DONE && engine.level() <= before ? Outcome.AGAIN : outcome;
    }

    private Outcome settle() {
        while (true) {
            int conflict = engine.propagate();
            if (conflict == Cdcl.NONE) {
                branches.removeIf(b -> b.level >= engine.level());
                return Outcome.DONE;
            }
            if (!engine.learn(conflict)) {
                return Outcome.REFUTED;
            }
        }
    }

    private Outcome decideOn(List<Integer> candidates) {
        List<Integer> kept = candidates;
        if (!unneeded.isEmpty()) {
            List<Integer> there = candidates.stream().filter(unneeded::get).toList();
            kept = there.isEmpty() ? candidates : there.subList(0, 1);
        }
        return choose(preference.ordered(kept, wishes));
    }

    /** Takes the first of several packages; when another comes in later anyway, the choice is taken back. */
    Outcome choose(List<Integer> ordered) {
        if (ordered.size() > 1) {
            branches.add(new Branch(engine.level(), ordered.subList(1, ordered.size())));
        }
        return decide(ordered.getFirst());
    }

    /** The open candidates of a rule all of whose conditions hold; none when the rule is satisfied or not to be decided. */
    private List<Integer> open(Rule rule) {
        int count = 0;
        for (int literal : rule.literals()) {
            int value = engine.value(literal);
            if (value > 0 || (literal < 0 && value == 0)) {
                return List.of();
            }
            count += value == 0 ? 1 : 0;
        }
        if (count == 0) {
            return List.of();
        }
        List<Integer> open = new ArrayList<>(count);
        for (int literal : rule.literals()) {
            if (engine.value(literal) == 0) {
                open.add(literal);
            }
        }
        return open;
    }

    private Outcome settleJobs() {
        for (int i = firstSystemRule; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.kind() != Rule.Kind.JOB || !rules.isEnabled(i)) {
                continue;
            }
            List<Integer> open = open(rule);
            if (open.isEmpty()) {
                continue;
            }
            List<Integer> there = open.stream().filter(packages::isInstalled).toList();
            if (!there.isEmpty()
                    && !plan.updateAll
                    && !plan.jobs().get(rule.subject()).is(Job.Flag.ORUPDATE)
                    && there.stream().noneMatch(plan::wantsUpdate)) {
                open = there;
            }
            Outcome outcome = decideOn(open);
            if (outcome != Outcome.DONE) {
                return outcome;
            }
        }
        return Outcome.DONE;
    }

    private Outcome settleInstalled() {
        BitSet first = (BitSet) plan.update.clone();
        Outcome outcome = settleInstalled(first);
        if (outcome == Outcome.DONE) {
            BitSet rest = (BitSet) packages.installed().clone();
            rest.andNot(first);
            outcome = settleInstalled(rest);
        }
        return outcome;
    }

    private Outcome settleInstalled(BitSet which) {
        for (int old = which.nextSetBit(0); old >= 0; old = which.nextSetBit(old + 1)) {
            Outcome outcome = settleInstalled(old);
            if (outcome != Outcome.DONE) {
                return outcome;
            }
        }
        return Outcome.DONE;
    }

    private Outcome settleInstalled(int old) {
        if (system.besides(old).length > 0 && plan.wantsUpdate(old)) {
            Outcome outcome = settleBesides(old);
            if (outcome != Outcome.DONE) {
                return outcome;
            }
        }
        if (isIn(old)) {
            return Outcome.DONE;
        }
        int place = system.updateRule(old);
        if (place < 0 || system.isLeftToJobs(old)) {
            return Outcome.DONE;
        }
        int[] candidates = rules.isEnabled(place) ? rules.get(place).literals() : system.candidates(old);
        if ((isOut(old) || plan.wantsUpdate(old)) && Arrays.stream(candidates).noneMatch(this::isIn)) {
            List<Integer> open =
                    Arrays.stream(candidates).filter(this::isOpen).boxed().toList();
            open = successors.fitting(old, open);
            if (!open.isEmpty()) {
                Outcome outcome = choose(successors.sameNameFirst(old, preference.ordered(open, wishes)));
                if (outcome != Outcome.DONE) {
                    return outcome;
                }
            }
        }
        return isOpen(old) ? decide(old) : Outcome.DONE;
    }

    /** The best new version of what may be there in several versions is installed beside the old ones. */
    private Outcome settleBesides(int old) {
        List<Integer> candidates = new ArrayList<>();
        if (!isOut(old)) {
            candidates.add(old);
        }
        for (int p : system.besides(old)) {
            if (!isOut(p)) {
                candidates.add(p);
            }
        }
        candidates = successors.targeted(old, candidates);
        if (candidates.isEmpty()) {
            return Outcome.DONE;
        }
        int best = preference.ordered(candidates, wishes).getFirst();
        return best != old && isOpen(best) ? decide(best) : Outcome.DONE;
    }

    /** Goes over all rules again and again until a whole round leaves nothing open. */
    private Outcome settleDependencies(boolean ofNewPackages) {
        int at = 0;
        int unchanged = 0;
        int postponed = -1;
        boolean choosing = false;
        while (true) {
            if (unchanged >= rules.size()) {
                if (postponed < 0) {
                    return Outcome.DONE;
                }
                at = postponed;
                postponed = -1;
                choosing = true;
                unchanged = 0;
            }
            Rule rule = rules.get(at);
            boolean considered = rules.isEnabled(at) && (!ofNewPackages || isOfNewPackage(rule));
            List<Integer> open = considered ? open(rule) : List.of();
            if (ofNewPackages && packages.is(Option.FOCUS_NEW)) {
                List<Integer> there = open.stream()
                        .filter(p -> packages.isInstalled(p) && !plan.wantsUpdate(p))
                        .toList();
                open = there.isEmpty() ? open : there;
            }
            if (open.size() > 1
                    && !choosing
                    && preference.eligible(open, wishes).size() > 1) {
                postponed = postponed < 0 ? at : postponed;
                open = List.of();
            }
            if (!open.isEmpty()) {
                Outcome outcome = decideOn(open);
                if (outcome == Outcome.REFUTED
                        || (outcome == Outcome.AGAIN && (ofNewPackages || engine.level() < systemLevel))) {
                    return outcome;
                }
                unchanged = 0;
                postponed = -1;
                choosing = false;
            } else {
                unchanged++;
            }
            at = at + 1 >= rules.size() ? 0 : at + 1;
        }
    }

    private boolean isOfNewPackage(Rule rule) {
        int owner = -rule.literals()[0];
        return rule.kind().isOfPackages() && owner > 0 && !packages.isInstalled(owner);
    }

    /** What no repository has any more stays where nothing stands against it. */
    private Outcome settleOrphans() {
        for (int orphan : system.orphans()) {
            if (isOpen(orphan)
                    && !unneeded.get(orphan)
                    && !plan.dropOrphaned.get(orphan)
                    && plan.isDup(orphan)
                    && !isErased(orphan)) {
                Outcome outcome = decide(orphan);
                if (outcome != Outcome.DONE) {
                    return outcome;
                }
                return Outcome.AGAIN;
            }
        }
        return Outcome.DONE;
    }

    private boolean isErased(int p) {
        return plan.cleanErased.get(p);
    }

    /** A choice is taken back when another of its candidates came in later for a reason of its own. */
    private Outcome minimize() {
        for (Branch branch : branches) {
            if (branch.level >= engine.level()) {
                continue;
            }
            for (int other : branch.others) {
                if (isIn(other) && engine.levelOf(other) > branch.level) {
                    branches.removeIf(b -> b.level >= branch.level);
                    engine.backTo(branch.level);
                    Outcome outcome = decide(other);
                    return outcome == Outcome.REFUTED ? outcome : Outcome.AGAIN;
                }
            }
        }
        return Outcome.DONE;
    }
}
