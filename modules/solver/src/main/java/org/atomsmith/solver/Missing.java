package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.NearNames;
import org.atomsmith.rpm.RpmPackage;

/** Says why nothing answers a dependency: a name that nobody has, versions that do not fit, another architecture. */
final class Missing {
    private static final int MOST_LISTED = 5;

    private final Pool pool;

    Missing(Pool pool) {
        this.pool = pool;
    }

    /** Completes "... requires X, but ". */
    String sentence(Dependency dependency) {
        return switch (dependency) {
            case Simple simple -> simple(simple);
            case Dependency.Or(List<Dependency> parts) -> all(parts, "; ");
            case Dependency.And(List<Dependency> parts) ->
                all(parts.stream().filter(this::lacks).toList(), "; ");
            case Dependency.If(Dependency then, Dependency condition, Optional<Dependency> otherwise) ->
                sentence(then) + otherwise.map(o -> "; " + sentence(o)).orElse("") + " (condition: " + condition + ")";
            case Dependency.Unless(Dependency then, Dependency _, Optional<Dependency> _) -> sentence(then);
            case Dependency.With _, Dependency.Without _ -> "no package is " + dependency;
        };
    }

    private String all(List<Dependency> parts, String separator) {
        List<String> sentences = new ArrayList<>();
        parts.forEach(part -> sentences.add(sentence(part)));
        return String.join(separator, sentences);
    }

    private boolean lacks(Dependency part) {
        return !(part instanceof Simple simple) || pool.providers(simple).length == 0;
    }

    private String simple(Simple wanted) {
        int[] named = pool.named(wanted.name());
        if (named.length > 0) {
            return versionsOf(wanted, named);
        }
        List<RpmPackage> providers = new ArrayList<>(pool.source().providing(wanted.name()));
        List<RpmPackage> foreign = providers.stream()
                .filter(p -> !pool.architectures().runs(p.nevra().arch()))
                .toList();
        if (!foreign.isEmpty() && foreign.size() == providers.size()) {
            TreeSet<String> archs = new TreeSet<>();
            foreign.forEach(p -> archs.add(p.nevra().arch()));
            return wanted.name() + " is only available for " + String.join(", ", archs);
        }
        providers.removeAll(foreign);
        if (!providers.isEmpty()) {
            return "what provides " + wanted.name() + " is " + provided(wanted.name(), providers);
        }
        return nothingProvides(wanted.name());
    }

    private String versionsOf(Simple wanted, int[] newestFirst) {
        Evr newest = pool.get(newestFirst[0]).evr();
        Optional<Evr> asked = wanted.evr();
        boolean tooOld = asked.isPresent() && pool.versions().compare(newest, asked.get()) < 0;
        List<String> versions = new ArrayList<>();
        for (int one : newestFirst) {
            String version = pool.get(one).evr().toString();
            if (!versions.contains(version)) {
                versions.add(version);
            }
        }
        return tooOld
                ? "the newest " + wanted.name() + " is " + newest
                        + (versions.size() > 1 ? " (versions available: " + list(versions) + ")" : "")
                : "the only " + (versions.size() > 1 ? "versions" : "version") + " of " + wanted.name() + " available: "
                        + list(versions);
    }

    private String provided(String capability, List<RpmPackage> providers) {
        List<String> texts = new ArrayList<>();
        for (RpmPackage provider : providers) {
            for (Capability provided : provider.provides()) {
                if (provided.name().equals(capability)) {
                    texts.add(provider.nevra()
                            + provided.evr().map(e -> " (in version " + e + ")").orElse(" (without a version)"));
                }
            }
        }
        return list(texts);
    }

    private String nothingProvides(String name) {
        List<String> near = name.startsWith("/")
                ? List.of()
                : NearNames.of(name, pool.source().names(), MOST_LISTED);
        return (name.startsWith("/") ? "no package holds the file " : "nothing provides ")
                + name
                + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?");
    }

    private static String list(List<String> texts) {
        return texts.size() <= MOST_LISTED
                ? String.join(", ", texts)
                : String.join(", ", texts.subList(0, MOST_LISTED)) + " and " + (texts.size() - MOST_LISTED) + " more";
    }
}
