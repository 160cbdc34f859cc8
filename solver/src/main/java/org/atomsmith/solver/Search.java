package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;

/**
 * The search for a set of packages that satisfies the rules. As long as a rule whose conditions hold lacks a choice, its
 * best choice is decided; what nothing asks for is never installed. Choices between versions of one name come before
 * choices between names, because later dependencies often settle the latter.
 */
final class Search {
    private final Cdcl engine;
    private final Pool pool;
    private final Encoder encoder;
    private final Rules rules;
    private final BitSet kept = new BitSet();
    private final Map<Integer, Cause> wishes = new LinkedHashMap<>();

    Search(Cdcl engine, Pool pool, Encoder encoder, Rules rules) {
        this.engine = engine;
        this.pool = pool;
        this.encoder = encoder;
        this.rules = rules;
    }

    /** Decides until every rule is satisfied; false when that is impossible. */
    boolean satisfyRequest() {
        encoder.writeRequest();
        return run();
    }

    /** Follows weak dependencies of what is installed, one after the other, as far as nothing stands against them. */
    void satisfyWishes() {
        Set<String> tried = new HashSet<>();
        boolean progress = true;
        while (progress) {
            keep();
            progress = tryRecommends(tried) || trySupplements(tried);
        }
    }

    /** Wishes that came true with their causes, in the order in which they were made. */
    Map<Integer, Cause> granted() {
        Map<Integer, Cause> granted = new LinkedHashMap<>(wishes);
        granted.keySet().removeIf(wish -> !installed(wish));
        return granted;
    }

    boolean installed(int variable) {
        return engine.value(variable) > 0;
    }

    private boolean tryRecommends(Set<String> tried) {
        for (int variable : installedPackages()) {
            RpmPackage owner = pool.get(variable);
            for (Dependency wish : owner.recommends()) {
                if (tried.add(owner.nevra() + " recommends " + wish)
                        && !encoder.formula(wish).holds(this::installed)
                        && tryTo(encoder.writeWeak(owner, wish), new Cause.Weak(owner, wish))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean trySupplements(Set<String> tried) {
        List<RpmPackage> candidates = new ArrayList<>(pool.source().reverseWeak());
        candidates.sort((a, b) -> a.nevra().toString().compareTo(b.nevra().toString()));
        for (RpmPackage candidate : candidates) {
            int number = pool.number(candidate);
            if (number == 0 || installed(number) || pool.isOld(number)) {
                continue;
            }
            encoder.forbidNew();
            for (Dependency condition : candidate.supplements()) {
                if (!tried.contains(candidate.nevra() + " supplements " + condition)
                        && encoder.formula(condition).holds(this::installed)) {
                    tried.add(candidate.nevra() + " supplements " + condition);
                    if (tryTo(number, new Cause.Supplements(candidate, condition))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Adds a wish to those that are decided once every rule is satisfied; true when it came true. */
    private boolean tryTo(int wish, Cause cause) {
        wishes.put(wish, cause);
        if (!run()) {
            throw new IllegalStateException("a wish made the request unsatisfiable");
        }
        return installed(wish);
    }

    /** What is installed now stays preferred from here on, so that wishes do not change what the request settled. */
    private void keep() {
        for (int variable : installedPackages()) {
            kept.set(variable);
        }
    }

    private boolean run() {
        int written = 0;
        while (true) {
            int conflict = engine.propagate();
            if (conflict != Cdcl.NONE) {
                if (!engine.learn(conflict)) {
                    return false;
                }
                written = 0;
                continue;
            }
            if (written < engine.trail().size()) {
                int literal = engine.trail().get(written++);
                if (literal > 0 && pool.isPackage(literal)) {
                    encoder.writePackage(literal);
                    engine.variables(pool.size());
                }
                continue;
            }
            int next = nextDecision();
            if (next == 0) {
                return true;
            }
            engine.decide(next);
        }
    }

    /** The best choice of the first open rule, or 0 when every rule is satisfied. */
    private int nextDecision() {
        Rule ambiguous = null;
        for (Rule rule : rules.withChoices()) {
            if (isOpen(rule)) {
                if (hasOneName(rule)) {
                    return best(rule);
                }
                if (ambiguous == null) {
                    ambiguous = rule;
                }
            }
        }
        return ambiguous == null ? nextWish() : best(ambiguous);
    }

    /** The first wish that is neither granted nor refused, or 0. Wishes that a jump undid come again in their order. */
    private int nextWish() {
        for (int wish : wishes.keySet()) {
            if (engine.value(wish) == 0) {
                return wish;
            }
        }
        return 0;
    }

    private boolean isOpen(Rule rule) {
        for (int literal : rule.literals()) {
            int value = engine.value(literal);
            if (value > 0 || (value == 0 && literal < 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasOneName(Rule rule) {
        int name = 0;
        for (int choice : rule.choices()) {
            if (engine.value(choice) == 0) {
                if (name != 0 && name != pool.nameOf(choice)) {
                    return false;
                }
                name = pool.nameOf(choice);
            }
        }
        return true;
    }

    private int best(Rule rule) {
        int first = 0;
        for (int choice : rule.choices()) {
            if (engine.value(choice) == 0) {
                if (kept.get(choice)
                        || (!pool.isPackage(choice) && rules.meaning(choice).holds(this::installed))) {
                    return choice;
                }
                first = first == 0 ? choice : first;
            }
        }
        return first;
    }

    /** Numbers of installed packages by name, for an order that does not depend on the search's history. */
    private List<Integer> installedPackages() {
        record Named(Nevra nevra, int number) {}
        TreeSet<Named> sorted = new TreeSet<>((a, b) -> a.nevra.toString().compareTo(b.nevra.toString()));
        for (int i = 0; i < engine.trail().size(); i++) {
            int literal = engine.trail().get(i);
            if (literal > 0 && pool.isPackage(literal)) {
                sorted.add(new Named(pool.get(literal).nevra(), literal));
            }
        }
        return sorted.stream().map(Named::number).toList();
    }
}
