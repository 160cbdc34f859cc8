package org.atomsmith.solver.transaction;

import java.util.List;

/**
 * A contradiction: what stands against each other, the most telling part of it, and what would end it.
 *
 * @param reason the rule that says most, as a sentence
 * @param core everything that takes part, a sentence each
 * @param solutions ways out; any one is enough
 */
public record Problem(Reason reason, List<Reason> core, List<Solution> solutions) {
    public Problem {
        core = List.copyOf(core);
        solutions = List.copyOf(solutions);
    }

    /** Writes the reason, then what it follows from, then the ways out, a line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(reason.toString());
        core.stream()
                .filter(one -> !one.equals(reason))
                .forEach(one -> text.append("\n  ").append(one));
        solutions.forEach(one -> text.append("\n  possible: ").append(one));
        return text.toString();
    }

    /** Why something cannot be. */
    public sealed interface Reason {}

    /** A package needs something that no package provides. */
    public record NothingProvides(Member needing, String dependency) implements Reason {
        @Override
        public String toString() {
            return needing.nevra() + " requires " + dependency + ", which nothing provides";
        }
    }

    /** A package needs something, and none of those that provide it can be installed. */
    public record NoProviderFits(Member needing, String dependency) implements Reason {
        @Override
        public String toString() {
            return needing.nevra() + " requires " + dependency + ", and none of its providers can be installed";
        }
    }

    /** A package conflicts with another. */
    public record Conflict(Member owner, String dependency, Member other) implements Reason {
        @Override
        public String toString() {
            return owner.nevra() + " conflicts with " + dependency + ", which " + other.nevra() + " provides";
        }
    }

    /** A package conflicts with what it provides itself. */
    public record SelfConflict(Member owner, String dependency) implements Reason {
        @Override
        public String toString() {
            return owner.nevra() + " conflicts with " + dependency + ", which it provides itself";
        }
    }

    /** A package obsoletes another. */
    public record Obsoletes(Member owner, String dependency, Member other, boolean installed) implements Reason {
        @Override
        public String toString() {
            return (installed ? "the installed " : "") + owner.nevra() + " obsoletes " + dependency + ", which is "
                    + other.nevra();
        }
    }

    /** Two packages of one name. */
    public record SameName(Member one, Member other) implements Reason {
        @Override
        public String toString() {
            return one.nevra() + " and " + other.nevra() + " have the same name, and only one version can be installed";
        }
    }

    /** A package that does not run here or is excluded. */
    public record NotInstallable(Member member, boolean excluded) implements Reason {
        @Override
        public String toString() {
            return member.nevra() + (excluded ? " is excluded" : " does not run on this machine");
        }
    }

    /** A package of an inferior architecture. */
    public record InferiorArchitecture(Member member) implements Reason {
        @Override
        public String toString() {
            return member.nevra() + " is for an inferior architecture, and its name exists for a better one";
        }
    }

    /** A package that the distribution upgrade may not end in. */
    public record OutsideUpgrade(Member member) implements Reason {
        @Override
        public String toString() {
            return member.nevra() + " is not in a repository of the distribution upgrade";
        }
    }

    /** An installed package can neither stay nor be replaced. */
    public record Installed(Member member) implements Reason {
        @Override
        public String toString() {
            return "the installed " + member.nevra() + " can neither stay nor be updated";
        }
    }

    /** The best candidate was insisted on. */
    public record NotBest(String what) implements Reason {
        @Override
        public String toString() {
            return "the best candidate for " + what + " cannot be installed";
        }
    }

    /** A package that is installed on direct request only. */
    public record Blacklisted(Member member) implements Reason {
        @Override
        public String toString() {
            return member.nevra() + " is installed only when it is asked for exactly";
        }
    }

    /** Nothing answers a job. */
    public record NothingSelected(Job job) implements Reason {
        @Override
        public String toString() {
            return "no package answers '" + job + "'";
        }
    }

    /** A job that takes part. */
    public record Asked(Job job) implements Reason {
        @Override
        public String toString() {
            return "you asked for '" + job + "'";
        }
    }

    /** A way out: all of its parts together. */
    public record Solution(List<Part> parts) {
        public Solution {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return String.join(" and ", parts.stream().map(Object::toString).toList());
        }
    }

    /** One thing that a way out consists of. */
    public sealed interface Part {}

    /** Leave a job out. */
    public record DropJob(Job job) implements Part {
        @Override
        public String toString() {
            return "do not ask for '" + job + "'";
        }
    }

    /** Let an installed package go. */
    public record Erase(Member member) implements Part {
        @Override
        public String toString() {
            return "let " + member.nevra() + " be erased";
        }
    }

    /** Let an installed package be replaced against policy. */
    public record Replace(Member from, Member to) implements Part {
        @Override
        public String toString() {
            return "let " + from.nevra() + " be replaced by " + to.nevra();
        }
    }

    /** Let a package be there although it is not the best, not of the upgrade, inferior or blacklisted. */
    public record Allow(Member member) implements Part {
        @Override
        public String toString() {
            return "allow " + member.nevra();
        }
    }
}
