package org.atomsmith.deb.convert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.atomsmith.deb.DebVersions;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmPackage.Requirement;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.write.PackageSpec.Relation;

/**
 * Relations of converted packages, which rpm must read as dpkg reads the originals. Two things differ, and both are found
 * out by asking both about every package of the suite that a relation may mean:
 *
 * <ul>
 *   <li>The order of versions. A range of which rpm would see other packages becomes the exact versions that dpkg sees.
 *   <li>Names that are provided without a version. To rpm they are of every version, to dpkg of none. Where a name is
 *       provided both ways, its versioned provides are repeated under {@code deb(name)}, and versioned relations name that.
 * </ul>
 *
 * <p>Thread-safe.
 */
final class ConvertedRelations {
    private static final long SCRIPT_PRE = 1 << 9;
    /** A version that no package has: what nothing in the suite meets stays unmet. */
    private static final String NEVER = "0~~-0";
    /** What versioned provides of a name are called that is provided without a version as well. */
    private static final String VERSIONED = "deb(";

    private final PackageSource suite;
    private final Map<String, Boolean> mixed = new ConcurrentHashMap<>();
    private final Set<String> rewritten = new ConcurrentSkipListSet<>();

    /** Judges relations by the packages of that suite. */
    ConvertedRelations(PackageSource suite) {
        this.suite = suite;
    }

    /** The relations that were put in other words, for people. */
    Set<String> rewritten() {
        return rewritten;
    }

    /** All relations of a package. */
    Map<RelationKind, List<Relation>> of(RpmPackage p) {
        Map<RelationKind, List<Relation>> relations = new EnumMap<>(RelationKind.class);
        relations.put(RelationKind.PROVIDES, provides(p));
        List<Relation> requires = new ArrayList<>();
        for (Requirement requirement : p.requires()) {
            Relation plain = positive(requirement.dependency());
            long flags = plain.flags() | (requirement.pre() ? SCRIPT_PRE : 0);
            requires.add(new Relation(plain.name(), flags, plain.version()));
        }
        relations.put(RelationKind.REQUIRES, requires);
        relations.put(RelationKind.CONFLICTS, negative(p.conflicts()));
        relations.put(RelationKind.OBSOLETES, obsoletes(p.obsoletes()));
        relations.put(RelationKind.RECOMMENDS, weak(p.recommends()));
        List<Relation> suggests = new ArrayList<>(preferred(p));
        suggests.addAll(weak(p.suggests()));
        relations.put(RelationKind.SUGGESTS, suggests.stream().distinct().toList());
        relations.put(RelationKind.SUPPLEMENTS, weak(p.supplements()));
        relations.put(RelationKind.ENHANCES, weak(p.enhances()));
        return relations;
    }

    private List<Relation> provides(RpmPackage p) {
        List<Relation> provides = new ArrayList<>();
        for (Capability capability : p.provides()) {
            if (capability.evr().isEmpty()) {
                provides.add(new Relation(capability.name(), 0, ""));
                continue;
            }
            String version = ConvertedVersions.of(capability.evr().get()).toString();
            provides.add(new Relation(capability.name(), RelationKind.EQUAL, version));
            if (isMixed(capability.name())) {
                provides.add(new Relation(versioned(capability.name()), RelationKind.EQUAL, version));
            }
        }
        return provides;
    }

    /**
     * The first of each group of alternatives, which Debian's package managers take. dnf would take the first by name, unless
     * one of them is suggested.
     */
    private List<Relation> preferred(RpmPackage p) {
        List<Dependency> all = new ArrayList<>();
        p.requires().forEach(requirement -> all.add(requirement.dependency()));
        all.addAll(p.recommends());
        List<Relation> first = new ArrayList<>();
        for (Dependency one : all) {
            if (one instanceof Dependency.Or or) {
                first.add(positive(or.parts().getFirst()));
            }
        }
        return first;
    }

    private List<Relation> weak(List<Dependency> dependencies) {
        return dependencies.stream().map(this::positive).toList();
    }

    /** A dependency that something must meet. */
    private Relation positive(Dependency dependency) {
        if (dependency instanceof Dependency.Or or) {
            Set<String> words = new LinkedHashSet<>();
            for (Dependency part : or.parts()) {
                alternatives(simple(part)).forEach(r -> words.add(text(r)));
            }
            return either(words);
        }
        List<Relation> alternatives = alternatives(simple(dependency));
        return alternatives.size() == 1
                ? alternatives.getFirst()
                : either(alternatives.stream()
                        .map(ConvertedRelations::text)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static Relation either(Set<String> words) {
        return new Relation("(" + String.join(" or ", words) + ")", 0, "");
    }

    private static Dependency.Simple simple(Dependency dependency) {
        if (dependency instanceof Dependency.Simple simple) {
            return simple;
        }
        throw new IllegalArgumentException("Debian has no relation like " + dependency);
    }

    private static String text(Relation relation) {
        if (relation.version().isEmpty()) {
            return relation.name();
        }
        String sign = ((relation.flags() & RelationKind.LESS) != 0 ? "<" : "")
                + ((relation.flags() & RelationKind.GREATER) != 0 ? ">" : "")
                + ((relation.flags() & RelationKind.EQUAL) != 0 ? "=" : "");
        return relation.name() + " " + sign + " " + relation.version();
    }

    /** Relations of which one must be met; never none. */
    private List<Relation> alternatives(Dependency.Simple wanted) {
        List<Relation> same = sameMeaning(wanted, suite.providing(wanted.name()));
        return same.isEmpty() ? List.of(new Relation(versioned(wanted.name()), RelationKind.EQUAL, NEVER)) : same;
    }

    private List<Relation> negative(List<Dependency> dependencies) {
        List<Relation> relations = new ArrayList<>();
        for (Dependency dependency : dependencies) {
            Dependency.Simple unwanted = simple(dependency);
            relations.addAll(sameMeaning(unwanted, suite.providing(unwanted.name())));
        }
        return relations;
    }

    private List<Relation> obsoletes(List<Dependency.Simple> dependencies) {
        List<Relation> relations = new ArrayList<>();
        for (Dependency.Simple old : dependencies) {
            // Packages are replaced by their own names, which always have a version.
            Optional<List<Relation>> exact = exact(old, old.name(), ownVersions(old.name()));
            relations.addAll(exact.orElseGet(() -> List.of(direct(old, old.name()))));
        }
        return relations;
    }

    private List<Evr> ownVersions(String name) {
        return suite.named(name).stream().map(RpmPackage::evr).toList();
    }

    /** What means to rpm what the relation means to dpkg: itself, or exact versions, of which there may be none. */
    private List<Relation> sameMeaning(Dependency.Simple relation, Collection<RpmPackage> candidates) {
        if (relation.evr().isEmpty()) {
            return List.of(direct(relation, relation.name()));
        }
        List<Evr> versions = new ArrayList<>();
        for (RpmPackage candidate : candidates) {
            for (Capability capability : candidate.provides()) {
                if (capability.name().equals(relation.name())) {
                    capability.evr().ifPresent(versions::add);
                }
            }
        }
        boolean isMixed = isMixed(relation.name());
        String name = isMixed ? versioned(relation.name()) : relation.name();
        if (isMixed) {
            rewritten.add(relation + " -> " + name);
        }
        return exact(relation, name, versions).orElseGet(() -> List.of(direct(relation, name)));
    }

    /** Exact relations when rpm's order would choose other versions; empty when both choose the same. */
    private Optional<List<Relation>> exact(Dependency.Simple relation, String name, List<Evr> versions) {
        if (relation.evr().isEmpty()) {
            return Optional.empty();
        }
        Evr wanted = relation.evr().get();
        Comparison op = relation.op();
        boolean differs = versions.stream()
                .anyMatch(v -> DebVersions.ORDER.matches(op, wanted, v) != ConvertedVersions.rpmMatches(op, wanted, v));
        if (!differs) {
            return Optional.empty();
        }
        List<Relation> exact = versions.stream()
                .filter(v -> DebVersions.ORDER.matches(op, wanted, v))
                .map(v -> ConvertedVersions.of(v).toString())
                .distinct()
                .sorted()
                .map(v -> new Relation(name, RelationKind.EQUAL, v))
                .toList();
        rewritten.add(
                relation + " -> " + exact.stream().map(ConvertedRelations::text).toList());
        return Optional.of(exact);
    }

    private static Relation direct(Dependency.Simple relation, String name) {
        return relation.evr()
                .map(evr -> new Relation(
                        name,
                        RelationKind.flags(relation.op()),
                        ConvertedVersions.of(evr).toString()))
                .orElseGet(() -> new Relation(name, 0, ""));
    }

    /** Whether packages provide the name without a version, so that rpm would take them for every version. */
    private boolean isMixed(String name) {
        return mixed.computeIfAbsent(
                name,
                n -> suite.providing(n).stream()
                        .flatMap(p -> p.provides().stream())
                        .anyMatch(c -> c.name().equals(n) && c.evr().isEmpty()));
    }

    private static String versioned(String name) {
        return VERSIONED + name + ")";
    }

    /** Whether a name is that of versioned provides alone. */
    static boolean isVersioned(String name) {
        return name.startsWith(VERSIONED) && name.endsWith(")");
    }

    /** A name as Debian has it. */
    static String original(String name) {
        return isVersioned(name) ? name.substring(VERSIONED.length(), name.length() - 1) : name;
    }
}
