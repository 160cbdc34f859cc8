package org.atomsmith.solver.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.Architectures;
import org.atomsmith.solver.sat.IntList;

/** What an installed package may be updated to, and which changes policy forbids. */
final class Updates {
    private final Packages packages;
    private final Plan plan;
    private final Map<Integer, IntList> obsoleters = new HashMap<>();

    Updates(Packages packages, Plan plan) {
        this.packages = packages;
        this.plan = plan;
        for (int p = 1; p <= packages.count(); p++) {
            if (packages.isInstalled(p) || packages.isInstallable(p)) {
                int by = p;
                packages.get(p).obsoletes().forEach(obsoletes -> {
                    for (int old : packages.obsoletedBy(by, obsoletes)) {
                        if (packages.isInstalled(old) && !packages.sameName(by, old)) {
                            IntList list = obsoleters.computeIfAbsent(old, o -> new IntList());
                            if (!list.contains(by)) {
                                list.add(by);
                            }
                        }
                    }
                });
            }
        }
    }

    /**
     * Packages that can take an installed one's place: other versions of its name, then packages that provide its name and
     * obsolete it or, when there are none, whatever obsoletes it.
     *
     * @param all whether policy is disregarded
     */
    int[] candidates(int old, boolean all) {
        IntList found = new IntList();
        boolean replacement = false;
        for (int p : packages.providers(Dependency.Simple.any(packages.get(old).name()))) {
            if (p == old || !(packages.isInstalled(p) || packages.isInstallable(p))) {
                continue;
            }
            if (packages.sameName(p, old) && !packages.replacesByName(p, old)) {
                continue;
            }
            if (!packages.sameName(p, old)) {
                if (packages.is(Option.NO_UPDATE_PROVIDE) || !obsoleters(old).contains(p)) {
                    continue;
                }
                replacement = true;
            }
            if (all || !isIllegal(old, p)) {
                found.add(p);
            }
        }
        if (!replacement) {
            IntList list = obsoleters(old);
            for (int i = 0; i < list.size(); i++) {
                if (all || !isIllegal(old, list.get(i))) {
                    found.add(list.get(i));
                }
            }
        }
        return found.toArray();
    }

    /** Packages of other names that obsolete an installed one. */
    IntList obsoleters(int old) {
        return obsoleters.getOrDefault(old, new IntList());
    }

    /** Whether policy forbids to replace an installed package by another. */
    boolean isIllegal(int old, int by) {
        return isIllegal(old, by, Set.of());
    }

    /** Whether policy forbids it where some kinds of change were asked for. */
    boolean isIllegal(int old, int by, Set<Job.Flag> asked) {
        boolean dup = plan.isDup(old);
        return (!asked.contains(Job.Flag.SET_EVR)
                        && !asked.contains(Job.Flag.SET_EV)
                        && !allows(dup, Option.DUP_FORBID_DOWNGRADE, Option.ALLOW_DOWNGRADE)
                        && packages.sameName(old, by)
                        && packages.compareVersions(old, by) > 0)
                || (!asked.contains(Job.Flag.SET_ARCH)
                        && !allows(dup, Option.DUP_FORBID_ARCH_CHANGE, Option.ALLOW_ARCH_CHANGE)
                        && changesArch(old, by))
                || (!asked.contains(Job.Flag.SET_VENDOR)
                        && !allows(dup, Option.DUP_FORBID_VENDOR_CHANGE, Option.ALLOW_VENDOR_CHANGE)
                        && changesVendor(old, by))
                || (!asked.contains(Job.Flag.SET_NAME)
                        && packages.is(dup ? Option.DUP_FORBID_NAME_CHANGE : Option.FORBID_NAME_CHANGE)
                        && !packages.sameName(old, by));
    }

    private boolean allows(boolean dup, Option forbiddenForDup, Option allowed) {
        return dup ? !packages.is(forbiddenForDup) : packages.is(allowed);
    }

    private boolean changesVendor(int old, int by) {
        return !packages.get(old).info().vendor().equals(packages.get(by).info().vendor());
    }

    private boolean changesArch(int old, int by) {
        String from = arch(packages.get(old));
        String to = arch(packages.get(by));
        return packages.architectures().areKnown()
                && !from.equals(to)
                && !Architectures.isNeutral(from)
                && !Architectures.isNeutral(to)
                && packages.architectures().inferiority(from)
                        != packages.architectures().inferiority(to);
    }

    private static String arch(RpmPackage one) {
        return one.nevra().arch();
    }
}
