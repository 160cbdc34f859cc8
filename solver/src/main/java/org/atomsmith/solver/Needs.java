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

    List<Integer> of(Dependency dependency) {
        List<Integer> found = new ArrayList<>();
        collect(encoder.formula(dependency), found);
        return found;
    }

    List<Integer> ofRequest(Dependency dependency) {
        List<Integer> found = new ArrayList<>();
        collect(encoder.requestFormula(dependency), found);
        return found;
    }

    private void collect(Formula formula, List<Integer> found) {
        switch (formula) {
            case Formula.AnyOf(int[] packages) ->
                Arrays.stream(packages).filter(installed::get).limit(1).forEach(found::add);
            case Formula.NoneOf _ -> {}
            case Formula.All(List<Formula> parts) -> parts.forEach(part -> collect(part, found));
            case Formula.Either(List<Formula> parts) ->
                parts.stream()
                        .filter(part -> part.holds(installed::get))
                        .findFirst()
                        .ifPresent(part -> collect(part, found));
        }
    }
}
