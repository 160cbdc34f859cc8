package org.atomsmith.solver;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.Dependency.With;
import org.atomsmith.rpm.Dependency.Without;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.sat.IntList;

/**
 * Writes the rules of the request, and those of a package when the search first installs it. A package that is never
 * tried has no rules.
 */
final class Encoder {
    private final Request request;
    private final Pool pool;
    private final Rules rules;
    private final Policy policy;
    private final Names multiversion;
    private final Set<String> lockedNames = new HashSet<>();
    private final Map<Dependency, int[]> sortedCandidates = new HashMap<>();
    private final BitSet written = new BitSet();
    private int checked;

    Encoder(Request request, Pool pool, Rules rules) {
        this.request = request;
        this.pool = pool;
        this.rules = rules;
        this.policy = new Policy(pool, request.lock().packages());
        this.multiversion = new Names(request.multiversion());
        if (request.lock().strict()) {
            for (Nevra locked : request.lock().packages()) {
                lockedNames.add(locked.name());
            }
        }
    }

    /** Rules for what the user asked for and for what is essential. */
    void writeRequest() {
        for (int i = 0; i < request.install().size(); i++) {
            Dependency asked = request.install().get(i);
            require(new int[0], Formula.of(asked, this::candidatesForRequest), new Cause.Asked(i, asked));
        }
        request.installed().stream()
                .sorted(Comparator.comparing(Nevra::toString))
                .forEach(this::keep);
        TreeSet<String> essential = new TreeSet<>();
        for (RpmPackage candidate : pool.source().essential()) {
            if (pool.architectures().runs(candidate.nevra().arch())
                    && !request.exclude().contains(candidate.name())) {
                essential.add(candidate.name());
            }
        }
        for (String name : essential) {
            int[] versions = policy.sort(pool.named(name), Simple.any(name));
            require(new int[0], new Formula.AnyOf(versions), new Cause.EssentialName(name));
        }
    }

    private void keep(Nevra installed) {
        for (int version : pool.named(installed.name())) {
            if (pool.get(version).nevra().equals(installed)) {
                require(new int[0], new Formula.AnyOf(new int[] {version}), new Cause.Installed(version));
                return;
            }
        }
        throw new IllegalArgumentException(installed + " is installed, but the source does not have it");
    }

    /** Rules of a package, once. */
    void writePackage(int self) {
        if (written.get(self)) {
            return;
        }
        written.set(self);
        RpmPackage owner = pool.get(self);
        int[] guard = {self};
        List<RpmPackage.Requirement> requires = owner.requires();
        for (int i = 0; i < requires.size(); i++) {
            Dependency dependency = requires.get(i).dependency();
            if (!isRpmlib(dependency)) {
                require(guard, Formula.of(dependency, this::candidates), new Cause.Requires(self, i, dependency));
            }
        }
        for (int i = 0; i < owner.conflicts().size(); i++) {
            Dependency conflict = owner.conflicts().get(i);
            Formula without = Formula.not(conflict, one -> others(self, candidates(one)));
            require(guard, without, new Cause.Conflicts(self, i, conflict));
        }
        for (int i = 0; i < owner.obsoletes().size(); i++) {
            Simple obsoleted = owner.obsoletes().get(i);
            if (!obsoleted.name().equals(owner.name())) {
                int[] old = others(self, pool.namedWithin(obsoleted));
                require(guard, new Formula.NoneOf(old), new Cause.Obsoletes(self, i, obsoleted));
            }
        }
        if (!mayHaveSeveralVersions(owner)) {
            for (int other : pool.named(owner.name())) {
                if (other != self && excludeEachOther(owner, pool.get(other))) {
                    forbidNew();
                    rules.forbid(new Cause.SameName(self, other), self, other);
                }
            }
        }
    }

    /** A variable that, decided true, asks for a weak dependency. */
    int writeWeak(Formula formula, Cause.Weak cause) {
        int wish = rules.auxiliary(formula);
        rules.require(new int[] {wish}, formula, cause);
        return wish;
    }

    /** Packages that say themselves what they go with, one of each name: those that a lock prefers first, then by name. */
    int[] supplementing() {
        TreeSet<String> names = new TreeSet<>();
        for (RpmPackage candidate : pool.source().reverseWeak()) {
            if (!candidate.supplements().isEmpty()) {
                names.add(candidate.name());
            }
        }
        IntList best = new IntList();
        for (String name : names) {
            int[] versions = policy.sort(pool.named(name), Simple.any(name));
            if (versions.length > 0) {
                best.add(versions[0]);
            }
        }
        forbidNew();
        return Arrays.stream(best.toArray())
                .boxed()
                .sorted(Comparator.comparing(
                        v -> !request.lock().packages().contains(pool.get(v).nevra())))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** What a hard or weak dependency means here. */
    Formula formula(Dependency dependency) {
        Formula formula = Formula.of(dependency, this::candidates);
        forbidNew();
        return formula;
    }

    /** What an entry of the request means here. */
    Formula requestFormula(Dependency dependency) {
        return Formula.of(dependency, this::candidatesForRequest);
    }

    private void require(int[] guards, Formula formula, Cause cause) {
        forbidNew();
        rules.require(guards, formula, cause);
    }

    /** Excluded packages and versions that the lock rules out are forbidden as soon as they are known. */
    private void forbidNew() {
        rules.makeRoom();
        while (checked < pool.size()) {
            checked++;
            if (pool.isPackage(checked)) {
                RpmPackage found = pool.get(checked);
                if (request.exclude().contains(found.name())) {
                    rules.forbid(new Cause.Excluded(checked), checked);
                } else if (lockedNames.contains(found.name())
                        && !request.lock().packages().contains(found.nevra())) {
                    rules.forbid(new Cause.NotLocked(checked), checked);
                }
            }
        }
    }

    private int[] candidates(Dependency one) {
        int[] known = sortedCandidates.get(one);
        if (known == null) {
            known = switch (one) {
                case Simple simple -> policy.sort(pool.providers(simple), simple);
                case With(Dependency left, Dependency right) -> keep(candidates(left), candidates(right), true);
                case Without(Dependency left, Dependency right) -> keep(candidates(left), candidates(right), false);
                case Dependency.Or(List<Dependency> parts) ->
                    parts.stream()
                            .flatMapToInt(part -> Arrays.stream(candidates(part)))
                            .distinct()
                            .toArray();
                case Dependency.And(List<Dependency> parts) ->
                    parts.stream()
                            .map(this::candidates)
                            .reduce((a, b) -> keep(a, b, true))
                            .orElse(new int[0]);
                case Dependency.If _, Dependency.Unless _ -> new int[0];
            };
            sortedCandidates.put(one, known);
        }
        return known;
    }

    /**
     * In a request a name means the package of that name, or one that takes its place, before it means whoever provides
     * it.
     */
    private int[] candidatesForRequest(Dependency one) {
        if (!(one instanceof Simple simple)) {
            return candidates(one);
        }
        IntList found = new IntList();
        for (int named : pool.namedWithin(simple)) {
            found.add(named);
        }
        if (found.size() == 0) {
            int[] providers = candidates(simple);
            return providers.length > 0 ? providers : candidatesOfArch(simple);
        }
        if (Policy.replacesByObsoleting(pool)) {
            for (int provider : pool.providers(simple)) {
                if (!found.contains(provider) && obsoletes(provider, found)) {
                    found.add(provider);
                }
            }
        }
        return policy.sort(found.toArray(), simple);
    }

    private boolean obsoletes(int provider, IntList named) {
        for (Simple obsoleted : pool.get(provider).obsoletes()) {
            for (int target : pool.namedWithin(obsoleted)) {
                if (named.contains(target)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Reads {@code glibc.i686}: a name and an architecture. */
    private int[] candidatesOfArch(Simple simple) {
        int dot = simple.name().lastIndexOf('.');
        if (dot <= 0) {
            return new int[0];
        }
        Simple bare = new Simple(simple.name().substring(0, dot), simple.op(), simple.evr());
        String arch = simple.name().substring(dot + 1);
        int[] ofArch = Arrays.stream(pool.namedWithin(bare))
                .filter(v -> pool.get(v).nevra().arch().equals(arch))
                .toArray();
        return policy.sort(ofArch, bare);
    }

    private boolean mayHaveSeveralVersions(RpmPackage owner) {
        if (multiversion.isEmpty()) {
            return false;
        }
        return multiversion.match(owner.name())
                || owner.provides().stream().map(Capability::name).anyMatch(multiversion::match);
    }

    /** Two packages of one name share a system only for two architectures and in the same version. */
    private boolean excludeEachOther(RpmPackage a, RpmPackage b) {
        return a.nevra().arch().equals(b.nevra().arch())
                || pool.versions().compare(a.evr(), b.evr()) != 0
                || pool.architectures().inferiority(a.nevra().arch())
                        == pool.architectures().inferiority(b.nevra().arch());
    }

    private static int[] others(int self, int[] packages) {
        return Arrays.stream(packages).filter(p -> p != self).toArray();
    }

    private static int[] keep(int[] from, int[] inOrNot, boolean in) {
        return Arrays.stream(from)
                .filter(v -> Arrays.stream(inOrNot).anyMatch(w -> v == w) == in)
                .toArray();
    }

    /** Features of rpm itself, which no package provides. */
    private static boolean isRpmlib(Dependency dependency) {
        return dependency instanceof Simple simple && simple.name().startsWith("rpmlib(");
    }
}
