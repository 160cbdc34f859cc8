package org.atomsmith.solver.transaction;

import java.util.List;

/** What changes: each installed package that goes and each that comes, in the order of their names. */
public record Transaction(List<Step> steps) {
    public Transaction {
        steps = List.copyOf(steps);
    }

    /** One package that comes, goes, or takes another's place. */
    public sealed interface Step {}

    /** A package comes that takes no other's place. */
    public record Install(Member member) implements Step {
        @Override
        public String toString() {
            return "install " + member;
        }
    }

    /** A package goes. */
    public record Erase(Member member) implements Step {
        @Override
        public String toString() {
            return "erase " + member;
        }
    }

    /** A package goes because another, of another name, obsoletes it. */
    public record Obsolete(Member member, Member by) implements Step {
        @Override
        public String toString() {
            return "erase " + member + " " + by;
        }
    }

    /** A package takes the place of one of its name. */
    public record Replace(Change change, Member from, Member to) implements Step {
        @Override
        public String toString() {
            return change.word + " " + from + " " + to;
        }
    }

    /** How two packages of one name compare. */
    public enum Change {
        /** A higher version comes. */
        UPGRADE("upgrade"),
        /** A lower version comes. */
        DOWNGRADE("downgrade"),
        /** The same version, not the same package: another architecture, vendor or build. */
        CHANGE("change"),
        /** The same package. */
        REINSTALL("reinstall");

        private final String word;

        Change(String word) {
            this.word = word;
        }
    }
}
