package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.solver.transaction.Job.Flag;

/** Writes the rules of jobs, and switches off what stands against a job that asks for something specific. */
final class JobRules {
    private final Packages packages;
    private final Plan plan;
    private final Updates updates;
    private final Rules rules;

    JobRules(Packages packages, Plan plan, Updates updates, Rules rules) {
        this.packages = packages;
        this.plan = plan;
        this.updates = updates;
        this.rules = rules;
    }

    /** Writes the rules of every job. */
    void write() {
        for (int i = 0; i < plan.jobs().size(); i++) {
            Job job = plan.jobs().get(i);
            switch (job.kind()) {
                case INSTALL -> install(i, job);
                case ERASE -> erase(i, job);
                case LOCK -> {
                    for (int p : plan.selected(job)) {
                        add(i, job, packages.isInstalled(p) ? p : -p);
                    }
                }
                default -> {
                    // These say how other rules are made.
                }
            }
        }
    }

    private void install(int place, Job job) {
        int[] selected = plan.selected(job);
        if (job.what() instanceof Selection.All || job.what() instanceof Selection.InRepository) {
            for (int p : selected) {
                add(place, job, p);
            }
        } else {
            add(place, job, selected);
        }
    }

    private void erase(int place, Job job) {
        int[] selected = plan.selected(job);
        boolean one = job.what() instanceof Selection.OneOf && selected.length == 1;
        for (int p : selected) {
            if (one && packages.isInstalled(p)) {
                for (int other : packages.named(packages.get(p).name())) {
                    if (other != p && packages.replacesByName(p, other)) {
                        add(place, job, -other);
                    }
                }
            }
            add(place, job, -p);
        }
    }

    private void add(int place, Job job, int... literals) {
        int added = rules.add(new Rule(Rule.Kind.JOB, place, literals));
        if (job.is(Flag.WEAK)) {
            rules.weaken(added);
        }
    }

    /** What a job asks for expressly. */
    static Set<Flag> asked(Job job, Packages packages) {
        Set<Flag> asked = EnumSet.noneOf(Flag.class);
        asked.addAll(job.flags());
        asked.retainAll(
                EnumSet.of(Flag.SET_EV, Flag.SET_EVR, Flag.SET_ARCH, Flag.SET_VENDOR, Flag.SET_REPO, Flag.SET_NAME));
        if (job.is(Flag.NO_AUTO_SET)) {
            return asked;
        }
        switch (job.what()) {
            case Selection.OneOf(List<Member> members)
            when members.size() == 1 ->
                asked.addAll(EnumSet.of(Flag.SET_ARCH, Flag.SET_VENDOR, Flag.SET_REPO, Flag.SET_EVR, Flag.SET_NAME));
            case Selection.Named(Dependency.Simple name, var arch) -> {
                arch.ifPresent(a -> asked.add(Flag.SET_ARCH));
                name.evr().filter(e -> name.op() == Dependency.Comparison.EQUAL).ifPresent(e -> asked.add(evr(e)));
                asked.add(Flag.SET_NAME);
            }
            case Selection.Providing(Dependency.Simple name, var arch) -> {
                arch.ifPresent(a -> asked.add(Flag.SET_ARCH));
                name.evr().filter(e -> name.op() == Dependency.Comparison.EQUAL).ifPresent(e -> asked.add(evr(e)));
            }
            default -> {
                // The rest says nothing about versions.
            }
        }
        return asked;
    }

    private static Flag evr(Evr evr) {
        return evr.release().isEmpty() ? Flag.SET_EV : Flag.SET_EVR;
    }

    /**
     * Installed packages whose updates a job overrides: erased or locked ones, and those that whatever answers an install
     * job replaces, where update policy does not forbid the change or the job asks for it.
     */
    BitSet overridden(Job job) {
        BitSet found = new BitSet();
        int[] selected = plan.selected(job);
        switch (job.kind()) {
            case ERASE, LOCK ->
                Arrays.stream(selected).filter(packages::isInstalled).forEach(found::set);
            case INSTALL -> {
                boolean each = job.what() instanceof Selection.All || job.what() instanceof Selection.InRepository;
                if (!each && Arrays.stream(selected).noneMatch(packages::isInstalled)) {
                    replacedByAll(job, selected, found);
                }
            }
            default -> {
                // Nothing is overridden.
            }
        }
        return found;
    }

    private void replacedByAll(Job job, int[] selected, BitSet found) {
        Set<Flag> asked = asked(job, packages);
        List<BitSet> replaced = new ArrayList<>();
        for (int p : selected) {
            if (packages.isInstallable(p)) {
                BitSet old = plan.replacedBy(p);
                if (plan.multiversion.get(p)) {
                    old.clear();
                }
                replaced.add(old);
            }
        }
        if (replaced.isEmpty()) {
            return;
        }
        found.or(replaced.getFirst());
        replaced.forEach(found::and);
        for (int old : found.stream().toArray()) {
            if (Arrays.stream(selected).anyMatch(p -> updates.isIllegal(old, p, asked))) {
                found.clear(old);
            }
        }
    }
}
