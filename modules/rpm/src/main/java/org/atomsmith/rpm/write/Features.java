package org.atomsmith.rpm.write;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.write.PackageSpec.Relation;

/**
 * What rpm must be able to do to read a package: {@code rpmlib(...)} with the version that introduced it, as {@code rpm
 * --showrc} lists them.
 */
final class Features {
    private static final long RPMLIB = 1 << 24;

    private Features() {}

    static Relation of(String name, String version) {
        return new Relation("rpmlib(" + name + ")", RPMLIB | RelationKind.LESS | RelationKind.EQUAL, version);
    }

    /** What the content of a package needs, of format 6 or 4. */
    static List<Relation> of(PackageSpec spec, boolean isSix, boolean large) {
        List<Relation> features = new ArrayList<>();
        if (!isSix) {
            features.add(of("CompressedFileNames", "3.0.4-1"));
            features.add(of("FileDigests", "4.6.0-1"));
            features.add(of("PayloadFilesHavePrefix", "4.0-1"));
        }
        if (large) {
            features.add(of("LargeFiles", "4.12.0-1"));
        }
        if (spec.files().stream().anyMatch(f -> !f.capabilities().isEmpty())) {
            features.add(of("FileCaps", "4.6.1-1"));
        }
        if (mentions(spec.relations(), '~') || spec.nevra().evr().toString().indexOf('~') >= 0) {
            features.add(of("TildeInVersions", "4.10.0-1"));
        }
        if (mentions(spec.relations(), '^') || spec.nevra().evr().toString().indexOf('^') >= 0) {
            features.add(of("CaretInVersions", "4.15.0-1"));
        }
        if (spec.relations().values().stream()
                .flatMap(Collection::stream)
                .anyMatch(r -> r.name().startsWith("("))) {
            features.add(of("RichDependencies", "4.12.0-1"));
        }
        return features;
    }

    private static boolean mentions(Map<RelationKind, List<Relation>> relations, char sign) {
        return relations.values().stream()
                .flatMap(Collection::stream)
                .anyMatch(r -> r.version().indexOf(sign) >= 0
                        || (r.name().startsWith("(") && r.name().indexOf(sign) >= 0));
    }
}
