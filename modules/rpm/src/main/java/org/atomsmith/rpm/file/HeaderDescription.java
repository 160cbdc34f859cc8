package org.atomsmith.rpm.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.DependencyParser;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PackageHeader.Scriptlet;
import org.atomsmith.rpm.PayloadEntry.Flag;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.scriptlet.PackageScriptsText;

/** What a header, of a package file or of the database of installed packages, says to those who install packages. */
public final class HeaderDescription {
    /** RPMSENSE_PREREQ, RPMSENSE_SCRIPT_PRE and RPMSENSE_SCRIPT_POST: repository metadata call them {@code pre}. */
    private static final long BEFORE = 1 << 6 | 1 << 9 | 1 << 10;

    private static final int SHA256 = 8;

    private HeaderDescription() {}

    /**
     * A file that a header lists.
     *
     * @param path absolute
     * @param sha256 of its content, hexadecimal; empty when it has none or another digest was taken
     */
    public record File(String path, Set<Flag> flags, String sha256) {
        /** Copies the flags. */
        public File {
            flags = Set.copyOf(flags);
        }
    }

    /**
     * The package's identity.
     *
     * @throws PackageFormatException when a part of it is missing
     */
    public static Nevra nevra(Header header) throws PackageFormatException {
        OptionalLong epoch = header.number(Tag.EPOCH);
        return new Nevra(
                header.require(Tag.NAME, "name"),
                new Evr(
                        epoch.orElse(0),
                        header.require(Tag.VERSION, "version"),
                        header.require(Tag.RELEASE, "release")),
                header.require(Tag.ARCH, "architecture"));
    }

    /**
     * The files of the package, in the header's order.
     *
     * @throws PackageFormatException when the header contradicts itself
     */
    public static List<File> files(Header header) throws PackageFormatException {
        List<String> paths = FileTable.paths(header, header.string(Tag.NAME).orElse(""));
        long[] flags = header.numbers(Tag.FILEFLAGS);
        boolean isSha256 = header.number(Tag.FILEDIGESTALGO).orElse(1) == SHA256;
        List<String> digests = isSha256 ? header.strings(Tag.FILEDIGESTS) : List.of();
        List<File> files = new ArrayList<>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            files.add(new File(
                    paths.get(i),
                    i < flags.length ? FileTable.flags(flags[i]) : Set.of(),
                    i < digests.size() ? digests.get(i) : ""));
        }
        return files;
    }

    /**
     * What the package needs and provides, as the metadata of a repository would state it, with all of its paths.
     *
     * @throws PackageFormatException when the header is damaged
     */
    public static RpmPackage describe(Header header, RpmPackage.Location location) throws PackageFormatException {
        Nevra nevra = nevra(header);
        List<Capability> provides = new ArrayList<>();
        for (Dependency dependency : dependencies(header, RelationKind.PROVIDES)) {
            if (dependency instanceof Dependency.Simple one) {
                provides.add(new Capability(one.name(), one.op(), one.evr()));
            }
        }
        Capability self = new Capability(nevra.name(), Optional.of(nevra.evr()));
        if (!provides.contains(self)) {
            provides.add(self);
        }
        List<Dependency.Simple> obsoletes = new ArrayList<>();
        for (Dependency dependency : dependencies(header, RelationKind.OBSOLETES)) {
            if (dependency instanceof Dependency.Simple one) {
                obsoletes.add(one);
            }
        }
        OptionalLong size = header.number(Tag.LONGSIZE);
        return new RpmPackage(
                nevra,
                requires(header),
                provides,
                dependencies(header, RelationKind.CONFLICTS),
                obsoletes,
                dependencies(header, RelationKind.RECOMMENDS),
                dependencies(header, RelationKind.SUGGESTS),
                dependencies(header, RelationKind.SUPPLEMENTS),
                dependencies(header, RelationKind.ENHANCES),
                FileTable.paths(header, nevra.name()),
                false,
                new RpmPackage.Info(
                        header.string(Tag.SUMMARY).orElse(""),
                        header.string(Tag.LICENSE).orElse(""),
                        header.string(Tag.URL).orElse(""),
                        header.string(Tag.VENDOR).orElse(""),
                        header.string(Tag.SOURCERPM).orElse("").replaceFirst("\\.(no)?src\\.rpm$", ""),
                        header.number(Tag.BUILDTIME).orElse(0),
                        size.isPresent()
                                ? size.getAsLong()
                                : header.number(Tag.SIZE).orElse(0)),
                location);
    }

    /** Without features of rpm's own. A need that is stated twice is one; before scriptlets if it is so anywhere. */
    private static List<RpmPackage.Requirement> requires(Header header) throws PackageFormatException {
        List<Dependency> all = dependencies(header, RelationKind.REQUIRES);
        long[] flags = header.numbers(RelationKind.REQUIRES.flags());
        Set<Dependency> early = new HashSet<>();
        for (int i = 0; i < Math.min(all.size(), flags.length); i++) {
            if ((flags[i] & BEFORE) != 0) {
                early.add(all.get(i));
            }
        }
        List<RpmPackage.Requirement> requires = new ArrayList<>();
        for (Dependency dependency : all.stream().distinct().toList()) {
            boolean isFeature =
                    dependency instanceof Dependency.Simple one && one.name().startsWith("rpmlib(");
            if (!isFeature) {
                requires.add(new RpmPackage.Requirement(dependency, early.contains(dependency)));
            }
        }
        return requires;
    }

    private static List<Dependency> dependencies(Header header, RelationKind kind) throws PackageFormatException {
        List<String> names = header.strings(kind.names());
        long[] flags = header.numbers(kind.flags());
        List<String> versions = header.strings(kind.versions());
        List<Dependency> dependencies = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.startsWith("(")) {
                dependencies.add(rich(name, header));
                continue;
            }
            Dependency.Comparison op = RelationKind.comparison(i < flags.length ? flags[i] : 0);
            String version = i < versions.size() ? versions.get(i) : "";
            dependencies.add(
                    op == Dependency.Comparison.ANY || version.isEmpty()
                            ? Dependency.Simple.any(name)
                            : Dependency.Simple.of(name, op, Evr.parse(version)));
        }
        return dependencies;
    }

    private static Dependency rich(String text, Header header) throws PackageFormatException {
        try {
            return DependencyParser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new PackageFormatException(header.string(Tag.NAME).orElse("") + ": " + e.getMessage(), -1);
        }
    }

    /**
     * What a package file with this header says of itself.
     *
     * @param original see {@link PackageHeader#original}
     * @throws PackageFormatException when the header is damaged
     */
    public static PackageHeader of(Header header, byte[] original) throws PackageFormatException {
        TreeMap<String, String> attributes = new TreeMap<>();
        header.string(Tag.SUMMARY).ifPresent(v -> attributes.put("rpm.summary", v));
        header.string(Tag.LICENSE).ifPresent(v -> attributes.put("rpm.license", v));
        header.string(Tag.SOURCERPM).ifPresent(v -> attributes.put("rpm.sourcerpm", v));
        long[] buildTime = header.numbers(Tag.BUILDTIME);
        if (buildTime.length > 0) {
            attributes.put(PackageHeader.BUILD_TIME, Long.toString(buildTime[0]));
        }
        String scripts = PackageScriptsText.write(PackageScriptsReader.of(header));
        if (!scripts.isEmpty()) {
            attributes.put(PackageScriptsText.ATTRIBUTE, scripts);
        }
        List<String> further = header.strings(Tag.ATTRIBUTES);
        for (int i = 0; i + 1 < further.size(); i += 2) {
            attributes.putIfAbsent(further.get(i), further.get(i + 1));
        }
        return new PackageHeader(nevra(header), scriptlets(header), attributes, original);
    }

    private static List<Scriptlet> scriptlets(Header header) throws PackageFormatException {
        List<Scriptlet> scriptlets = new ArrayList<>();
        add(scriptlets, header, "pretrans", Tag.PRETRANS, Tag.PRETRANSPROG);
        add(scriptlets, header, "pre", Tag.PREIN, Tag.PREINPROG);
        add(scriptlets, header, "post", Tag.POSTIN, Tag.POSTINPROG);
        add(scriptlets, header, "preun", Tag.PREUN, Tag.PREUNPROG);
        add(scriptlets, header, "postun", Tag.POSTUN, Tag.POSTUNPROG);
        add(scriptlets, header, "posttrans", Tag.POSTTRANS, Tag.POSTTRANSPROG);
        return scriptlets;
    }

    /** A scriptlet may be a program alone ({@code %post -p /sbin/ldconfig}) or a body for the shell. */
    private static void add(List<Scriptlet> scriptlets, Header header, String phase, int body, int program)
            throws PackageFormatException {
        if (header.has(body) || header.has(program)) {
            List<String> interpreter = header.strings(program);
            scriptlets.add(new Scriptlet(
                    phase,
                    interpreter.isEmpty() ? "/bin/sh" : String.join(" ", interpreter),
                    header.string(body).orElse("")));
        }
    }
}
