package org.atomsmith.rpm.md;

import java.util.List;
import java.util.Optional;

/**
 * An advisory of {@code updateinfo.xml}: why packages were updated. Empty strings where it says nothing.
 *
 * @param type {@code security}, {@code bugfix}, {@code enhancement}, {@code newpackage}
 * @param issued as it is written, {@code 2012-12-12 00:00:00} or seconds since 1970
 * @param updated likewise
 */
public record Advisory(
        String id,
        String type,
        String from,
        String status,
        String version,
        String title,
        String issued,
        String updated,
        String rights,
        String release,
        String severity,
        String summary,
        String description,
        String solution,
        boolean rebootSuggested,
        List<Reference> references,
        List<Collection> collections) {
    public Advisory {
        references = List.copyOf(references);
        collections = List.copyOf(collections);
    }

    /**
     * What it refers to.
     *
     * @param type {@code bugzilla}, {@code cve}, {@code self}, ...
     */
    public record Reference(String type, String id, String href, String title) {}

    /** Packages of one product or module. */
    public record Collection(String shortName, String name, Optional<Module> module, List<Package> packages) {
        public Collection {
            packages = List.copyOf(packages);
        }
    }

    /** The module build that a collection's packages are of. */
    public record Module(String name, String stream, String version, String context, String arch) {}

    /**
     * A package that has the fix.
     *
     * @param epoch 0 when none is written
     */
    public record Package(
            String name,
            long epoch,
            String version,
            String release,
            String arch,
            String source,
            String filename,
            boolean rebootSuggested) {}
}
