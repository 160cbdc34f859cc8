package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.DependencyParser;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;

/**
 * Reads {@code primary.xml}: every package with its dependencies and its most important files. Checked against
 * createrepo_c 0.20 and libsolv's reading of it.
 */
final class PrimaryParser {
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_NAME = 255;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SOURCE = Pattern.compile("\\.(no)?src\\.rpm$");

    private final MetadataXml xml;
    private final String repository;

    private PrimaryParser(MetadataXml xml, String repository) {
        this.xml = xml;
        this.repository = repository;
    }

    /**
     * Reads the document, handing on each package; source packages are left out.
     *
     * @param name what messages call the document
     * @param repository the repository's identifier
     */
    static void parse(InputStream in, String name, String repository, Sink sink) throws IOException {
        MetadataXml xml = new MetadataXml(in, name);
        PrimaryParser parser = new PrimaryParser(xml, repository);
        xml.root("metadata");
        xml.children(element -> {
            if (element.equals("package") && xml.attribute("type").orElse("rpm").equals("rpm")) {
                Optional<RpmPackage> rpm = parser.rpm();
                if (rpm.isPresent()) {
                    sink.rpm(rpm.get());
                }
            }
        });
        xml.end();
    }

    /** Takes packages. */
    @FunctionalInterface
    interface Sink {
        void rpm(RpmPackage rpm) throws IOException;
    }

    /** What is known of a package while its element is read. */
    private static final class Draft {
        private String name = "";
        private String arch = "";
        private Evr evr = new Evr(0, "", "");
        private String sha256 = "";
        private String href = "";
        private String summary = "";
        private String url = "";
        private String license = "";
        private String vendor = "";
        private String source = "";
        private long buildTime;
        private long size = -1;
        private long installedSize;
        private final List<RpmPackage.Requirement> requires = new ArrayList<>();
        private final List<Capability> provides = new ArrayList<>();
        private final List<Dependency.Simple> obsoletes = new ArrayList<>();
        private final List<Dependency> conflicts = new ArrayList<>();
        private final List<Dependency> recommends = new ArrayList<>();
        private final List<Dependency> suggests = new ArrayList<>();
        private final List<Dependency> supplements = new ArrayList<>();
        private final List<Dependency> enhances = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
    }

    private Optional<RpmPackage> rpm() throws IOException {
        Draft d = new Draft();
        int own = xml.depth();
        while (xml.child(own)) {
            switch (xml.element()) {
                case "name" -> d.name = word(xml.text());
                case "arch" -> d.arch = word(xml.text());
                case "version" -> d.evr = evr().orElse(d.evr);
                case "checksum" -> d.sha256 = sha256(d);
                case "summary" -> d.summary = xml.text().strip();
                case "url" -> d.url = xml.text().strip();
                case "time" -> d.buildTime = xml.number(xml.attribute("build").orElse(""));
                case "size" -> {
                    d.size = xml.number(xml.require("package"));
                    d.installedSize = xml.number(xml.attribute("installed").orElse(""));
                }
                case "location" -> d.href = Href.of(xml);
                case "format" -> format(d);
                default -> {
                    // Descriptions and packagers are of no use here.
                }
            }
        }
        return d.arch.equals("src") || d.arch.equals("nosrc") ? Optional.empty() : Optional.of(finish(d));
    }

    private void format(Draft d) throws IOException {
        int own = xml.depth();
        while (xml.child(own)) {
            switch (xml.element()) {
                case "license" -> d.license = xml.text().strip();
                case "vendor" -> d.vendor = xml.text().strip();
                case "sourcerpm" ->
                    d.source = SOURCE.matcher(xml.text().strip()).replaceFirst("");
                case "provides" -> provides(d.provides);
                case "requires" -> requires(d.requires);
                case "obsoletes" -> obsoletes(d.obsoletes);
                case "conflicts" -> dependencies(d.conflicts);
                case "recommends" -> dependencies(d.recommends);
                case "suggests" -> dependencies(d.suggests);
                case "supplements" -> dependencies(d.supplements);
                case "enhances" -> dependencies(d.enhances);
                case "file" -> {
                    d.files.add(xml.text());
                    if (d.files.size() > MAX_ENTRIES) {
                        throw xml.problem("package '" + d.name + "' has more than " + MAX_ENTRIES + " files");
                    }
                }
                default -> {
                    // Build hosts, groups and header ranges are of no use here.
                }
            }
        }
    }

    private void provides(List<Capability> into) throws IOException {
        int own = xml.depth();
        for (int read = 0; entry(own, read); read++) {
            into.add(capability());
        }
    }

    private void requires(List<RpmPackage.Requirement> into) throws IOException {
        int own = xml.depth();
        for (int read = 0; entry(own, read); read++) {
            Optional<RpmPackage.Requirement> requirement = requirement();
            if (requirement.isPresent()) {
                into.add(requirement.get());
            }
        }
    }

    private void obsoletes(List<Dependency.Simple> into) throws IOException {
        int own = xml.depth();
        for (int read = 0; entry(own, read); read++) {
            into.add(simple(xml.require("name")));
        }
    }

    private void dependencies(List<Dependency> into) throws IOException {
        int own = xml.depth();
        for (int read = 0; entry(own, read); read++) {
            into.add(dependency());
        }
    }

    /** Moves on to the next entry of a list, of which some were read; false at its end. */
    private boolean entry(int list, int read) throws IOException {
        while (xml.child(list)) {
            if (xml.element().equals("entry")) {
                if (read == MAX_ENTRIES) {
                    throw xml.problem("a package has more than " + MAX_ENTRIES + " dependencies of one kind");
                }
                return true;
            }
        }
        return false;
    }

    private RpmPackage finish(Draft d) throws IOException {
        requireComplete(d);
        Capability self = new Capability(d.name, Optional.of(d.evr));
        if (!d.provides.contains(self)) {
            d.provides.add(self);
        }
        return new RpmPackage(
                new Nevra(d.name, d.evr, d.arch),
                d.requires,
                d.provides,
                d.conflicts,
                d.obsoletes,
                d.recommends,
                d.suggests,
                d.supplements,
                d.enhances,
                d.files,
                false,
                new RpmPackage.Info(d.summary, d.license, d.url, d.vendor, d.source, d.buildTime, d.installedSize),
                new RpmPackage.Location(repository, d.href, d.size, d.sha256));
    }

    private void requireComplete(Draft d) throws IOException {
        String missing = d.name.isEmpty()
                ? "name"
                : d.arch.isEmpty()
                        ? "arch"
                        : d.evr.version().isEmpty()
                                ? "version"
                                : d.sha256.isEmpty() ? "checksum" : d.href.isEmpty() ? "location" : "";
        if (!missing.isEmpty()) {
            throw xml.problem("package '" + d.name + "' has no " + missing);
        }
    }

    private Capability capability() throws IOException {
        Dependency.Simple one = simple(xml.require("name"));
        return new Capability(one.name(), one.op(), one.evr());
    }

    /** A requirement, but not one on a feature of rpm's own, which this program has or refuses when it reads the package. */
    private Optional<RpmPackage.Requirement> requirement() throws IOException {
        if (xml.require("name").startsWith("rpmlib(")) {
            return Optional.empty();
        }
        boolean pre = xml.attribute("pre").filter(p -> p.equals("1")).isPresent();
        return Optional.of(new RpmPackage.Requirement(dependency(), pre));
    }

    private Dependency dependency() throws IOException {
        String name = xml.require("name");
        if (!name.startsWith("(")) {
            return simple(name);
        }
        try {
            return DependencyParser.parse(name);
        } catch (IllegalArgumentException e) {
            throw xml.problem(String.valueOf(e.getMessage()));
        }
    }

    private Dependency.Simple simple(String name) throws IOException {
        String flags = xml.attribute("flags").orElse("");
        Dependency.Comparison op = switch (flags) {
            case "" -> Dependency.Comparison.ANY;
            case "EQ" -> Dependency.Comparison.EQUAL;
            case "LT" -> Dependency.Comparison.LESS;
            case "LE" -> Dependency.Comparison.LESS_OR_EQUAL;
            case "GT" -> Dependency.Comparison.GREATER;
            case "GE" -> Dependency.Comparison.GREATER_OR_EQUAL;
            default -> throw xml.problem("unknown comparison '" + MetadataXml.shortened(flags) + "'");
        };
        Optional<Evr> evr = op == Dependency.Comparison.ANY ? Optional.empty() : evr();
        return evr.isEmpty() ? Dependency.Simple.any(name) : Dependency.Simple.of(name, op, evr.get());
    }

    /** The attributes {@code epoch}, {@code ver} and {@code rel} of the current element. */
    private Optional<Evr> evr() throws IOException {
        String version = xml.attribute("ver").orElse("");
        if (version.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Evr(
                xml.number(xml.attribute("epoch").orElse("")),
                word(version),
                word(xml.attribute("rel").orElse(""))));
    }

    private String sha256(Draft d) throws IOException {
        String type = xml.require("type").toLowerCase(Locale.ROOT);
        String digest = xml.text().strip().toLowerCase(Locale.ROOT);
        if (!type.equals("sha256")) {
            throw xml.problem("package '" + d.name + "' is listed with a digest of kind '" + MetadataXml.shortened(type)
                    + "'; only sha256 is supported: make the repository with createrepo_c --checksum sha256");
        }
        if (!SHA_256.matcher(digest).matches()) {
            throw xml.problem(
                    "package '" + d.name + "': '" + MetadataXml.shortened(digest) + "' is not a SHA-256 digest");
        }
        return digest;
    }

    /** A name, a version or an architecture: no white space and nothing that could lead out of a directory. */
    private String word(String text) throws IOException {
        String word = text.strip();
        boolean plain = word.length() <= MAX_NAME;
        for (int i = 0; plain && i < word.length(); i++) {
            char c = word.charAt(i);
            plain = c > ' ' && c != '/' && c != 0x7f;
        }
        if (!plain) {
            throw xml.problem("'" + MetadataXml.shortened(word) + "' cannot be a name or a version");
        }
        return word;
    }
}
