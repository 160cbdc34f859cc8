package org.atomsmith.rpm;

import java.util.Optional;
import org.atomsmith.rpm.Dependency.Comparison;

/**
 * What a package provides: a name, with the version of it when one is stated. A few packages provide a range of versions
 * ({@code Provides: lib < 3}), which RPM allows.
 *
 * @param op how the version is meant: {@link Comparison#EQUAL} as a rule, {@link Comparison#ANY} without a version
 */
public record Capability(String name, Comparison op, Optional<Evr> evr) {

    /** A capability in one version, or in every version when none is stated. */
    public Capability(String name, Optional<Evr> evr) {
        this(name, evr.isPresent() ? Comparison.EQUAL : Comparison.ANY, evr);
    }

    @Override
    public String toString() {
        return evr.map(e -> name + " " + op.sign() + " " + e).orElse(name);
    }
}
