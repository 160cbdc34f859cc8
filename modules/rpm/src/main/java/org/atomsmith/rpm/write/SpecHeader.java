package org.atomsmith.rpm.write;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.atomsmith.rpm.PackageHeader.Scriptlet;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.file.Tag;
import org.atomsmith.rpm.write.PackageSpec.About;
import org.atomsmith.rpm.write.PackageSpec.Change;
import org.atomsmith.rpm.write.PackageSpec.Relation;

/** Makes the main header of a specification. */
final class SpecHeader {
    private static final long INTERPRETER = 1 << 8;
    /** The largest size that 32 bits hold. */
    static final long LARGE = 0xffffffffL;

    /** What headers call SHA-256 (PGPHASHALGO_SHA256). */
    static final int SHA_256 = 8;

    private static final Map<String, int[]> SCRIPTLETS = Map.of(
            "pretrans", new int[] {Tag.PRETRANS, Tag.PRETRANSPROG},
            "pre", new int[] {Tag.PREIN, Tag.PREINPROG},
            "post", new int[] {Tag.POSTIN, Tag.POSTINPROG},
            "preun", new int[] {Tag.PREUN, Tag.PREUNPROG},
            "postun", new int[] {Tag.POSTUN, Tag.POSTUNPROG},
            "posttrans", new int[] {Tag.POSTTRANS, Tag.POSTTRANSPROG},
            "preuntrans", new int[] {Tag.PREUNTRANS, Tag.PREUNTRANSPROG},
            "postuntrans", new int[] {Tag.POSTUNTRANS, Tag.POSTUNTRANSPROG});
    /** What a requirement is for: RPMSENSE_SCRIPT_PRE and so on. */
    private static final Map<String, Long> SCRIPT_SENSE =
            Map.of("pre", 1L << 9, "post", 1L << 10, "preun", 1L << 11, "postun", 1L << 12);

    private final PackageSpec spec;
    private final List<SpecFile> files;
    private final HardLinks links;
    private final List<Relation> features;
    private final boolean isSix;
    private final boolean large;
    private final HeaderBuilder header = new HeaderBuilder(Tag.REGION_IMMUTABLE);

    /**
     * Prepares.
     *
     * @param files in the header's order
     * @param features what rpm must be able to do
     * @param isSix whether it is of format 6
     * @param large whether sizes need 64 bits
     */
    SpecHeader(
            PackageSpec spec,
            List<SpecFile> files,
            HardLinks links,
            List<Relation> features,
            boolean isSix,
            boolean large) {
        this.spec = spec;
        this.files = files;
        this.links = links;
        this.features = features;
        this.isSix = isSix;
        this.large = large;
    }

    /**
     * All but what is to be said of the payload.
     *
     * @param digests SHA-256 of the regular files by number, hexadecimal
     */
    HeaderBuilder build(Map<Integer, String> digests) {
        about();
        scriptlets();
        relations();
        changelog();
        if (!files.isEmpty()) {
            paths();
            files(digests);
        }
        sizes();
        List<String> attributes = new ArrayList<>();
        spec.attributes().forEach((key, value) -> attributes.addAll(List.of(key, value)));
        return header.texts(Tag.ATTRIBUTES, attributes);
    }

    private void about() {
        About about = spec.about();
        header.texts(Tag.I18N_TABLE, List.of("C"));
        header.text(Tag.NAME, spec.nevra().name());
        header.text(Tag.VERSION, spec.nevra().evr().version());
        header.text(Tag.RELEASE, spec.nevra().evr().release());
        if (spec.nevra().evr().epoch() != 0) {
            header.int32(Tag.EPOCH, spec.nevra().evr().epoch());
        }
        header.text(Tag.ARCH, spec.nevra().arch()).text(Tag.OS, "linux");
        header.translated(Tag.SUMMARY, about.summary()).translated(Tag.DESCRIPTION, about.description());
        header.translated(Tag.GROUP, about.group().isEmpty() ? "Unspecified" : about.group());
        header.int32(Tag.BUILDTIME, about.buildTime()).optional(Tag.BUILDHOST, about.buildHost());
        header.optional(Tag.LICENSE, about.license()).optional(Tag.URL, about.url());
        header.optional(Tag.VENDOR, about.vendor()).optional(Tag.PACKAGER, about.packager());
        header.optional(Tag.DISTRIBUTION, about.distribution()).optional(Tag.SOURCERPM, about.sourceRpm());
        // Of the rpm whose format this is: rpm looks at it to work around old ones' errors.
        header.text(Tag.RPMVERSION, isSix ? "6.0.0" : "4.18.0");
        header.text(Tag.ENCODING, "utf-8");
        if (isSix) {
            header.int32(Tag.RPMFORMAT, 6);
        }
    }

    private void scriptlets() {
        for (Scriptlet scriptlet : spec.scriptlets()) {
            int[] tags = SCRIPTLETS.get(scriptlet.phase());
            if (tags == null) {
                throw new IllegalArgumentException("there is no scriptlet " + scriptlet.phase());
            }
            header.optional(tags[0], scriptlet.body());
            List<String> words = List.of(scriptlet.interpreter().split(" "));
            if (words.size() == 1) {
                header.text(tags[1], words.getFirst());
            } else {
                header.texts(tags[1], words);
            }
        }
    }

    private void relations() {
        for (RelationKind kind : RelationKind.values()) {
            List<Relation> all = new ArrayList<>(spec.relations().getOrDefault(kind, List.of()));
            if (kind == RelationKind.REQUIRES) {
                all.addAll(features);
                for (Scriptlet scriptlet : spec.scriptlets()) {
                    String program = scriptlet.interpreter().split(" ")[0];
                    if (program.startsWith("/")) {
                        all.add(new Relation(
                                program, INTERPRETER | SCRIPT_SENSE.getOrDefault(scriptlet.phase(), 0L), ""));
                    }
                }
            }
            List<Relation> sorted = new ArrayList<>(new LinkedHashSet<>(all));
            // rpm looks for names by halving.
            sorted.sort(Comparator.comparing((Relation r) -> bytes(r.name()), Arrays::compareUnsigned)
                    .thenComparing(r -> bytes(r.version()), Arrays::compareUnsigned)
                    .thenComparingLong(Relation::flags));
            header.texts(kind.names(), sorted.stream().map(Relation::name).toList());
            header.texts(kind.versions(), sorted.stream().map(Relation::version).toList());
            header.int32(
                    kind.flags(), sorted.stream().mapToLong(Relation::flags).toArray());
        }
    }

    private void changelog() {
        List<Change> changes = spec.changelog();
        header.int32(Tag.CHANGELOGTIME, changes.stream().mapToLong(Change::time).toArray());
        header.texts(Tag.CHANGELOGNAME, changes.stream().map(Change::author).toList());
        header.texts(Tag.CHANGELOGTEXT, changes.stream().map(Change::text).toList());
    }

    private void paths() {
        Map<String, Integer> directories = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        long[] indexes = new long[files.size()];
        for (int i = 0; i < indexes.length; i++) {
            String path = files.get(i).path();
            int slash = path.lastIndexOf('/');
            String directory = path.substring(0, slash + 1);
            directories.putIfAbsent(directory, directories.size());
            indexes[i] = directories.getOrDefault(directory, 0);
            names.add(path.substring(slash + 1));
        }
        header.texts(Tag.BASENAMES, names);
        header.texts(Tag.DIRNAMES, List.copyOf(directories.keySet()));
        header.int32(Tag.DIRINDEXES, indexes);
    }

    private void files(Map<Integer, String> digests) {
        header.int16(Tag.FILEMODES, numbers(SpecFile::mode));
        header.int16(Tag.FILERDEVS, new long[files.size()]);
        header.int32(Tag.FILEMTIMES, numbers(SpecFile::mtime));
        header.int32(Tag.FILEFLAGS, numbers(SpecFile::flags));
        header.int32(Tag.FILEVERIFYFLAGS, numbers(f -> 0xffffffffL));
        header.texts(Tag.FILEUSERNAME, texts(SpecFile::user));
        header.texts(Tag.FILEGROUPNAME, texts(SpecFile::group));
        header.texts(Tag.FILELINKTOS, texts(SpecFile::target));
        header.texts(Tag.FILELANGS, texts(f -> ""));
        if (files.stream().anyMatch(f -> !f.capabilities().isEmpty())) {
            header.texts(Tag.FILECAPS, texts(SpecFile::capabilities));
        }
        header.int32(Tag.FILEDIGESTALGO, SHA_256);
        List<String> sums = new ArrayList<>();
        long[] inodes = new long[files.size()];
        long[] devices = new long[files.size()];
        for (int i = 0; i < inodes.length; i++) {
            sums.add(digests.getOrDefault(i, ""));
            inodes[i] = links.inode(i);
            devices[i] = 1;
        }
        header.texts(Tag.FILEDIGESTS, sums);
        header.int32(Tag.FILEINODES, inodes).int32(Tag.FILEDEVICES, devices);
    }

    private void sizes() {
        long total = 0;
        long[] sizes = new long[files.size()];
        for (int i = 0; i < sizes.length; i++) {
            SpecFile file = files.get(links.original(i));
            sizes[i] = file.isRegular() ? file.size() : bytes(file.target()).length;
            total += file.isRegular() && !file.isGhost() && links.original(i) == i ? sizes[i] : 0;
        }
        if (large) {
            header.int64(Tag.LONGFILESIZES, sizes).int64(Tag.LONGSIZE, total);
        } else {
            header.int32(Tag.FILESIZES, sizes).int32(Tag.SIZE, total);
        }
    }

    private long[] numbers(ToLongFunction<SpecFile> column) {
        return files.stream().mapToLong(column).toArray();
    }

    private List<String> texts(Function<SpecFile, String> column) {
        return files.stream().map(column).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
