package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.Architectures;

/**
 * Which of several packages is taken. First what is worse is dropped: lower priority of the repository, inferior
 * architecture, older version of the same name, obsoleted by another candidate, not recommended where others are. What
 * remains is put in order: names; then packages of which a newer version exists go last; then the higher version of a
 * capability that several provide, what updates an installed package, what is suggested, and what is favoured go first.
 */
final class Preference {
    private final Packages packages;
    private final Plan plan;

    Preference(Packages packages, Plan plan) {
        this.packages = packages;
        this.plan = plan;
    }

    /** The best of each name: by priority, architecture, version. */
    List<Integer> best(List<Integer> candidates, boolean priorityPerName) {
        List<Integer> kept = new ArrayList<>(candidates);
        if (kept.size() > 1) {
            kept = priorityPerName ? highestPriorityOfName(kept) : highestPriority(kept);
        }
        if (kept.size() > 1) {
            kept = bestArch(kept);
        }
        return kept.size() > 1 ? bestVersion(kept) : kept;
    }

    /** Those that may be chosen, what is recommended alone where something is. */
    List<Integer> eligible(List<Integer> candidates, Wishes wishes) {
        List<Integer> kept = best(candidates, false);
        return kept.size() > 1 ? recommended(kept, wishes) : kept;
    }

    /** All that may be chosen, best first. */
    List<Integer> ordered(List<Integer> candidates, Wishes wishes) {
        List<Integer> kept = eligible(candidates, wishes);
        return kept.size() > 1 ? inOrder(kept, wishes) : kept;
    }

    /** Packages that supplement something, best first; none is dropped. */
    List<Integer> supplementing(List<Integer> candidates, Wishes wishes) {
        return candidates.size() > 1 ? inOrder(candidates, wishes) : candidates;
    }

    private List<Integer> inOrder(List<Integer> candidates, Wishes wishes) {
        List<Integer> order = last(candidates, this::isOld);
        order = byCommonCapability(order);
        order = last(order, p -> !hasInstalledVersion(p));
        order = last(order, p -> !wishes.isSuggested(p));
        order.sort(Comparator.comparingInt(p -> -plan.favour.getOrDefault(p, 0)));
        return order;
    }

    private List<Integer> highestPriority(List<Integer> candidates) {
        int highest = candidates.stream()
                .filter(p -> !packages.isInstalled(p))
                .mapToInt(p -> packages.repository(p).priority())
                .max()
                .orElse(Integer.MIN_VALUE);
        return keep(
                candidates,
                p -> packages.isInstalled(p) || packages.repository(p).priority() == highest);
    }

    private List<Integer> highestPriorityOfName(List<Integer> candidates) {
        Map<String, List<Integer>> byName = new LinkedHashMap<>();
        candidates.forEach(p -> byName.computeIfAbsent(packages.get(p).name(), n -> new ArrayList<>())
                .add(p));
        List<Integer> kept = new ArrayList<>();
        byName.values().forEach(same -> kept.addAll(highestPriority(same)));
        return kept;
    }

    private List<Integer> bestArch(List<Integer> candidates) {
        int best = candidates.stream()
                .filter(p -> !isNeutral(p))
                .mapToInt(this::inferiority)
                .min()
                .orElse(0);
        return keep(candidates, p -> isNeutral(p) || inferiority(p) == best);
    }

    private boolean isNeutral(int p) {
        return Architectures.isNeutral(packages.get(p).nevra().arch());
    }

    private int inferiority(int p) {
        return packages.architectures().inferiority(packages.get(p).nevra().arch());
    }

    private List<Integer> bestVersion(List<Integer> candidates) {
        Map<String, Integer> bestOf = new LinkedHashMap<>();
        candidates.stream()
                .sorted(Comparator.comparing((Integer p) -> packages.get(p).name())
                        .thenComparing((a, b) -> packages.compareVersions(b, a))
                        .thenComparing(p -> !packages.isInstalled(p))
                        .thenComparingInt(p -> packages.isInstalled(p)
                                ? 0
                                : -packages.repository(p).subPriority())
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(p -> bestOf.putIfAbsent(packages.get(p).name(), p));
        List<Integer> kept = new ArrayList<>(bestOf.values());
        return kept.size() > 1 ? notObsoleted(kept) : kept;
    }

    /** Drops what another candidate obsoletes, unless they obsolete each other, be it by way of others. */
    private List<Integer> notObsoleted(List<Integer> candidates) {
        int n = candidates.size();
        BitSet[] reaches = new BitSet[n];
        boolean any = false;
        for (int i = 0; i < n; i++) {
            reaches[i] = new BitSet();
            if (packages.get(candidates.get(i)).obsoletes().isEmpty()) {
                continue;
            }
            for (int j = 0; j < n; j++) {
                if (i != j && packages.obsoletes(candidates.get(i), candidates.get(j))) {
                    reaches[i].set(j);
                    any = true;
                }
            }
        }
        if (!any) {
            return candidates;
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                if (reaches[i].get(k)) {
                    reaches[i].or(reaches[k]);
                }
            }
        }
        List<Integer> kept = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            boolean obsoleted = false;
            for (int i = 0; i < n; i++) {
                obsoleted |= i != j && reaches[i].get(j) && !reaches[j].get(i);
            }
            if (!obsoleted) {
                kept.add(candidates.get(j));
            }
        }
        return kept;
    }

    private List<Integer> recommended(List<Integer> candidates, Wishes wishes) {
        long there = candidates.stream().filter(packages::isInstalled).count();
        if (candidates.size() - there < 2
                || candidates.stream().noneMatch(p -> !packages.isInstalled(p) && wishes.isRecommended(p))) {
            return candidates;
        }
        return keep(candidates, p -> packages.isInstalled(p) || wishes.isRecommended(p));
    }

    /** Whether a newer or better version of the package is to be had. */
    private boolean isOld(int p) {
        if (packages.isInstalled(p)) {
            return false;
        }
        RpmPackage one = packages.get(p);
        for (int other : packages.named(one.name())) {
            if (other != p
                    && packages.get(other).nevra().arch().equals(one.nevra().arch())) {
                int c = Integer.compare(
                        packages.repository(other).priority(),
                        packages.repository(p).priority());
                if (c > 0 || (c == 0 && packages.compareVersions(other, p) > 0)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasInstalledVersion(int p) {
        return Arrays.stream(packages.named(packages.get(p).name())).anyMatch(packages::isInstalled);
    }

    /** Those first that fewer others surpass in the version of something that both provide. */
    private List<Integer> byCommonCapability(List<Integer> candidates) {
        Map<Integer, Map<String, Evr>> versions = new HashMap<>();
        for (int p : candidates) {
            Map<String, Evr> own = new HashMap<>();
            for (Capability capability : packages.get(p).provides()) {
                if (capability.op() == Comparison.EQUAL) {
                    capability.evr().ifPresent(evr -> own.putIfAbsent(capability.name(), evr));
                }
            }
            versions.put(p, own);
        }
        Map<Integer, Integer> surpassed = new HashMap<>();
        for (int p : candidates) {
            Map<String, Evr> own = versions.getOrDefault(p, Map.of());
            surpassed.put(p, (int) candidates.stream()
                    .filter(other -> other != p && surpasses(versions.getOrDefault(other, Map.of()), own))
                    .count());
        }
        List<Integer> sorted = new ArrayList<>(candidates);
        sorted.sort(Comparator.comparing(p -> surpassed.getOrDefault(p, 0)));
        return sorted;
    }

    private boolean surpasses(Map<String, Evr> others, Map<String, Evr> own) {
        return own.entrySet().stream()
                .anyMatch(e -> others.containsKey(e.getKey())
                        && packages.versions().compare(others.get(e.getKey()), e.getValue()) > 0);
    }

    /** Moves some behind the others. */
    private static List<Integer> last(List<Integer> candidates, IntPredicate worse) {
        List<Integer> order = new ArrayList<>(keep(candidates, p -> !worse.test(p)));
        order.addAll(keep(candidates, worse));
        return order;
    }

    private static List<Integer> keep(List<Integer> candidates, IntPredicate kept) {
        return new ArrayList<>(candidates.stream().filter(kept::test).toList());
    }

    /** The positive literals of a rule. */
    static List<Integer> positive(Rule rule) {
        return Arrays.stream(rule.literals()).filter(l -> l > 0).boxed().toList();
    }
}
