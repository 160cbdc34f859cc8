package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;

/** Reads a list of packages in libsolv's "testtags" format. */
final class Testtags {
    private final String repository;
    private final List<RpmPackage> packages = new ArrayList<>();
    private Optional<Draft> draft = Optional.empty();

    private Testtags(String repository) {
        this.repository = repository;
    }

    static List<RpmPackage> read(List<String> lines, String repository) {
        Testtags reader = new Testtags(repository);
        String block = "";
        for (String line : lines) {
            if (!block.isEmpty() && line.equals("-" + block + ":")) {
                block = "";
            } else if (!block.isEmpty()) {
                reader.tag(block, line.strip());
            } else if (line.startsWith("+") && line.endsWith(":")) {
                block = line.substring(1, line.length() - 1);
            } else if (line.startsWith("=") && line.contains(":")) {
                int colon = line.indexOf(':');
                reader.tag(line.substring(1, colon), line.substring(colon + 1).strip());
            }
        }
        reader.finish();
        return reader.packages;
    }

    private void tag(String tag, String value) {
        if (tag.equals("Pkg")) {
            finish();
            draft = Optional.of(new Draft(value));
        } else {
            draft.ifPresent(d -> d.describe(tag, value));
        }
    }

    private void finish() {
        draft.ifPresent(d -> packages.add(d.build(repository)));
        draft = Optional.empty();
    }

    private static final class Draft {
        private final Nevra nevra;
        private final List<RpmPackage.Requirement> requires = new ArrayList<>();
        private final Set<Capability> provides = new LinkedHashSet<>();
        private final List<Dependency> conflicts = new ArrayList<>();
        private final List<Dependency.Simple> obsoletes = new ArrayList<>();
        private final List<Dependency> recommends = new ArrayList<>();
        private final List<Dependency> suggests = new ArrayList<>();
        private final List<Dependency> supplements = new ArrayList<>();
        private final List<Dependency> enhances = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private String vendor = "";
        private long buildTime;

        Draft(String value) {
            String[] words = value.split(" +");
            nevra = new Nevra(
                    words[0],
                    Evr.parse(words[1] + (words.length < 3 || words[2].equals("-") ? "" : "-" + words[2])),
                    words.length > 3 ? words[3] : "");
        }

        void describe(String tag, String value) {
            switch (tag) {
                case "Req" -> requires.add(new RpmPackage.Requirement(TestcaseDependency.parse(value), false));
                case "Prq" -> requires.add(new RpmPackage.Requirement(TestcaseDependency.parse(value), true));
                case "Prv" -> {
                    if (value.startsWith("/")) {
                        files.add(value);
                    } else {
                        Dependency.Simple one = (Dependency.Simple) TestcaseDependency.parse(value);
                        provides.add(new Capability(one.name(), one.op(), one.evr()));
                        locale(one.name());
                    }
                }
                case "Con" -> conflicts.add(TestcaseDependency.parse(value));
                case "Obs" -> obsoletes.add((Dependency.Simple) TestcaseDependency.parse(value));
                case "Rec" -> recommends.add(TestcaseDependency.parse(value));
                case "Sug" -> suggests.add(TestcaseDependency.parse(value));
                case "Sup" -> supplements.add(TestcaseDependency.parse(value));
                case "Enh" -> enhances.add(TestcaseDependency.parse(value));
                case "Fls" -> files.add(value);
                case "Vnd" -> vendor = value;
                case "Tim" -> buildTime = Long.parseLong(value);
                default -> {
                    // Summaries, licenses and so on decide nothing.
                }
            }
        }

        /** SUSE's way to say that a package goes with a language, alone or for another package. */
        private void locale(String name) {
            if (!name.startsWith("locale(") || !name.endsWith(")")) {
                return;
            }
            String inner = name.substring(7, name.length() - 1);
            int colon = inner.indexOf(':');
            String languages = inner.substring(colon + 1);
            List<Dependency> any = new ArrayList<>();
            for (String language : languages.split(";")) {
                any.add(Dependency.Simple.any("namespace:language(" + language + ")"));
            }
            Dependency wanted = any.size() == 1 ? any.getFirst() : new Dependency.Or(any);
            supplements.add(
                    colon < 0
                            ? wanted
                            : new Dependency.And(List.of(Dependency.Simple.any(inner.substring(0, colon)), wanted)));
        }

        RpmPackage build(String repository) {
            Capability self = new Capability(nevra.name(), Optional.of(nevra.evr()));
            Set<Capability> all = new LinkedHashSet<>(provides);
            all.add(self);
            return new RpmPackage(
                    nevra,
                    requires,
                    List.copyOf(all),
                    conflicts,
                    obsoletes,
                    recommends,
                    suggests,
                    supplements,
                    enhances,
                    files,
                    false,
                    new RpmPackage.Info("", "", "", vendor, "", buildTime, 0),
                    new RpmPackage.Location(repository, "", 0, ""));
        }
    }
}
