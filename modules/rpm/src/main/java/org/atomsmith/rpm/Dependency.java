package org.atomsmith.rpm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a package requires, conflicts with or recommends: a name with an optional version range, or a rich (boolean)
 * dependency as RPM 4.13 introduced them.
 */
public sealed interface Dependency {

    /** How a version is compared. */
    enum Comparison {
        ANY(""),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        EQUAL("="),
        GREATER_OR_EQUAL(">="),
        GREATER(">");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** RPM's spelling, empty for {@link #ANY}. */
        public String sign() {
            return sign;
        }

        /** Whether lower versions are within the range. */
        public boolean includesLess() {
            return this == ANY || this == LESS || this == LESS_OR_EQUAL;
        }

        /** Whether the version itself is within the range. */
        public boolean includesEqual() {
            return this != LESS && this != GREATER;
        }

        /** Whether higher versions are within the range. */
        public boolean includesGreater() {
            return this == ANY || this == GREATER || this == GREATER_OR_EQUAL;
        }
    }

    /** A capability name (a package, a virtual name, or a file path), with a version range when given. */
    record Simple(String name, Comparison op, Optional<Evr> evr) implements Dependency {

        /** Any version of {@code name}. */
        public static Simple any(String name) {
            return new Simple(name, Comparison.ANY, Optional.empty());
        }

        /** A version range of {@code name}. */
        public static Simple of(String name, Comparison op, Evr evr) {
            return new Simple(name, op, Optional.of(evr));
        }

        @Override
        public String toString() {
            return evr.map(e -> name + " " + op.sign() + " " + e).orElse(name);
        }
    }

    /** All of them. */
    record And(List<Dependency> parts) implements Dependency {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return join(parts, " and ");
        }
    }

    /** At least one of them; earlier ones are preferred. */
    record Or(List<Dependency> parts) implements Dependency {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return join(parts, " or ");
        }
    }

    /** {@code (then if condition else otherwise)}. */
    record If(Dependency then, Dependency condition, Optional<Dependency> otherwise) implements Dependency {
        @Override
        public String toString() {
            return "(" + then + " if " + condition
                    + otherwise.map(o -> " else " + o).orElse("") + ")";
        }
    }

    /** {@code (then unless condition else otherwise)}. */
    record Unless(Dependency then, Dependency condition, Optional<Dependency> otherwise) implements Dependency {
        @Override
        public String toString() {
            return "(" + then + " unless " + condition
                    + otherwise.map(o -> " else " + o).orElse("") + ")";
        }
    }

    /** One package that provides both. */
    record With(Dependency left, Dependency right) implements Dependency {
        @Override
        public String toString() {
            return "(" + left + " with " + right + ")";
        }
    }

    /** A package that provides the first and not the second. */
    record Without(Dependency left, Dependency right) implements Dependency {
        @Override
        public String toString() {
            return "(" + left + " without " + right + ")";
        }
    }

    private static String join(List<Dependency> parts, String word) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(word, "(", ")"));
    }
}
