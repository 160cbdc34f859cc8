package org.atomsmith.solver.transaction;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Writes what keeps installed packages: each stays or is replaced by a candidate. An update rule has what policy allows, a
 * feature rule has every candidate; the latter takes effect when the former is given up.
 */
final class SystemRules {
    private final Packages packages;
    private final Plan plan;
    private final Updates updates;
    private final Rules rules;
    private final Map<Integer, Integer> updateRule = new LinkedHashMap<>();
    private final Map<Integer, Integer> featureRule = new HashMap<>();
    private final Map<Integer, int[]> besides = new HashMap<>();
    private final Set<Integer> orphans = new TreeSet<>();
    private final BitSet leftToJobs = new BitSet();
    private final Map<Integer, int[]> everyCandidate = new HashMap<>();

    SystemRules(Packages packages, Plan plan, Updates updates, Rules rules) {
        this.packages = packages;
        this.plan = plan;
        this.updates = updates;
        this.rules = rules;
    }

    /** Writes feature rules, then update rules, of all installed packages. */
    void write() {
        Map<Integer, int[]> features = new LinkedHashMap<>();
        Map<Integer, int[]> policy = new LinkedHashMap<>();
        packages.installed().stream().forEach(old -> {
            int[] all = updates.candidates(old, true);
            int[] allowed = severalVersions(old, updates.candidates(old, false));
            boolean orphan = all.length == 0 || (plan.multiversion.get(old) && allowed.length == 0);
            if (orphan) {
                orphans.add(old);
            }
            everyCandidate.put(old, literals(old, replacing(old, all)));
            if (!orphan || !plan.isDup(old) || packages.is(Option.KEEP_ORPHANS)) {
                features.put(old, literals(old, all));
                policy.put(old, literals(old, allowed));
            }
        });
        features.forEach((old, literals) -> {
            if (!sameSet(literals, policy.getOrDefault(old, literals))) {
                int added = rules.add(new Rule(Rule.Kind.FEATURE, old, literals));
                rules.disable(added);
                featureRule.put(old, added);
            }
        });
        policy.forEach((old, literals) -> updateRule.put(old, rules.add(new Rule(Rule.Kind.UPDATE, old, literals))));
    }

    private static int[] literals(int old, int[] candidates) {
        return IntStream.concat(IntStream.of(old), Arrays.stream(candidates)).toArray();
    }

    private static boolean sameSet(int[] a, int[] b) {
        Set<Integer> left = new LinkedHashSet<>(Arrays.stream(a).boxed().toList());
        return left.equals(new LinkedHashSet<>(Arrays.stream(b).boxed().toList()));
    }

    /** Candidates that take the package's place; those that go beside it are remembered. */
    private int[] severalVersions(int old, int[] candidates) {
        if (Arrays.stream(candidates).noneMatch(plan.multiversion::get)) {
            return candidates;
        }
        besides.put(old, candidates);
        return replacing(old, candidates);
    }

    private int[] replacing(int old, int[] candidates) {
        return Arrays.stream(candidates)
                .filter(p -> !plan.multiversion.get(p)
                        || packages.sameNevra(p, old)
                        || (packages.is(Option.KEEP_EXPLICIT_OBSOLETES) && !packages.sameName(p, old)))
                .toArray();
    }

    /** New versions that an installed package may get beside it; empty when there are none. */
    int[] besides(int old) {
        return besides.getOrDefault(old, new int[0]);
    }

    /** The update rule of an installed package, -1 when it has none. */
    int updateRule(int old) {
        return updateRule.getOrDefault(old, -1);
    }

    /** The feature rule of an installed package, -1 when it would say the same as the update rule. */
    int featureRule(int old) {
        return featureRule.getOrDefault(old, -1);
    }

    /** A package and everything that can take its place. */
    int[] candidates(int old) {
        return everyCandidate.getOrDefault(old, new int[] {old});
    }

    /** Installed packages for which no repository has a candidate. */
    Set<Integer> orphans() {
        return orphans;
    }

    /** Gives up an update rule: what policy forbids may happen to the package now. */
    void disableUpdate(int old) {
        int update = updateRule(old);
        if (update >= 0) {
            rules.disable(update);
        }
        int feature = featureRule(old);
        if (feature >= 0) {
            rules.enable(feature);
        }
    }

    /** Whether a job decides on the package. */
    boolean isLeftToJobs(int old) {
        return leftToJobs.get(old);
    }

    /** Rules no longer decide on an installed package. */
    void leaveToJobs(int old) {
        leftToJobs.set(old);
        disableUpdate(old);
        int feature = featureRule(old);
        if (feature >= 0) {
            rules.disable(feature);
        }
    }

    /** The opposite of {@link #leaveToJobs}. */
    void takeBack(int old) {
        leftToJobs.clear(old);
        if (updateRule(old) >= 0) {
            rules.enable(updateRule(old));
        }
    }

    /** Forbids packages that a distribution upgrade may not end in. */
    void writeDup(BitSet reached) {
        if (!plan.dupAll && plan.dupInvolved.isEmpty()) {
            return;
        }
        reached.stream().filter(p -> plan.isDup(p)).forEach(p -> {
            if (!packages.isInstalled(p)) {
                if (!plan.dupAll && !plan.dup.get(p)) {
                    rules.add(new Rule(Rule.Kind.DUP, p, -p));
                }
            } else if (!plan.dup.get(p) && hasSuccessor(p)) {
                if (hasIdentical(p)) {
                    plan.dup.set(p);
                } else if (!plan.multiversion.get(p)) {
                    rules.add(new Rule(Rule.Kind.DUP, p, -p));
                }
            }
        });
    }

    private boolean inDup(int p) {
        return !packages.isInstalled(p) && (plan.dupAll || plan.dup.get(p));
    }

    private boolean hasIdentical(int old) {
        return Arrays.stream(packages.named(packages.get(old).name()))
                .anyMatch(p -> inDup(p) && packages.identical(old, p));
    }

    private boolean hasSuccessor(int old) {
        return Arrays.stream(updates.candidates(old, true)).anyMatch(this::inDup);
    }
}
