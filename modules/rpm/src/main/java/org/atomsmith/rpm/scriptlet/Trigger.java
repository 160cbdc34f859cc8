package org.atomsmith.rpm.scriptlet;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;

/**
 * A script that runs because of what other packages bring.
 *
 * @param scope what sets it off
 * @param moment when it runs
 * @param priority of a file trigger: the higher ones run first
 * @param conditions names of packages with their versions, or prefixes of paths; one of them is enough
 */
public record Trigger(Scope scope, Moment moment, Script script, long priority, List<Condition> conditions) {
    /** The priority of file triggers that state none, in rpm 4.13 and later. */
    public static final long DEFAULT_PRIORITY = 1_000_000;

    /** File triggers of lower priority run after the package's own scriptlet. */
    public static final long EARLY = 10_000;

    /** Copies the conditions. */
    public Trigger {
        conditions = List.copyOf(conditions);
    }

    /** What sets a trigger off. */
    public enum Scope {
        /** A package. */
        PACKAGE("trigger"),
        /** Files of one package. */
        FILES("filetrigger"),
        /** Files of all packages of a transaction. */
        TRANSACTION("transfiletrigger");

        private final String word;

        Scope(String word) {
            this.word = word;
        }
    }

    /** When a trigger runs. */
    public enum Moment {
        /** Before what sets it off is installed. */
        PREIN,
        /** When that is installed. */
        IN,
        /** Before that is removed. */
        UN,
        /** When that is gone. */
        POSTUN
    }

    /**
     * What a trigger waits for.
     *
     * @param name of a package, or the beginning of paths
     */
    public record Condition(String name, Dependency.Comparison op, Optional<Evr> evr) {}

    /** What a spec file calls it, without the percent sign: {@code transfiletriggerin}. */
    public String kind() {
        return scope.word + moment.name().toLowerCase(Locale.ROOT);
    }
}
