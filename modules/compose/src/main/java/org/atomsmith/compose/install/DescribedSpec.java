package org.atomsmith.compose.install;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.write.PackageSpec;
import org.atomsmith.rpm.write.PackageSpec.Relation;
import org.atomsmith.rpm.write.SpecFile;

/** A package that is described in RPM's terms already, such as one that the build makes, in the words of a header. */
final class DescribedSpec {
    private DescribedSpec() {}

    static PackageSpec of(RpmPackage p, PackageHeader header, List<SpecFile> files) {
        Map<RelationKind, List<Relation>> relations = new EnumMap<>(RelationKind.class);
        relations.put(
                RelationKind.PROVIDES,
                p.provides().stream().map(DescribedSpec::provided).toList());
        relations.put(
                RelationKind.REQUIRES,
                p.requires().stream().map(r -> relation(r.dependency())).toList());
        relations.put(RelationKind.CONFLICTS, relations(p.conflicts()));
        relations.put(RelationKind.OBSOLETES, relations(p.obsoletes()));
        relations.put(RelationKind.RECOMMENDS, relations(p.recommends()));
        relations.put(RelationKind.SUGGESTS, relations(p.suggests()));
        relations.put(RelationKind.SUPPLEMENTS, relations(p.supplements()));
        relations.put(RelationKind.ENHANCES, relations(p.enhances()));
        String release = p.evr().version() + "-" + p.evr().release();
        PackageSpec.About about = new PackageSpec.About(
                p.info().summary(),
                p.info().summary(),
                p.info().license(),
                p.info().url(),
                p.info().vendor(),
                "",
                "",
                "",
                p.name() + "-" + release + ".src.rpm",
                "",
                p.info().buildTime());
        return new PackageSpec(p.nevra(), about, relations, header.scriptlets(), List.of(), files, new TreeMap<>());
    }

    private static List<Relation> relations(List<? extends Dependency> dependencies) {
        return dependencies.stream().map(DescribedSpec::relation).toList();
    }

    private static Relation relation(Dependency dependency) {
        return dependency instanceof Dependency.Simple simple
                ? new Relation(
                        simple.name(),
                        RelationKind.flags(simple.op()),
                        simple.evr().map(Object::toString).orElse(""))
                : new Relation(dependency.toString(), 0, "");
    }

    private static Relation provided(Capability capability) {
        return new Relation(
                capability.name(),
                RelationKind.flags(capability.op()),
                capability.evr().map(Object::toString).orElse(""));
    }
}
