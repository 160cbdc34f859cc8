package org.atomsmith.solver.transaction;

import java.util.Optional;
import org.atomsmith.rpm.Dependency;

/**
 * A clause, and why it is there.
 *
 * @param literals package numbers, negative where the package must not be installed; the first is the owner where it has one
 * @param subject what the rule belongs to: a job's place, an installed package's number; 0 where there is none
 * @param other a second package that the rule is about, 0 where there is none
 * @param about the relation that it stands for; empty where there is none
 */
record Rule(Kind kind, int[] literals, int subject, int other, Optional<Dependency> about) {

    Rule(Kind kind, int subject, int... literals) {
        this(kind, literals, subject, 0, Optional.empty());
    }

    Rule(Kind kind, int[] literals, int subject, int other, Dependency about) {
        this(kind, literals, subject, other, Optional.of(about));
    }

    /** The words of the relation that it stands for. */
    String words() {
        return about.map(Dependency::toString).orElse("");
    }

    /** Kinds in the order in which rules are made; what comes from packages alone comes first. */
    enum Kind {
        NOT_INSTALLABLE,
        NOTHING_PROVIDES,
        REQUIRES,
        SELF_CONFLICT,
        CONFLICTS,
        SAME_NAME,
        OBSOLETES,
        INSTALLED_OBSOLETES,
        RECOMMENDS,
        FEATURE,
        UPDATE,
        JOB,
        INFERIOR_ARCH,
        DUP,
        BEST,
        YUM_OBSOLETES,
        BLACK,
        CHOICE;

        /** Whether the rule comes from packages alone and can never be dropped. */
        boolean isOfPackages() {
            return compareTo(RECOMMENDS) < 0;
        }
    }
}
