package org.atomsmith.deb.convert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.atomsmith.deb.DebVersions;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RepositoryView;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmPackage.Requirement;
import org.atomsmith.rpm.VersionScheme;

/**
 * An RPM repository of converted packages in Debian's words: versions, names and the order of versions are dpkg's again, so that
 * its packages can be solved beside those of dpkg's database and of apt suites. What a package was converted from is known
 * for certain only when its file is read: {@link org.atomsmith.deb.DebFormat#isDebian}.
 */
public final class ConvertedRepository extends RepositoryView {
    /** Presents a repository of RPM packages. */
    public ConvertedRepository(Repository converted) {
        super(converted);
    }

    @Override
    public VersionScheme versions() {
        return DebVersions.ORDER;
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        // Debian's packages do not need files.
        return capability.startsWith("/") ? List.of() : super.providing(capability);
    }

    @Override
    protected List<RpmPackage> view(Collection<RpmPackage> packages) {
        return packages.stream().map(ConvertedRepository::original).toList();
    }

    private static RpmPackage original(RpmPackage p) {
        return new RpmPackage(
                new Nevra(
                        p.name(), ConvertedVersions.original(p.evr()), p.nevra().arch()),
                requires(p.requires()),
                provides(p.provides()),
                dependencies(p.conflicts()),
                p.obsoletes().stream().map(ConvertedRepository::simple).toList(),
                dependencies(p.recommends()),
                dependencies(p.suggests()),
                dependencies(p.supplements()),
                dependencies(p.enhances()),
                List.of(),
                p.provides().stream().anyMatch(c -> c.name().equals(RpmPackage.ESSENTIAL)),
                p.info(),
                p.location());
    }

    /** Without the interpreters of scripts, which Debian's packages do not state. */
    private static List<Requirement> requires(List<Requirement> requires) {
        List<Requirement> originals = new ArrayList<>();
        for (Requirement requirement : requires) {
            boolean isPath = requirement.dependency() instanceof Dependency.Simple one
                    && one.name().startsWith("/");
            if (!isPath) {
                originals.add(new Requirement(dependency(requirement.dependency()), requirement.pre()));
            }
        }
        return originals;
    }

    private static List<Capability> provides(List<Capability> provides) {
        List<Capability> originals = new ArrayList<>();
        for (Capability capability : provides) {
            String name = capability.name();
            boolean ours =
                    ConvertedRelations.isVersioned(name) || name.startsWith("/") || name.equals(RpmPackage.ESSENTIAL);
            if (!ours) {
                originals.add(
                        new Capability(name, capability.op(), capability.evr().map(ConvertedVersions::original)));
            }
        }
        return originals;
    }

    private static List<Dependency> dependencies(List<Dependency> dependencies) {
        return dependencies.stream().map(ConvertedRepository::dependency).toList();
    }

    /** Conversion makes no other rich dependencies than alternatives. */
    private static Dependency dependency(Dependency dependency) {
        return switch (dependency) {
            case Dependency.Simple one -> simple(one);
            case Dependency.Or or -> new Dependency.Or(dependencies(or.parts()));
            default -> dependency;
        };
    }

    private static Dependency.Simple simple(Dependency.Simple one) {
        return new Dependency.Simple(
                ConvertedRelations.original(one.name()), one.op(), one.evr().map(ConvertedVersions::original));
    }
}
