package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.DependencyParser;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.rpm.VersionScheme;

/**
 * Packages in memory. The text form has one package per line, {@code name evr[.arch]}, followed by indented lines that
 * begin with {@code requires, pre, provides, conflicts, obsoletes, recommends, suggests, supplements, files, essential};
 * entries of a line are separated by commas.
 */
final class Universe implements PackageSource {
    /** RPM's order with dpkg's view of provides: what sets Debian apart here. */
    static final VersionScheme DEB = new VersionScheme() {
        private final RpmVersions order = new RpmVersions();

        @Override
        public String name() {
            return "deb";
        }

        @Override
        public boolean unversionedProvideMatchesVersioned() {
            return false;
        }

        @Override
        public int compare(Evr a, Evr b) {
            return order.compare(a, b);
        }

        @Override
        public boolean matches(Dependency.Comparison op, Evr wanted, Evr provided) {
            return order.matches(op, wanted, provided);
        }
    };

    private final VersionScheme versions;
    private final List<RpmPackage> packages = new ArrayList<>();
    private final Map<String, List<RpmPackage>> named = new TreeMap<>();
    private final Map<String, Set<RpmPackage>> providing = new TreeMap<>();

    Universe(VersionScheme versions, Collection<RpmPackage> packages) {
        this.versions = versions;
        for (RpmPackage added : packages) {
            this.packages.add(added);
            named.computeIfAbsent(added.name(), k -> new ArrayList<>()).add(added);
            added.provides().forEach(c -> provider(c.name(), added));
            added.files().forEach(path -> provider(path, added));
        }
    }

    static Universe rpm(String text) {
        return new Universe(new RpmVersions(), parse(text));
    }

    static Universe deb(String text) {
        return new Universe(DEB, parse(text));
    }

    /** Solves for names or dependencies, separated by commas. */
    Solution solve(String request) {
        return new Solver(this).solve(request(request));
    }

    static Request request(String request) {
        return Request.of(list(request));
    }

    /** Names of what is installed for that request, each with its version, in alphabetical order. */
    List<String> picks(String request) {
        return picks(request(request));
    }

    List<String> picks(Request request) {
        return names(new Solver(this).solve(request));
    }

    static List<String> names(Solution solution) {
        return solution.packages().stream()
                .map(p -> p.name() + "-" + p.evr())
                .sorted()
                .toList();
    }

    private void provider(String capability, RpmPackage added) {
        providing.computeIfAbsent(capability, k -> new LinkedHashSet<>()).add(added);
    }

    @Override
    public VersionScheme versions() {
        return versions;
    }

    @Override
    public Set<String> names() {
        return named.keySet();
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return named.getOrDefault(name, List.of());
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        return providing.getOrDefault(capability, Set.of());
    }

    @Override
    public Collection<RpmPackage> essential() {
        return packages.stream().filter(RpmPackage::essential).toList();
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return packages.stream()
                .filter(p -> !p.supplements().isEmpty() || !p.enhances().isEmpty())
                .toList();
    }

    @Override
    public List<RpmPackage> packages() {
        return packages;
    }

    private static List<RpmPackage> parse(String text) {
        List<RpmPackage> read = new ArrayList<>();
        Builder current = null;
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                if (current != null) {
                    read.add(current.build());
                }
                current = Builder.of(line);
            } else if (current != null) {
                String[] words = line.strip().split(" ", 2);
                current.add(words[0], words.length > 1 ? words[1] : "");
            }
        }
        if (current != null) {
            read.add(current.build());
        }
        return read;
    }

    private static List<Dependency> list(String commaSeparated) {
        return List.of(commaSeparated.split(",")).stream()
                .map(entry -> DependencyParser.parse(entry.strip()))
                .toList();
    }

    /** Gathers what a package says of itself. */
    static final class Builder {
        private final Nevra nevra;
        private final List<RpmPackage.Requirement> requires = new ArrayList<>();
        private final Set<Capability> provides = new LinkedHashSet<>();
        private final Map<String, List<Dependency>> relations = new LinkedHashMap<>();
        private final List<String> files = new ArrayList<>();
        private boolean essential;
        private String repository = "test";

        Builder(Nevra nevra) {
            this.nevra = nevra;
            provides.add(new Capability(nevra.name(), Optional.of(nevra.evr())));
        }

        /** Reads {@code name evr [arch]}. */
        static Builder of(String line) {
            String[] words = line.strip().split(" +");
            return new Builder(new Nevra(
                    words[0], Evr.parse(words.length > 1 ? words[1] : "1-1"), words.length > 2 ? words[2] : "noarch"));
        }

        Builder repository(String id) {
            repository = id;
            return this;
        }

        Builder add(String kind, String entries) {
            switch (kind) {
                case "essential" -> essential = true;
                case "files" -> files.addAll(List.of(entries.split(", *")));
                case "requires" -> list(entries).forEach(d -> requires.add(new RpmPackage.Requirement(d, false)));
                case "pre" -> list(entries).forEach(d -> requires.add(new RpmPackage.Requirement(d, true)));
                case "provides" -> list(entries).forEach(d -> provides.add(capability(d)));
                case "conflicts", "obsoletes", "recommends", "suggests", "supplements", "enhances" ->
                    relations.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(list(entries));
                default -> throw new IllegalArgumentException("what is '" + kind + "'?");
            }
            return this;
        }

        private static Capability capability(Dependency dependency) {
            Dependency.Simple simple = (Dependency.Simple) dependency;
            return new Capability(simple.name(), simple.evr());
        }

        private List<Dependency> relation(String kind) {
            return relations.getOrDefault(kind, List.of());
        }

        RpmPackage build() {
            return new RpmPackage(
                    nevra,
                    requires,
                    List.copyOf(provides),
                    relation("conflicts"),
                    relation("obsoletes").stream()
                            .map(Dependency.Simple.class::cast)
                            .toList(),
                    relation("recommends"),
                    relation("suggests"),
                    relation("supplements"),
                    relation("enhances"),
                    files,
                    essential,
                    new RpmPackage.Info("", "", "", "", "", 0, 0),
                    new RpmPackage.Location(repository, nevra + ".rpm", 0, ""));
        }
    }
}
