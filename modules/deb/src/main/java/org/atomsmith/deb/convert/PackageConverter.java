package org.atomsmith.deb.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.deb.DebFormat;
import org.atomsmith.deb.Owners;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.write.RpmWriter;
import org.atomsmith.rpm.write.SpecFile;

/**
 * Writes Debian packages as RPM package files: their files and what dpkg's database has of them, their relations in the
 * meaning that dpkg gives them, their scripts. Deterministic and thread-safe.
 */
public final class PackageConverter {
    private final ConvertedSpecs specs;
    private final RpmWriter writer;

    /**
     * A converter.
     *
     * @param suite all packages that relations may mean
     */
    public PackageConverter(PackageSource suite, RpmWriter writer) {
        this.specs = new ConvertedSpecs(suite);
        this.writer = writer;
    }

    /** What relations were put in other words, since rpm would have read them differently: sorted, for people. */
    public Set<String> rewritten() {
        return specs.rewritten();
    }

    /** The file name of a converted package. */
    public static String fileName(RpmPackage p) {
        Nevra nevra = ConvertedSpecs.nevra(p);
        return nevra.name() + "-" + nevra.evr().version() + "-" + nevra.evr().release() + "." + nevra.arch() + ".rpm";
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
            writer.write(specs.of(p, header, files, attributes(header, entries.values())), target);
            // Repositories state their packages' times, and shall be the same each time.
            LinuxFiles.setTimes(target, time, 0);
        }
        return target;
    }

    /**
     * What dpkg's database is written from; what runs while the files are not there, since rpm's scriptlet is another; and numbers
     * of owners.
     */
    private static SortedMap<String, String> attributes(PackageHeader header, Collection<PayloadEntry> entries) {
        SortedMap<String, String> attributes = new TreeMap<>(header.attributes());
        header.scriptlets().stream()
                .filter(s ->
                        DebFormat.SCRIPTS.containsKey(s.phase()) && !s.body().isEmpty())
                .forEach(s -> attributes.put(DebFormat.SCRIPTS.getOrDefault(s.phase(), ""), s.body()));
        String owners = Owners.text(entries);
        if (!owners.isEmpty()) {
            attributes.put(Owners.ATTRIBUTE, owners);
        }
        return attributes;
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
                SpecFile.owner(original.user(), original.uid()),
                SpecFile.owner(original.group(), original.gid()),
                entry.kind() == PayloadEntry.Kind.SYMLINK ? entry.link() : "",
                entry.kind() == PayloadEntry.Kind.HARDLINK ? Optional.of("/" + entry.link()) : Optional.empty(),
                SpecFile.flags(entry.flags()),
                "",
                () -> entry.kind() == PayloadEntry.Kind.FILE
                        ? spool.read(begin, entry.size())
                        : InputStream.nullInputStream());
    }
}
