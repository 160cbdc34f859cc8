package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomsmith.rpm.Dependency;

/**
 * Solves jobs against what is installed. The result is a function of the inventory, the options and the jobs alone. Jobs
 * that cannot be done are reported and left out, and the transaction is for the rest.
 */
public final class TransactionSolver {
    private final Inventory inventory;
    private final Set<Option> options;
    private final Map<String, Dependency> namespaces;

    /** Solves against this inventory. */
    public TransactionSolver(Inventory inventory, Set<Option> options) {
        this(inventory, options, Map.of());
    }

    /**
     * The same with namespaces that mean something on this system.
     *
     * @param namespaces names such as {@code namespace:language(de)}, each with what it stands for
     */
    public TransactionSolver(Inventory inventory, Set<Option> options, Map<String, Dependency> namespaces) {
        this.inventory = inventory;
        this.options =
                Collections.unmodifiableSet(options.isEmpty() ? EnumSet.noneOf(Option.class) : EnumSet.copyOf(options));
        this.namespaces = Map.copyOf(namespaces);
    }

    /** Solves all jobs together. */
    public Resolution solve(List<Job> jobs) {
        return prepare(jobs).solve();
    }

    Attempt prepare(List<Job> jobs) {
        Packages packages = new Packages(inventory, options, namespaces);
        Plan plan = new Plan(packages, jobs);
        Updates updates = new Updates(packages, plan);
        Preference preference = new Preference(packages, plan);
        Rules rules = new Rules();
        PackageRules ofPackages = new PackageRules(packages, plan, rules);
        packages.installed().stream().forEach(old -> {
            ofPackages.add(old);
            Arrays.stream(updates.candidates(old, true)).forEach(ofPackages::add);
        });
        for (Job job : jobs) {
            if (job.kind() == Job.Kind.INSTALL) {
                Arrays.stream(plan.selected(job)).forEach(ofPackages::add);
            }
        }
        ofPackages.addSupplementing();
        BitSet reached = ofPackages.reached();
        PolicyRules policy;
        rules.sort();
        SystemRules system = new SystemRules(packages, plan, updates, rules);
        policy = new PolicyRules(packages, plan, system, preference, rules);
        policy.writeStrongRecommends(reached);
        system.write();
        JobRules ofJobs = new JobRules(packages, plan, updates, rules);
        ofJobs.write();
        policy.writeInferiorArchitectures(reached);
        system.writeDup(reached);
        policy.writeBest();
        policy.writeSplits(updates);
        policy.writeBlacklist();
        ChoiceRules choices = new ChoiceRules(packages, plan, updates, system, preference, rules);
        choices.write();
        BitSet unneeded = new CleanDependencies(packages, plan).unneeded();
        return new Attempt(packages, plan, system, ofJobs, choices, preference, rules, unneeded);
    }

    /** Packages of an inventory that a selection means, in its order. */
    public List<Member> selected(Selection selection) {
        Packages packages = new Packages(inventory, options, namespaces);
        List<Member> members = new ArrayList<>();
        for (int p : packages.selected(selection)) {
            members.add(packages.member(p));
        }
        return members;
    }
}
