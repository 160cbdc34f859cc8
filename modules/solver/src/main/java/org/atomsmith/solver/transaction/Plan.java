package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.solver.transaction.Job.Flag;
import org.atomsmith.solver.transaction.Job.Kind;

/** What the jobs say about packages, before any rule is written. Sets hold package numbers. */
final class Plan {
    private final Packages packages;
    private final List<Job> jobs;

    final BitSet update = new BitSet();
    final BitSet bestUpdate = new BitSet();
    final BitSet multiversion = new BitSet();
    final BitSet fix = new BitSet();
    final BitSet dropOrphaned = new BitSet();
    final BitSet allowUninstall = new BitSet();
    final BitSet excludeFromWeak = new BitSet();
    final BitSet userInstalled = new BitSet();
    final BitSet weakened = new BitSet();
    final BitSet cleanErased = new BitSet();
    final BitSet cleanUpdated = new BitSet();

    /** Packages whose names a distribution upgrade is about, and those of them that it may end in. */
    final BitSet dupInvolved = new BitSet();

    final BitSet dup = new BitSet();
    boolean dupAll;
    boolean updateAll;

    /** For installed packages, what a targeted update job wants them to become. */
    final Map<Integer, BitSet> targets = new LinkedHashMap<>();

    /** Positive where favoured, negative where disfavoured; later jobs weigh more. */
    final Map<Integer, Integer> favour = new LinkedHashMap<>();

    Plan(Packages packages, List<Job> jobs) {
        this.packages = packages;
        this.jobs = List.copyOf(jobs);
        if (packages.is(Option.ALLOW_UNINSTALL)) {
            allowUninstall.or(packages.installed());
        }
        for (int i = 0; i < jobs.size(); i++) {
            read(i, jobs.get(i));
        }
    }

    List<Job> jobs() {
        return jobs;
    }

    boolean wantsUpdate(int installed) {
        return update.get(installed);
    }

    boolean isDup(int installed) {
        return dupAll || dupInvolved.get(installed);
    }

    /** The numbers that a job selects. */
    int[] selected(Job job) {
        return packages.selected(job.what());
    }

    private void read(int place, Job job) {
        switch (job.kind()) {
            case UPDATE -> update(job);
            case DISTUPGRADE -> distUpgrade(job);
            case MULTIVERSION -> mark(job, multiversion);
            case VERIFY -> markInstalled(job, fix);
            case DROP_ORPHANED -> markInstalled(job, dropOrphaned);
            case ALLOW_UNINSTALL -> markInstalled(job, allowUninstall);
            case EXCLUDE_FROM_WEAK -> mark(job, excludeFromWeak);
            case USER_INSTALLED -> markInstalled(job, userInstalled);
            case WEAKEN_DEPENDENCIES -> mark(job, weakened);
            case FAVOR, DISFAVOR -> {
                for (int p : selected(job)) {
                    favour.put(p, job.kind() == Kind.FAVOR ? place + 1 : -place - 1);
                }
            }
            case ERASE -> {
                if (job.is(Flag.CLEANDEPS)) {
                    markInstalled(job, cleanErased);
                }
            }
            case INSTALL -> {
                markInstalled(job, userInstalled);
                if (job.is(Flag.CLEANDEPS)) {
                    for (int p : selected(job)) {
                        replacedBy(p).stream().forEach(cleanUpdated::set);
                    }
                }
            }
            case LOCK, BLACKLIST, NOOP -> {
                // These are rules only.
            }
        }
    }

    private void mark(Job job, BitSet into) {
        for (int p : selected(job)) {
            into.set(p);
        }
    }

    private void markInstalled(Job job, BitSet into) {
        for (int p : selected(job)) {
            if (packages.isInstalled(p)) {
                into.set(p);
            }
        }
    }

    private void update(Job job) {
        boolean forced = job.is(Flag.TARGETED);
        boolean every = job.what() instanceof Selection.All;
        BitSet there = new BitSet();
        markInstalled(job, there);
        if (every || (!forced && !there.isEmpty())) {
            update.or(there);
            updateAll |= every || there.cardinality() == packages.installed().cardinality();
            if (job.is(Flag.FORCEBEST)) {
                bestUpdate.or(there);
            }
            if (job.is(Flag.CLEANDEPS)) {
                cleanUpdated.or(there);
            }
        } else if (forced || !packages.is(Option.NO_AUTO_TARGET)) {
            for (int p : selected(job)) {
                target(p, job);
            }
        }
    }

    private void target(int p, Job job) {
        if (packages.isInstalled(p)) {
            target(p, p);
            return;
        }
        replacedBy(p).stream().forEach(old -> {
            target(old, p);
            if (packages.identical(p, old)) {
                target(old, old);
            }
            if (job.is(Flag.FORCEBEST)) {
                bestUpdate.set(old);
            }
            if (job.is(Flag.CLEANDEPS)) {
                cleanUpdated.set(old);
            }
        });
    }

    private void target(int old, int to) {
        update.set(old);
        targets.computeIfAbsent(old, o -> new BitSet()).set(to);
    }

    /** Installed packages whose place a package would take: of its name, or obsoleted by it. */
    BitSet replacedBy(int p) {
        BitSet old = new BitSet();
        for (int same : packages.named(packages.get(p).name())) {
            if (packages.isInstalled(same) && packages.replacesByName(p, same)) {
                old.set(same);
            }
        }
        packages.get(p).obsoletes().forEach(obsoletes -> {
            for (int obsoleted : packages.obsoletedBy(p, obsoletes)) {
                if (packages.isInstalled(obsoleted)) {
                    old.set(obsoleted);
                }
            }
        });
        return old;
    }

    private void distUpgrade(Job job) {
        boolean every = job.what() instanceof Selection.All;
        if (every) {
            dupAll = true;
            update.or(packages.installed());
            if (job.is(Flag.FORCEBEST)) {
                bestUpdate.or(packages.installed());
            }
            if (job.is(Flag.CLEANDEPS)) {
                cleanUpdated.or(packages.installed());
            }
            return;
        }
        BitSet there = new BitSet();
        markInstalled(job, there);
        boolean targeted = job.is(Flag.TARGETED)
                || (there.isEmpty() && !packages.is(Option.NO_AUTO_TARGET))
                || job.what() instanceof Selection.InRepository;
        for (int p : selected(job)) {
            if (targeted || packages.isInstalled(p)) {
                involve(p, job, targeted);
            }
        }
        dupInvolved.stream().filter(packages::isInstalled).forEach(update::set);
    }

    private void involve(int p, Job job, boolean targeted) {
        List<Integer> touched = new ArrayList<>();
        for (int same : packages.named(packages.get(p).name())) {
            dupInvolved.set(same);
            if (packages.isInstalled(same)) {
                touched.add(same);
                if (targeted && packages.identical(p, same)) {
                    dup.set(same);
                }
            } else if (!targeted) {
                dup.set(same);
            }
        }
        if (targeted) {
            dup.set(p);
        }
        if (packages.isInstalled(p)) {
            for (int other = 1; other <= packages.count(); other++) {
                if (!packages.isInstalled(other) && packages.obsoletes(other, p)) {
                    dupInvolved.set(other);
                    if (!targeted) {
                        dup.set(other);
                    }
                }
            }
        } else {
            replacedBy(p).stream().forEach(old -> {
                for (int same : packages.named(packages.get(old).name())) {
                    dupInvolved.set(same);
                }
                touched.add(old);
            });
        }
        for (int old : touched) {
            if (job.is(Flag.FORCEBEST)) {
                bestUpdate.set(old);
            }
            if (job.is(Flag.CLEANDEPS)) {
                cleanUpdated.set(old);
            }
        }
    }
}
