package org.atomsmith.rpm;

import java.util.Comparator;

/**
 * How a repository orders versions and matches dependencies against provides. All repositories of one resolution share
 * one scheme (libsolv calls it the distribution type).
 */
public interface VersionScheme extends Comparator<Evr> {

    /** A short name for messages and lockfiles: {@code "rpm"} or {@code "deb"}. */
    String name();

    /**
     * Whether a provide without a version satisfies a dependency that names one. True in RPM; false in Debian, where an
     * unversioned provide only answers unversioned dependencies and conflicts.
     */
    boolean unversionedProvideMatchesVersioned();

    /** Whether a dependency on {@code name op wanted} is met by {@code provided}. */
    default boolean matches(Dependency.Comparison op, Evr wanted, Evr provided) {
        int c = compare(provided, wanted);
        return switch (op) {
            case ANY -> true;
            case LESS -> c < 0;
            case LESS_OR_EQUAL -> c <= 0;
            case EQUAL -> c == 0;
            case GREATER_OR_EQUAL -> c >= 0;
            case GREATER -> c > 0;
        };
    }

    /**
     * Whether a range of versions that is provided and one that is wanted have a version in common.
     */
    default boolean overlap(Dependency.Comparison providedOp, Evr provided, Dependency.Comparison op, Evr wanted) {
        if (op == Dependency.Comparison.ANY
                || providedOp == Dependency.Comparison.ANY
                || (op.includesLess() && providedOp.includesLess())
                || (op.includesGreater() && providedOp.includesGreater())) {
            return true;
        }
        if (providedOp == Dependency.Comparison.EQUAL) {
            return matches(op, wanted, provided);
        }
        int c = compare(provided, wanted);
        return c < 0
                ? op.includesLess() || providedOp.includesGreater()
                : c > 0
                        ? op.includesGreater() || providedOp.includesLess()
                        : op.includesEqual() && providedOp.includesEqual();
    }

    /** Whether a capability answers a dependency on one name. */
    default boolean answers(Capability provided, Dependency.Simple wanted) {
        if (!provided.name().equals(wanted.name())) {
            return false;
        }
        if (wanted.op() == Dependency.Comparison.ANY || wanted.evr().isEmpty()) {
            return true;
        }
        return provided.evr().isPresent()
                ? overlap(
                        provided.op(),
                        provided.evr().get(),
                        wanted.op(),
                        wanted.evr().get())
                : unversionedProvideMatchesVersioned();
    }
}
