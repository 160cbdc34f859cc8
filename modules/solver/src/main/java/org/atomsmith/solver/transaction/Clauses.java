package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.atomsmith.solver.Formula;

/** Writes a formula as clauses that must all hold (conjunctive normal form). */
final class Clauses {
    /** Real rich dependencies have less than ten; beyond this a package is hostile. */
    private static final int MOST = 1 << 16;

    private Clauses() {}

    /**
     * The clauses of a formula, each a list of literals; no clause at all when it always holds.
     *
     * @throws IllegalArgumentException when there are more than 65,536
     */
    static List<int[]> of(Formula formula) {
        return switch (formula) {
            case Formula.AnyOf(int[] packages) -> List.of(packages);
            case Formula.NoneOf(int[] packages) ->
                Arrays.stream(packages).mapToObj(p -> new int[] {-p}).toList();
            case Formula.All(List<Formula> parts) ->
                parts.stream().flatMap(part -> of(part).stream()).toList();
            case Formula.Either(List<Formula> parts) ->
                parts.stream().map(Clauses::of).reduce(List.of(new int[0]), Clauses::either);
        };
    }

    private static List<int[]> either(List<int[]> left, List<int[]> right) {
        if ((long) left.size() * right.size() > MOST) {
            throw new IllegalArgumentException("a rich dependency stands for more than " + MOST + " rules");
        }
        List<int[]> product = new ArrayList<>();
        for (int[] a : left) {
            for (int[] b : right) {
                int[] joined = IntStream.concat(Arrays.stream(a), Arrays.stream(b))
                        .distinct()
                        .toArray();
                if (Arrays.stream(joined)
                        .noneMatch(l -> l > 0 && Arrays.stream(joined).anyMatch(m -> m == -l))) {
                    product.add(joined);
                }
            }
        }
        return product;
    }
}
