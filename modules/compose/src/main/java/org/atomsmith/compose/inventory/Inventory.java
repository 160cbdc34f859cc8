package org.atomsmith.compose.inventory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.program.ProgramRepository;
import org.atomsmith.compose.resolve.Resolution;
import org.atomsmith.deb.DebArch;
import org.atomsmith.deb.InstalledPackages;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.rpm.RpmPackage;

/**
 * What a commit is made of.
 *
 * @param name of the system
 * @param timestamp of the commit, seconds since 1970
 * @param distribution as os-release's {@code ID}: {@code debian}
 * @param components the packages in the tree
 * @param tools packages that those which the build made itself were made with; empty when not known
 */
public record Inventory(
        String name,
        Optional<String> version,
        Checksum commit,
        long timestamp,
        String distribution,
        List<Component> components,
        List<Component> tools) {

    /** Copies the lists. */
    public Inventory {
        components = List.copyOf(components);
        tools = List.copyOf(tools);
    }

    /**
     * The commit that an inventory is of.
     *
     * @param name of the system
     * @param timestamp seconds since 1970
     * @param distribution as os-release's {@code ID}
     */
    public record Subject(
            String name, Optional<String> version, Checksum commit, long timestamp, String distribution) {}

    /** What a build knows: the repositories' descriptions, with digests. */
    public static Inventory of(Subject subject, Resolution resolution) {
        return of(
                subject,
                resolution.packages().stream()
                        .map(p -> component(p, resolution))
                        .toList(),
                resolution.tools().stream().map(p -> component(p, resolution)).toList());
    }

    /**
     * What dpkg's database in a tree knows.
     *
     * @param ownPackage the name of what the build made itself
     * @throws IOException when it is malformed
     */
    public static Inventory of(Subject subject, InstalledPackages.Files database, String ownPackage)
            throws IOException {
        String arch = InstalledPackages.arch(database).orElse(DebArch.toRpm("amd64"));
        List<Component> components = InstalledPackages.read(database, arch).stream()
                .map(p -> p.description())
                .map(p -> new Component(p, "deb", p.name().equals(ownPackage)))
                .toList();
        return of(subject, components, List.of());
    }

    private static Inventory of(Subject subject, List<Component> components, List<Component> tools) {
        return new Inventory(
                subject.name(),
                subject.version(),
                subject.commit(),
                subject.timestamp(),
                subject.distribution(),
                components,
                tools);
    }

    private static Component component(RpmPackage p, Resolution resolution) {
        return new Component(p, resolution.repositoryOf(p).format().name(), ProgramRepository.has(p));
    }
}
