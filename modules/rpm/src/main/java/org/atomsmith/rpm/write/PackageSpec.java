package org.atomsmith.rpm.write;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader.Scriptlet;
import org.atomsmith.rpm.file.RelationKind;

/**
 * What a package to be written says of itself; empty strings where it says nothing.
 *
 * @param nevra its identity; neither version nor release holds a hyphen
 * @param relations by kind; what rpm itself must be able to do is added
 * @param scriptlets each phase at most once, named as in {@link Scriptlet}
 * @param changelog newest first
 * @param files no path twice
 * @param attributes further facts, which come back as {@link org.atomsmith.rpm.PackageHeader#attributes}
 */
public record PackageSpec(
        Nevra nevra,
        About about,
        Map<RelationKind, List<Relation>> relations,
        List<Scriptlet> scriptlets,
        List<Change> changelog,
        List<SpecFile> files,
        SortedMap<String, String> attributes) {

    public PackageSpec {
        relations = Map.copyOf(relations);
        scriptlets = List.copyOf(scriptlets);
        changelog = List.copyOf(changelog);
        files = List.copyOf(files);
        for (String part :
                List.of(nevra.name(), nevra.evr().version(), nevra.evr().release(), nevra.arch())) {
            if (part.isEmpty() || part.chars().anyMatch(c -> c <= ' ' || c == '/')) {
                throw new IllegalArgumentException("'" + nevra + "' is not a full name of a package");
            }
        }
        if (nevra.evr().version().contains("-") || nevra.evr().release().contains("-")) {
            throw new IllegalArgumentException("neither version nor release may hold a hyphen: " + nevra);
        }
    }

    /**
     * What people read.
     *
     * @param sourceRpm file name of the source package: a package without is taken for one itself
     * @param buildTime seconds since 1970
     */
    public record About(
            String summary,
            String description,
            String license,
            String url,
            String vendor,
            String packager,
            String group,
            String distribution,
            String sourceRpm,
            String buildHost,
            long buildTime) {}

    /**
     * A relation as a header has it.
     *
     * @param name a capability, a path, or a rich dependency in parentheses
     * @param flags of {@link RelationKind} and the {@code RPMSENSE_} bits that say what it is needed for
     * @param version {@code [epoch:]version[-release]}, empty for any
     */
    public record Relation(String name, long flags, String version) {}

    /**
     * An entry of the changelog.
     *
     * @param time seconds since 1970
     */
    public record Change(long time, String author, String text) {}
}
