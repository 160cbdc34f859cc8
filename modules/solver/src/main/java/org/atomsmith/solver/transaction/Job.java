package org.atomsmith.solver.transaction;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One thing to do.
 *
 * @param kind what is done
 * @param what the packages that it is done to
 * @param flags how
 */
public record Job(Kind kind, Selection what, Set<Flag> flags) {
    public Job {
        flags = Collections.unmodifiableSet(flags.isEmpty() ? EnumSet.noneOf(Flag.class) : EnumSet.copyOf(flags));
    }

    /** A job without flags. */
    public Job(Kind kind, Selection what) {
        this(kind, what, Set.of());
    }

    /** Whether the job has this flag. */
    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    /** Writes {@code kind selection [flags]}. */
    @Override
    public String toString() {
        return kind.word + " " + what
                + (flags.isEmpty()
                        ? ""
                        : " ["
                                + String.join(
                                        ",", flags.stream().map(f -> f.word).toList())
                                + "]");
    }

    /** What a job does. */
    public enum Kind {
        /** One of the packages is installed. */
        INSTALL("install"),
        /** None of the packages is installed. */
        ERASE("erase"),
        /** Installed ones get the best allowed version; others are what installed ones are updated to. */
        UPDATE("update"),
        /** Installed ones become what the repositories have, whatever the version. */
        DISTUPGRADE("distupgrade"),
        /** Installed ones stay as they are, others stay out. */
        LOCK("lock"),
        /** Several versions may be installed together. */
        MULTIVERSION("multiversion"),
        /** Preferred where there is a choice; a later job outdoes an earlier one. */
        FAVOR("favor"),
        /** The opposite. */
        DISFAVOR("disfavor"),
        /** Installed by a direct request only. */
        BLACKLIST("blacklist"),
        /** Never installed because of a weak dependency. */
        EXCLUDE_FROM_WEAK("excludefromweak"),
        /** Broken dependencies of installed packages are repaired. */
        VERIFY("verify"),
        /** May be erased where something else needs it. */
        ALLOW_UNINSTALL("allowuninstall"),
        /** Wanted for itself: not erased with what needed it. */
        USER_INSTALLED("userinstalled"),
        /** Erased by a distribution upgrade when no repository has it. */
        DROP_ORPHANED("droporphaned"),
        /** Requirements of the packages need not be met. */
        WEAKEN_DEPENDENCIES("weakendeps"),
        /** Nothing; it only selects. */
        NOOP("noop");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** libsolv's word. */
        public String word() {
            return word;
        }
    }

    /** How a job is done. */
    public enum Flag {
        /** Dropped silently when it cannot be done. */
        WEAK("weak"),
        /** Never part of a suggested solution. */
        ESSENTIAL("essential"),
        /** What becomes unneeded goes too. */
        CLEANDEPS("cleandeps"),
        /** For install jobs: an installed package that answers is updated as well. */
        ORUPDATE("orupdate"),
        /** Only the best candidate will do. */
        FORCEBEST("forcebest"),
        /** An update job's packages are those to update to. */
        TARGETED("targeted"),
        /** The job does not stand for unspecified versions, architectures and so on. */
        NOTBYUSER("notbyuser"),
        /** The version was asked for: it may be a downgrade. */
        SET_EV("setev"),
        /** The version with its release was asked for. */
        SET_EVR("setevr"),
        /** The architecture was asked for. */
        SET_ARCH("setarch"),
        /** The vendor was asked for. */
        SET_VENDOR("setvendor"),
        /** The repository was asked for. */
        SET_REPO("setrepo"),
        /** The name was asked for. */
        SET_NAME("setname"),
        /** What was asked for is not read from the selection. */
        NO_AUTO_SET("noautoset");

        private final String word;

        Flag(String word) {
            this.word = word;
        }

        /** libsolv's word. */
        public String word() {
            return word;
        }
    }
}
