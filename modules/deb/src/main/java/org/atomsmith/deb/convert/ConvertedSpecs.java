package org.atomsmith.deb.convert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.atomsmith.deb.DebFormat;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.write.PackageSpec;
import org.atomsmith.rpm.write.PackageSpec.About;
import org.atomsmith.rpm.write.PackageSpec.Relation;
import org.atomsmith.rpm.write.SpecFile;

/**
 * Debian packages in RPM's words: their relations in the meaning that dpkg gives them, their scripts, their descriptions.
 * Thread-safe.
 */
public final class ConvertedSpecs {
    /** Where /bin is a link to /usr/bin, scripts still name their shell by its old path. */
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash");

    private final ConvertedRelations relations;

    /** Judges relations by these packages: all that they may mean. */
    public ConvertedSpecs(PackageSource suite) {
        this.relations = new ConvertedRelations(suite);
    }

    /** What relations were put in other words, since rpm would have read them differently: sorted, for people. */
    public Set<String> rewritten() {
        return new TreeSet<>(relations.rewritten());
    }

    /** A converted package's identity. */
    public static Nevra nevra(RpmPackage p) {
        return new Nevra(p.name(), ConvertedVersions.of(p.evr()), p.nevra().arch());
    }

    /**
     * What the converted package says of itself.
     *
     * @param p what its suite says of it
     * @param header what its file says of it
     * @param files all of its files
     * @param attributes that it is to bring along
     * @throws IOException when its control paragraph is malformed
     */
    public PackageSpec of(
            RpmPackage p, PackageHeader header, List<SpecFile> files, SortedMap<String, String> attributes)
            throws IOException {
        long time = Long.parseLong(header.attributes().getOrDefault(PackageHeader.BUILD_TIME, "0"));
        Map<RelationKind, List<Relation>> all = relations.of(p);
        List<Relation> provides = new ArrayList<>(all.getOrDefault(RelationKind.PROVIDES, List.of()));
        for (SpecFile file : files) {
            String path = file.path();
            if (path.startsWith("/usr/bin/") && SHELLS.contains(path.substring("/usr/bin/".length()))) {
                provides.add(new Relation(path.substring("/usr".length()), 0, ""));
            }
        }
        if (p.essential()) {
            provides.add(new Relation(RpmPackage.ESSENTIAL, 0, ""));
        }
        all.put(RelationKind.PROVIDES, provides);
        String multiArch = DebFormat.field(header, "Multi-Arch");
        String arch = DebFormat.field(header, "Architecture");
        String databaseName = multiArch.equals("same") ? p.name() + ":" + arch : p.name();
        return new PackageSpec(
                nevra(p),
                about(p, header, time),
                all,
                ConvertedScriptlets.of(header, databaseName, arch),
                List.of(),
                files,
                attributes);
    }

    private static About about(RpmPackage p, PackageHeader header, long time) throws IOException {
        String description = DebFormat.field(header, "Description");
        int line = description.indexOf('\n');
        String[] source = p.info().source().split(" ", 2);
        String sourceVersion = source.length < 2
                ? nevra(p).evr().version()
                : ConvertedVersions.of(Evr.parse(source[1])).toString();
        return new About(
                p.info().summary(),
                line < 0 ? description : text(description.substring(line + 1)),
                "see /usr/share/doc/" + p.name() + "/copyright",
                p.info().url(),
                "",
                p.info().vendor(),
                DebFormat.field(header, "Section"),
                "",
                source[0] + "-" + sourceVersion.substring(sourceVersion.indexOf(':') + 1) + ".src.rpm",
                "",
                time);
    }

    /** An extended description: lines begin with a blank, and a dot alone is an empty line (Debian Policy 5.6.13). */
    private static String text(String extended) {
        return extended.lines()
                .map(l -> l.startsWith(" ") ? l.substring(1) : l)
                .map(l -> l.strip().equals(".") ? "" : l)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }
}
