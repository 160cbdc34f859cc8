package org.atomsmith.solver;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.sat.Cdcl;

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
    private final Agenda agenda;
    private final Set<Nevra> present;
    private final BitSet kept = new BitSet();
    private final Map<Integer, BitSet> asked = new HashMap<>();
    private final Map<Integer, Cause> wishes = new LinkedHashMap<>();

    /**
     * A search.
     *
     * @param present packages that were there before
     */
    Search(Cdcl engine, Pool pool, Encoder encoder, Rules rules, Set<Nevra> present) {
        this.present = present;
        this.engine = engine;
        this.pool = pool;
        this.encoder = encoder;
        this.rules = rules;
        this.agenda = new Agenda(engine, rules, pool);
    }

    /** Decides until every rule is satisfied; false when that is impossible. */
    boolean satisfyRequest() {
        encoder.writeRequest();
        agenda.begin();
        return run();
    }

    /**
     * Follows weak dependencies of what is installed, one after the other, as far as nothing stands against them. Those of packages
     * that were there before, and supplements that held before, are not asked again.
     */
    void satisfyWishes() {
        int before;
        do {
            before = wishes.size();
            List<Integer> installed = installedPackages();
            installed.forEach(kept::set);
            installed.stream().filter(number -> !isPresent(number)).forEach(this::tryRecommends);
            trySupplements();
        } while (wishes.size() > before);
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

    private void tryRecommends(int variable) {
        List<Dependency> recommends = pool.get(variable).recommends();
        BitSet before = asked.computeIfAbsent(variable, v -> new BitSet());
        for (int i = 0; i < recommends.size(); i++) {
            Dependency wish = recommends.get(i);
            if (!before.get(i)) {
                Formula formula = encoder.formula(wish);
                // What holds because a condition is absent is asked again when more is installed.
                if (formula instanceof Formula.AnyOf || !formula.holds(this::installed)) {
                    before.set(i);
                    Cause.Weak cause = new Cause.Weak(variable, wish);
                    tryTo(encoder.writeWeak(formula, cause), cause);
                }
            }
        }
    }

    private void trySupplements() {
        for (int candidate : encoder.supplementing()) {
            RpmPackage self = pool.get(candidate);
            for (Dependency condition : self.supplements()) {
                Formula formula = encoder.formula(condition);
                if (!wishes.containsKey(candidate)
                        && !installed(candidate)
                        && formula.holds(this::installed)
                        && (present.isEmpty() || !formula.holds(this::isPresent))) {
                    tryTo(candidate, new Cause.Supplements(candidate, condition));
                }
            }
        }
    }

    private boolean isPresent(int variable) {
        return pool.isPackage(variable) && present.contains(pool.get(variable).nevra());
    }

    /** Adds a wish to those that are decided once every rule is satisfied. */
    private void tryTo(int wish, Cause cause) {
        wishes.put(wish, cause);
        if (!run()) {
            throw new IllegalStateException("a wish made the request unsatisfiable");
        }
    }

    private boolean run() {
        while (true) {
            int conflict = engine.propagate();
            if (conflict != Cdcl.NONE) {
                if (!engine.learn(conflict)) {
                    return false;
                }
                agenda.backTo(engine.level(), engine.jumpedTo());
            } else if (agenda.read() < engine.trail().size()) {
                int literal = engine.trail().get(agenda.read());
                if (literal > 0 && pool.isPackage(literal)) {
                    encoder.writePackage(literal);
                }
                agenda.readNext();
            } else {
                int next = agenda.next().map(this::best).orElseGet(this::nextWish);
                if (next == 0) {
                    return true;
                }
                agenda.mark();
                engine.decide(next);
            }
        }
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
