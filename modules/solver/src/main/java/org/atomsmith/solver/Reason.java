package org.atomsmith.solver;

import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;

/** Why a package is in a solution: one link of the chain that leads back to the request. */
public sealed interface Reason {

    /** The request names it. */
    record Requested(Dependency request) implements Reason {
        @Override
        public String toString() {
            return "you asked for " + request;
        }
    }

    /** Every system of the repository's kind has it. */
    record Essential(String name) implements Reason {
        @Override
        public String toString() {
            return name + " is essential";
        }
    }

    /** It is there already. */
    record Installed(Nevra self) implements Reason {
        @Override
        public String toString() {
            return self + " is installed";
        }
    }

    /** Another package of the solution requires it, or a conflict of that package is lifted by it. */
    record Required(Nevra by, Dependency dependency) implements Reason {
        @Override
        public String toString() {
            return by + " requires " + dependency;
        }
    }

    /** Another package of the solution recommends it. */
    record Recommended(Nevra by, Dependency dependency) implements Reason {
        @Override
        public String toString() {
            return by + " recommends " + dependency;
        }
    }

    /** The package itself says that it goes with what is in the solution. */
    record Supplementing(Nevra self, Dependency dependency) implements Reason {
        @Override
        public String toString() {
            return self + " supplements " + dependency;
        }
    }
}
