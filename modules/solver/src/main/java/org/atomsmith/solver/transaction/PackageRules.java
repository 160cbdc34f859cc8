package org.atomsmith.solver.transaction;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.IntStream;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.Formula;

/**
 * Writes what packages say of each other: requires, conflicts, obsoletes, one version of a name. Only packages that some
 * job can reach have rules. Broken relations among installed packages are let be unless a job verifies them.
 */
final class PackageRules {
    private final Packages packages;
    private final Plan plan;
    private final Rules rules;
    private final BitSet reached = new BitSet();
    private final Deque<Integer> open = new ArrayDeque<>();

    PackageRules(Packages packages, Plan plan, Rules rules) {
        this.packages = packages;
        this.plan = plan;
        this.rules = rules;
    }

    /** Packages that have rules. */
    BitSet reached() {
        return reached;
    }

    /** Writes the rules of a package and of everything that it may bring in. */
    void add(int number) {
        reach(number);
        while (!open.isEmpty()) {
            write(open.remove());
        }
    }

    /** Writes the rules of packages that say themselves what they go with, where that is in reach. */
    void addSupplementing() {
        boolean more = true;
        while (more) {
            more = false;
            for (int p = 1; p <= packages.count(); p++) {
                RpmPackage one = packages.get(p);
                if (!reached.get(p)
                        && packages.isInstallable(p)
                        && (one.supplements().stream().anyMatch(this::mayHold)
                                || one.enhances().stream().anyMatch(this::mayHold))) {
                    add(p);
                    more = true;
                }
            }
        }
    }

    private boolean mayHold(Dependency dependency) {
        return Formula.of(dependency, packages::providers).holds(p -> p == packages.system() || reached.get(p))
                || !(dependency instanceof Simple);
    }

    private void reach(int number) {
        if (!reached.get(number)) {
            reached.set(number);
            open.add(number);
        }
    }

    private void write(int self) {
        RpmPackage owner = packages.get(self);
        boolean lenient = packages.isInstalled(self) && !plan.fix.get(self);
        if (!lenient && !packages.isInstallable(self)) {
            rules.addOfPackages(new Rule(Rule.Kind.NOT_INSTALLABLE, self, -self));
        }
        if (!plan.weakened.get(self)) {
            owner.requires().forEach(r -> require(self, r.dependency(), lenient));
        }
        owner.conflicts().forEach(conflict -> conflict(self, conflict, lenient));
        obsolete(self, lenient);
        exclude(self, lenient);
        owner.recommends().forEach(this::reachProviders);
        owner.suggests().forEach(this::reachProviders);
    }

    private void reachProviders(Dependency dependency) {
        switch (dependency) {
            case Simple _, Dependency.With _, Dependency.Without _ -> {
                for (int p : packages.providers(dependency)) {
                    if (p != packages.system()) {
                        reach(p);
                    }
                }
            }
            case Dependency.And(var parts) -> parts.forEach(this::reachProviders);
            case Dependency.Or(var parts) -> parts.forEach(this::reachProviders);
            case Dependency.If(var then, var condition, var otherwise) -> {
                reachProviders(then);
                reachProviders(condition);
                otherwise.ifPresent(this::reachProviders);
            }
            case Dependency.Unless(var then, var condition, var otherwise) -> {
                reachProviders(then);
                reachProviders(condition);
                otherwise.ifPresent(this::reachProviders);
            }
        }
    }

    private void require(int self, Dependency dependency, boolean lenient) {
        if (dependency instanceof Simple simple && simple.name().startsWith("rpmlib(")) {
            return;
        }
        for (int[] clause : Clauses.of(Formula.of(dependency, packages::providers))) {
            if (Arrays.stream(clause).anyMatch(l -> l == self) || (lenient && !holdsForInstalled(clause))) {
                continue;
            }
            Arrays.stream(clause).filter(l -> l > 0 && l != packages.system()).forEach(this::reach);
            int[] literals = withOwner(self, clause);
            Rule.Kind kind = clause.length == 0 ? Rule.Kind.NOTHING_PROVIDES : Rule.Kind.REQUIRES;
            rules.addOfPackages(new Rule(kind, literals, self, 0, dependency));
        }
    }

    private boolean holdsForInstalled(int[] clause) {
        return Arrays.stream(clause).anyMatch(l -> l > 0 ? packages.isInstalled(l) : !packages.isInstalled(-l));
    }

    private static int[] withOwner(int self, int[] clause) {
        return IntStream.concat(IntStream.of(-self), Arrays.stream(clause)).toArray();
    }

    private void conflict(int self, Dependency conflict, boolean lenient) {
        if (conflict instanceof Simple) {
            for (int other : packages.providers(conflict)) {
                if (other == self) {
                    if (packages.is(Option.FORBID_SELF_CONFLICTS) && !lenient) {
                        rules.addOfPackages(new Rule(Rule.Kind.SELF_CONFLICT, new int[] {-self}, self, self, conflict));
                    }
                } else if (!(lenient && packages.isInstalled(other))) {
                    rules.addOfPackages(
                            new Rule(Rule.Kind.CONFLICTS, new int[] {-self, -other}, self, other, conflict));
                }
            }
            return;
        }
        Formula without = Formula.not(
                conflict,
                one -> Arrays.stream(packages.providers(one))
                        .filter(p -> p != self)
                        .toArray());
        for (int[] clause : Clauses.of(without)) {
            if (lenient && !holdsForInstalled(clause)) {
                continue;
            }
            int other = Arrays.stream(clause)
                    .filter(l -> l < 0)
                    .map(l -> -l)
                    .findFirst()
                    .orElse(0);
            rules.addOfPackages(new Rule(Rule.Kind.CONFLICTS, withOwner(self, clause), self, other, conflict));
        }
    }

    private void obsolete(int self, boolean lenient) {
        boolean there = packages.isInstalled(self);
        if (there && packages.is(Option.NO_INSTALLED_OBSOLETES)) {
            return;
        }
        if (plan.multiversion.get(self) && !packages.is(Option.KEEP_EXPLICIT_OBSOLETES)) {
            return;
        }
        for (Simple obsoletes : packages.get(self).obsoletes()) {
            for (int other : packages.obsoletedBy(self, obsoletes)) {
                if (!(lenient && packages.isInstalled(other))) {
                    rules.addOfPackages(new Rule(
                            there ? Rule.Kind.INSTALLED_OBSOLETES : Rule.Kind.OBSOLETES,
                            new int[] {-self, -other},
                            self,
                            other,
                            obsoletes));
                }
            }
        }
    }

    /** A package takes the place of every other version of its name. */
    private void exclude(int self, boolean lenient) {
        boolean there = packages.isInstalled(self);
        if (there && lenient) {
            return;
        }
        String name = packages.get(self).name();
        int[] others = packages.is(Option.IMPLICIT_OBSOLETE_USES_PROVIDES)
                ? packages.providers(Simple.any(name))
                : packages.named(name);
        for (int other : others) {
            if (other != self && !(there && !packages.isInstalled(other)) && excludeEachOther(self, other)) {
                rules.addOfPackages(
                        new Rule(Rule.Kind.SAME_NAME, new int[] {-self, -other}, self, other, Optional.empty()));
            }
        }
    }

    private boolean excludeEachOther(int self, int other) {
        boolean several = plan.multiversion.get(self)
                && (packages.isInstalled(self) || !packages.isInstalled(other) || plan.multiversion.get(other));
        if (several) {
            return packages.sameNevra(self, other);
        }
        return packages.replacesByName(self, other);
    }
}
