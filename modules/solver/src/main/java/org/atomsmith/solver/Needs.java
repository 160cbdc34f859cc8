package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.atomsmith.rpm.Dependency;

/**
 * Which installed packages meet a dependency: of several providers the best by policy, of several alternatives the first
 * that is met.
 */
final class Needs {
    private final Encoder encoder;
    private final BitSet installed;

    Needs(Encoder encoder, BitSet installed) {
        this.encoder = encoder;
        this.installed = installed;
    }

    /** Packages that a package needs for one of its dependencies; none where it answers that itself. */
    List<Integer> of(int owner, Dependency dependency) {
        return collect(owner, encoder.formula(dependency));
    }

    /** Packages that answer an entry of the request. */
    List<Integer> ofRequest(Dependency dependency) {
        return collect(0, encoder.requestFormula(dependency));
    }

    /** All installed packages that meet one of a package's dependencies, not the best of them alone. */
    List<Integer> every(int owner, Dependency dependency) {
        List<Integer> found = new ArrayList<>();
        every(encoder.formula(dependency), found);
        found.removeIf(v -> v == owner);
        return found;
    }

    private void every(Formula formula, List<Integer> found) {
        switch (formula) {
            case Formula.AnyOf(int[] packages) ->
                Arrays.stream(packages).filter(installed::get).forEach(found::add);
            case Formula.NoneOf _ -> {}
            case Formula.All(List<Formula> parts) -> parts.forEach(part -> every(part, found));
            case Formula.Either(List<Formula> parts) -> parts.forEach(part -> every(part, found));
        }
    }

    private List<Integer> collect(int owner, Formula formula) {
        List<Integer> found = new ArrayList<>();
        collect(owner, formula, found);
        return found;
    }

    private void collect(int owner, Formula formula, List<Integer> found) {
        switch (formula) {
            case Formula.AnyOf(int[] packages) -> {
                if (Arrays.stream(packages).noneMatch(v -> v == owner)) {
                    Arrays.stream(packages).filter(installed::get).limit(1).forEach(found::add);
                }
            }
            case Formula.NoneOf _ -> {}
            case Formula.All(List<Formula> parts) -> parts.forEach(part -> collect(owner, part, found));
            case Formula.Either(List<Formula> parts) ->
                parts.stream()
                        .filter(part -> part.holds(installed::get))
                        .findFirst()
                        .ifPresent(part -> collect(owner, part, found));
        }
    }
}
