package org.atomsmith.solver.transaction;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.atomsmith.rpm.Dependency;

/** Which packages a job speaks of. */
public sealed interface Selection {

    /** Every package. */
    record All() implements Selection {
        @Override
        public String toString() {
            return "all packages";
        }
    }

    /** Every package of one repository. */
    record InRepository(String id) implements Selection {
        @Override
        public String toString() {
            return "repo " + id;
        }
    }

    /**
     * Packages of that name, within a range of versions and of one architecture where such are given.
     *
     * @param name a name, with the range of the package's own version
     */
    record Named(Dependency.Simple name, Optional<String> arch) implements Selection {
        /** Packages of that name. */
        public static Named of(String name) {
            return new Named(Dependency.Simple.any(name), Optional.empty());
        }

        @Override
        public String toString() {
            return "name " + written(name, arch);
        }
    }

    /** Packages that provide something, of one architecture where such is given. */
    record Providing(Dependency capability, Optional<String> arch) implements Selection {
        @Override
        public String toString() {
            return "provides " + (capability instanceof Dependency.Simple simple ? written(simple, arch) : capability);
        }
    }

    /** Exactly these packages. */
    record OneOf(List<Member> members) implements Selection {
        public OneOf {
            members = List.copyOf(members);
        }

        @Override
        public String toString() {
            return (members.size() == 1 ? "pkg " : "oneof ")
                    + members.stream().map(Member::toString).collect(Collectors.joining(" "));
        }
    }

    private static String written(Dependency.Simple one, Optional<String> arch) {
        if (arch.isEmpty()) {
            return one.toString();
        }
        String withArch = one.name() + " . " + arch.get();
        return one.evr().isEmpty()
                ? withArch
                : "(" + withArch + ") " + one.op().sign() + " " + one.evr().get();
    }
}
