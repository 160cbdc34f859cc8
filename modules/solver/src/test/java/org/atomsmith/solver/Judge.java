package org.atomsmith.solver;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;

/**
 * Says whether a set of packages is consistent, straight from what RPM's documentation says of dependencies. Shares no
 * code with the solver.
 */
final class Judge {
    private final VersionScheme versions;
    private final Collection<RpmPackage> installed;

    Judge(VersionScheme versions, Collection<RpmPackage> installed) {
        this.versions = versions;
        this.installed = installed;
    }

    /** Whether every dependency of every package holds and no two packages exclude each other. */
    boolean isConsistent(Set<String> multiversion) {
        for (RpmPackage one : installed) {
            boolean fine = one.requires().stream().allMatch(r -> holds(r.dependency(), installed))
                    && one.conflicts().stream().noneMatch(c -> holds(c, without(one)))
                    && one.obsoletes().stream().noneMatch(o -> obsoletesAny(one, o))
                    && installed.stream()
                            .noneMatch(other -> other != one
                                    && other.name().equals(one.name())
                                    && !multiversion.contains(one.name()));
            if (!fine) {
                return false;
            }
        }
        return true;
    }

    /** Whether a dependency holds among what is installed. */
    boolean holds(Dependency dependency) {
        return holds(dependency, installed);
    }

    private List<RpmPackage> without(RpmPackage one) {
        return installed.stream().filter(p -> p != one).toList();
    }

    private boolean obsoletesAny(RpmPackage self, Dependency.Simple obsoleted) {
        return installed.stream()
                .anyMatch(p -> p != self
                        && !p.name().equals(self.name())
                        && p.name().equals(obsoleted.name())
                        && within(Optional.of(p.evr()), obsoleted));
    }

    private boolean holds(Dependency dependency, Collection<RpmPackage> among) {
        return switch (dependency) {
            case Dependency.And(List<Dependency> parts) -> parts.stream().allMatch(p -> holds(p, among));
            case Dependency.Or(List<Dependency> parts) -> parts.stream().anyMatch(p -> holds(p, among));
            case Dependency.If(Dependency then, Dependency condition, Optional<Dependency> otherwise) ->
                holds(condition, among)
                        ? holds(then, among)
                        : otherwise.map(o -> holds(o, among)).orElse(true);
            case Dependency.Unless(Dependency then, Dependency condition, Optional<Dependency> otherwise) ->
                holds(condition, among) ? otherwise.map(o -> holds(o, among)).orElse(false) : holds(then, among);
            case Dependency.Simple _, Dependency.With _, Dependency.Without _ ->
                among.stream().anyMatch(p -> meets(p, dependency));
        };
    }

    private boolean meets(RpmPackage one, Dependency dependency) {
        return switch (dependency) {
            case Dependency.Simple simple ->
                one.files().contains(simple.name())
                        || one.provides().stream()
                                .filter(c -> c.name().equals(simple.name()))
                                .map(Capability::evr)
                                .anyMatch(evr -> within(evr, simple));
            case Dependency.With(Dependency left, Dependency right) -> meets(one, left) && meets(one, right);
            case Dependency.Without(Dependency left, Dependency right) -> meets(one, left) && !meets(one, right);
            default -> throw new IllegalArgumentException(dependency + " is not about one package");
        };
    }

    private boolean within(Optional<Evr> provided, Dependency.Simple wanted) {
        if (wanted.op() == Comparison.ANY) {
            return true;
        }
        return provided.map(evr -> versions.matches(wanted.op(), wanted.evr().orElseThrow(), evr))
                .orElse(versions.unversionedProvideMatchesVersioned());
    }
}
