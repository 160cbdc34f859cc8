package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of several providers those are preferred that are installed or update what is installed. Each preference is a weak rule,
 * given up where it does not work out.
 */
final class ChoiceRules {
    private final Packages packages;
    private final Plan plan;
    private final Updates updates;
    private final SystemRules system;
    private final Preference preference;
    private final Rules rules;
    private final Map<Integer, Rule> origin = new HashMap<>();

    ChoiceRules(Packages packages, Plan plan, Updates updates, SystemRules system, Preference preference, Rules rules) {
        this.packages = packages;
        this.plan = plan;
        this.updates = updates;
        this.system = system;
        this.preference = preference;
        this.rules = rules;
    }

    /** Writes the preferences for all requirements so far. */
    void write() {
        if (packages.installed().isEmpty()) {
            return;
        }
        int end = rules.size();
        for (int i = 0; i < end; i++) {
            Rule rule = rules.get(i);
            if (rule.kind() == Rule.Kind.REQUIRES && rule.literals().length > 2) {
                write(rule);
            }
        }
    }

    private void write(Rule rule) {
        BitSet providers = new BitSet();
        Preference.positive(rule).forEach(providers::set);
        Map<Integer, Integer> related = new HashMap<>();
        List<Integer> choices = new ArrayList<>();
        boolean independent = false;
        for (int p : Preference.positive(rule)) {
            int old = packages.isInstalled(p) ? p : updated(p);
            if (old == 0) {
                independent = true;
            } else if (packages.isInstalled(p) || !updates.isIllegal(old, p)) {
                related.put(p, old);
                choices.add(p);
            }
        }
        if (!independent
                || choices.isEmpty()
                || related.values().stream().allMatch(old -> updatesWithin(old, providers))) {
            return;
        }
        choices.removeIf(p -> isLostByUpdate(rule, related.getOrDefault(p, p), providers));
        if (choices.isEmpty()) {
            return;
        }
        int[] literals = Arrays.stream(rule.literals())
                .filter(l -> l < 0 || choices.contains(l))
                .toArray();
        int added = rules.add(new Rule(Rule.Kind.CHOICE, literals, rule.subject(), 0, rule.about()));
        rules.weaken(added);
        origin.put(added, rule);
    }

    /** The installed package that this one would update, 0 when there is none. */
    private int updated(int p) {
        for (int same : packages.named(packages.get(p).name())) {
            if (packages.isInstalled(same)) {
                return same;
            }
        }
        return plan.replacedBy(p).stream().findFirst().orElse(0);
    }

    private boolean updatesWithin(int old, BitSet providers) {
        int rule = system.updateRule(old);
        return rule >= 0 && Preference.positive(rules.get(rule)).stream().allMatch(providers::get);
    }

    /** Whether an update that is asked for ends in a package that does not provide this any more. */
    private boolean isLostByUpdate(Rule rule, int old, BitSet providers) {
        int owner = rule.subject();
        if (!plan.wantsUpdate(old) || (packages.isInstalled(owner) && !plan.wantsUpdate(owner))) {
            return false;
        }
        int update = system.updateRule(old);
        if (update < 0) {
            return false;
        }
        List<Integer> candidates = new ArrayList<>(Preference.positive(rules.get(update)));
        if (plan.isDup(old)) {
            candidates.removeIf(p -> packages.isInstalled(p) && !plan.dup.get(p) && candidates.size() > 1);
        }
        List<Integer> best = preference.best(candidates, false);
        return best.stream().noneMatch(providers::get);
    }

    /** Gives up a preference, and with it all others that stand against what it kept out. */
    void disable(int index) {
        rules.disable(index);
        BitSet keptOut = new BitSet();
        Rule first = origin.get(index);
        if (first == null) {
            return;
        }
        Preference.positive(first).forEach(keptOut::set);
        Preference.positive(rules.get(index)).forEach(keptOut::clear);
        origin.forEach((other, rule) -> {
            if (Preference.positive(rule).stream().anyMatch(keptOut::get)) {
                rules.disable(other);
            }
        });
    }
}
