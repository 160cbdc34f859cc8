package org.atomsmith.deb.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.deb.DebFormat;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.write.PackageSpec;
import org.atomsmith.rpm.write.PackageSpec.About;
import org.atomsmith.rpm.write.PackageSpec.Relation;
import org.atomsmith.rpm.write.RpmWriter;
import org.atomsmith.rpm.write.SpecFile;

/**
 * Writes Debian packages as RPM package files: their files and what dpkg's database has of them, their relations in the
 * meaning that dpkg gives them, their scripts. Deterministic and thread-safe.
 */
public final class PackageConverter {
    /** Where /bin is a link to /usr/bin, scripts still name their shell by its old path. */
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash");

    private final ConvertedRelations relations;
    private final RpmWriter writer;

    /**
     * A converter.
     *
     * @param suite all packages that relations may mean
     */
    public PackageConverter(PackageSource suite, RpmWriter writer) {
        this.relations = new ConvertedRelations(suite);
        this.writer = writer;
    }

    /** What relations were put in other words, since rpm would have read them differently: sorted, for people. */
    public Set<String> rewritten() {
        return new TreeSet<>(relations.rewritten());
    }

    /** The file name of a converted package. */
    public static String fileName(RpmPackage p) {
        Nevra nevra = converted(p);
        return nevra.name() + "-" + nevra.evr().version() + "-" + nevra.evr().release() + "." + nevra.arch() + ".rpm";
    }

    private static Nevra converted(RpmPackage p) {
        return new Nevra(p.name(), ConvertedVersions.of(p.evr()), p.nevra().arch());
    }

    /**
     * Converts a package.
     *
     * @param p what its suite says of it
     * @param deb the package file
     * @param directory where the new file goes, under {@link #fileName}
     * @return the new file
     */
    public Path convert(RpmPackage p, Path deb, Path directory) throws IOException {
        Path target = directory.resolve(fileName(p));
        try (Spool spool = new Spool(directory)) {
            Map<String, PayloadEntry> entries = new LinkedHashMap<>();
            Map<String, Long> contents = new LinkedHashMap<>();
            PackageHeader header = new DebFormat().read(deb, (entry, content) -> {
                entries.put(entry.path(), entry);
                if (entry.kind() == PayloadEntry.Kind.FILE) {
                    contents.put(entry.path(), spool.add(content));
                }
            });
            long time = Long.parseLong(header.attributes().getOrDefault(PackageHeader.BUILD_TIME, "0"));
            List<SpecFile> files = new ArrayList<>();
            for (PayloadEntry entry : entries.values()) {
                if (!entry.path().isEmpty()) {
                    files.add(file(entry, entries, contents, spool, time));
                }
            }
            writer.write(spec(p, header, files, time), target);
            // Repositories state their packages' times, and shall be the same each time.
            LinuxFiles.setTimes(target, time, 0);
        }
        return target;
    }

    private PackageSpec spec(RpmPackage p, PackageHeader header, List<SpecFile> files, long time) throws IOException {
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
                converted(p),
                about(p, header, time),
                all,
                ConvertedScriptlets.of(header, databaseName, arch),
                List.of(),
                files,
                attributes(header));
    }

    /** What dpkg's database is written from, and what runs before the files are there: rpm's scriptlet is another. */
    private static SortedMap<String, String> attributes(PackageHeader header) {
        SortedMap<String, String> attributes = new TreeMap<>(header.attributes());
        header.scriptlets().stream()
                .filter(s -> s.phase().equals("pre") && !s.body().isEmpty())
                .forEach(s -> attributes.put(DebFormat.PREINST, s.body()));
        return attributes;
    }

    private static About about(RpmPackage p, PackageHeader header, long time) throws IOException {
        String description = DebFormat.field(header, "Description");
        int line = description.indexOf('\n');
        String[] source = p.info().source().split(" ", 2);
        String sourceVersion = source.length < 2
                ? converted(p).evr().version()
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

    private static SpecFile file(
            PayloadEntry entry, Map<String, PayloadEntry> entries, Map<String, Long> contents, Spool spool, long time) {
        PayloadEntry original =
                entry.kind() == PayloadEntry.Kind.HARDLINK ? entries.getOrDefault(entry.link(), entry) : entry;
        int type = switch (entry.kind()) {
            case DIRECTORY -> 0040000;
            case SYMLINK -> 0120000;
            default -> 0100000;
        };
        int permissions = entry.kind() == PayloadEntry.Kind.SYMLINK ? 0777 : original.mode();
        long begin = contents.getOrDefault(entry.path(), 0L);
        return new SpecFile(
                "/" + entry.path(),
                type | permissions,
                entry.size(),
                time,
                owner(original.user(), original.uid()),
                owner(original.group(), original.gid()),
                entry.kind() == PayloadEntry.Kind.SYMLINK ? entry.link() : "",
                entry.kind() == PayloadEntry.Kind.HARDLINK ? Optional.of("/" + entry.link()) : Optional.empty(),
                flags(entry),
                "",
                () -> entry.kind() == PayloadEntry.Kind.FILE
                        ? spool.read(begin, entry.size())
                        : InputStream.nullInputStream());
    }

    private static String owner(String name, int number) {
        return !name.isEmpty() ? name : number == 0 ? "root" : Integer.toString(number);
    }

    private static long flags(PayloadEntry entry) {
        long flags = entry.flags().contains(PayloadEntry.Flag.CONFIG) ? SpecFile.CONFIG | SpecFile.NOREPLACE : 0;
        return flags | (entry.flags().contains(PayloadEntry.Flag.DOC) ? SpecFile.DOC : 0);
    }
}
