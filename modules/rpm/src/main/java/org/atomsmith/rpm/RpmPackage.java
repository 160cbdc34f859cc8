package org.atomsmith.rpm;

import java.util.List;

/**
 * One package as a repository describes it: what the solver, the lockfile and the downloader need to know. Every kind
 * of repository presents its packages in this shape.
 *
 * @param requires hard dependencies
 * @param provides always contains the package's own name with its version
 * @param obsoletes packages, matched by name and never by provides, that this one replaces
 * @param files paths by which file dependencies may find the package; not its whole file list
 * @param essential true when a system of this repository's kind always has the package
 */
public record RpmPackage(
        Nevra nevra,
        List<Requirement> requires,
        List<Capability> provides,
        List<Dependency> conflicts,
        List<Dependency.Simple> obsoletes,
        List<Dependency> recommends,
        List<Dependency> suggests,
        List<Dependency> supplements,
        List<Dependency> enhances,
        List<String> files,
        boolean essential,
        Info info,
        Location location) {

    /** What a package of an RPM repository provides when every system of its kind has it: those that were converted. */
    public static final String ESSENTIAL = "system(essential)";

    public RpmPackage {
        requires = List.copyOf(requires);
        provides = List.copyOf(provides);
        conflicts = List.copyOf(conflicts);
        obsoletes = List.copyOf(obsoletes);
        recommends = List.copyOf(recommends);
        suggests = List.copyOf(suggests);
        supplements = List.copyOf(supplements);
        enhances = List.copyOf(enhances);
        files = List.copyOf(files);
    }

    /** The package's name. */
    public String name() {
        return nevra.name();
    }

    /** The package's version. */
    public Evr evr() {
        return nevra.evr();
    }

    /**
     * A hard dependency.
     *
     * @param pre true when it must be installed and configured before this package's own scriptlets run
     */
    public record Requirement(Dependency dependency, boolean pre) {}

    /**
     * What people and inventories read; empty strings where unknown.
     *
     * @param source name and version of the source package
     * @param buildTime seconds since 1970, 0 when unknown
     * @param installedSize bytes, 0 when unknown
     */
    public record Info(
            String summary,
            String license,
            String url,
            String vendor,
            String source,
            long buildTime,
            long installedSize) {}

    /**
     * Where the package file is.
     *
     * @param repository identifier of the repository
     * @param href path relative to the repository's base
     * @param size bytes
     * @param sha256 lower-case hexadecimal
     */
    public record Location(String repository, String href, long size, String sha256) {}
}
