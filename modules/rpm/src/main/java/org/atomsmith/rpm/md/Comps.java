package org.atomsmith.rpm.md;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A repository's comps: packages in groups, groups in categories and environments. Names and descriptions are the
 * untranslated ones.
 *
 * @param groups by identifier, in the document's order where that matters to nobody but readers
 * @param langpacks for a package's name, the pattern of its language packs' names, with {@code %s} for the language
 */
public record Comps(
        List<Group> groups,
        List<Category> categories,
        List<Environment> environments,
        SortedMap<String, String> langpacks) {
    public Comps {
        groups = List.copyOf(groups);
        categories = List.copyOf(categories);
        environments = List.copyOf(environments);
        langpacks = Collections.unmodifiableSortedMap(new TreeMap<>(langpacks));
    }

    /** How firmly a package belongs to a group. */
    public enum Membership {
        /** Installed with the group, always. */
        MANDATORY,
        /** Installed with the group unless told otherwise. */
        DEFAULT,
        /** Installed when asked for. */
        OPTIONAL,
        /** Installed when another package is: see {@link GroupPackage#requires}. */
        CONDITIONAL
    }

    /**
     * A package of a group.
     *
     * @param requires for a conditional member, the package that brings it; else empty
     * @param baseArchOnly whether only the machine's own architecture is meant
     */
    public record GroupPackage(String name, Membership membership, String requires, boolean baseArchOnly) {}

    /**
     * A group of packages.
     *
     * @param byDefault whether an installer chooses it
     * @param visible whether people see it
     * @param language the language that it is for; empty for none
     */
    public record Group(
            String id,
            String name,
            String description,
            boolean byDefault,
            boolean visible,
            int order,
            String language,
            List<GroupPackage> packages) {
        public Group {
            packages = List.copyOf(packages);
        }
    }

    /** Groups under one heading. */
    public record Category(String id, String name, String description, int order, List<String> groups) {
        public Category {
            groups = List.copyOf(groups);
        }
    }

    /**
     * A kind of system.
     *
     * @param groups what it always has
     * @param options what it may have
     */
    public record Environment(
            String id, String name, String description, int order, List<String> groups, List<Option> options) {
        public Environment {
            groups = List.copyOf(groups);
            options = List.copyOf(options);
        }

        /**
         * A group that an environment may have.
         *
         * @param byDefault whether it has it unless told otherwise
         */
        public record Option(String group, boolean byDefault) {}
    }

    /** The group of that identifier. */
    public Optional<Group> group(String id) {
        return groups.stream().filter(g -> g.id().equals(id)).findFirst();
    }

    /** The environment of that identifier. */
    public Optional<Environment> environment(String id) {
        return environments.stream().filter(e -> e.id().equals(id)).findFirst();
    }
}
