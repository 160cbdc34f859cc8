package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.And;
import org.atomsmith.rpm.Dependency.If;
import org.atomsmith.rpm.Dependency.Or;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.Dependency.Unless;
import org.atomsmith.rpm.Dependency.With;
import org.atomsmith.rpm.Dependency.Without;

/**
 * A dependency over package numbers in negation normal form. Both {@code (a if b)} and {@code (a unless b)} follow
 * libsolv: {@code a | !b} and {@code a & !b}.
 */
public sealed interface Formula {

    /** One of these packages, best first; never true when there are none. */
    record AnyOf(int[] packages) implements Formula {}

    /** None of these packages. */
    record NoneOf(int[] packages) implements Formula {}

    /** All parts. */
    record All(List<Formula> parts) implements Formula {}

    /** At least one part, best first. */
    record Either(List<Formula> parts) implements Formula {}

    /** Reads a dependency; {@code candidates} answers which packages satisfy a single capability, best first. */
    static Formula of(Dependency dependency, Function<Dependency, int[]> candidates) {
        return read(dependency, true, candidates);
    }

    /** Reads the negation of a dependency. */
    static Formula not(Dependency dependency, Function<Dependency, int[]> candidates) {
        return read(dependency, false, candidates);
    }

    /** Whether the formula holds when exactly the packages that {@code installed} accepts are. */
    default boolean holds(IntPredicate installed) {
        return switch (this) {
            case AnyOf(int[] packages) -> Arrays.stream(packages).anyMatch(installed);
            case NoneOf(int[] packages) -> Arrays.stream(packages).noneMatch(installed);
            case All(List<Formula> parts) -> parts.stream().allMatch(part -> part.holds(installed));
            case Either(List<Formula> parts) -> parts.stream().anyMatch(part -> part.holds(installed));
        };
    }

    private static Formula read(Dependency dependency, boolean positive, Function<Dependency, int[]> candidates) {
        return switch (dependency) {
            case Simple _, With _, Without _ -> {
                int[] packages = candidates.apply(dependency);
                yield positive ? new AnyOf(packages) : new NoneOf(packages);
            }
            case And(List<Dependency> parts) -> join(positive, readAll(parts, positive, candidates));
            case Or(List<Dependency> parts) -> join(!positive, readAll(parts, positive, candidates));
            case If(Dependency then, Dependency condition, var otherwise) -> {
                Formula yes = join(
                        !positive, List.of(read(then, positive, candidates), read(condition, !positive, candidates)));
                yield otherwise.isEmpty()
                        ? yes
                        : join(
                                positive,
                                List.of(
                                        yes,
                                        join(
                                                !positive,
                                                List.of(
                                                        read(otherwise.get(), positive, candidates),
                                                        read(condition, positive, candidates)))));
            }
            case Unless(Dependency then, Dependency condition, var otherwise) -> {
                Formula yes = join(
                        positive, List.of(read(then, positive, candidates), read(condition, !positive, candidates)));
                yield otherwise.isEmpty()
                        ? yes
                        : join(
                                !positive,
                                List.of(
                                        yes,
                                        join(
                                                positive,
                                                List.of(
                                                        read(otherwise.get(), positive, candidates),
                                                        read(condition, positive, candidates)))));
            }
        };
    }

    private static List<Formula> readAll(
            List<Dependency> parts, boolean positive, Function<Dependency, int[]> candidates) {
        List<Formula> read = new ArrayList<>();
        for (Dependency part : parts) {
            read.add(read(part, positive, candidates));
        }
        return read;
    }

    private static Formula join(boolean all, List<Formula> parts) {
        return all ? new All(parts) : new Either(parts);
    }
}
