package org.atomsmith.solver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.DependencyParser;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmVersions;

/**
 * A test case of libsolv ({@code .t} files, package lists in "testtags"): its repositories, and blocks of jobs each with
 * the result that libsolv gives.
 */
final class LibsolvCase {
    /** What a block asks and what libsolv answers; lines as they were written. */
    record Block(
            int number,
            List<String> jobs,
            List<String> flags,
            Set<String> resultKinds,
            List<String> result,
            String unfit) {

        List<String> lines(String kind) {
            return result.stream()
                    .filter(line -> line.startsWith(kind + " "))
                    .map(line -> line.substring(kind.length() + 1))
                    .toList();
        }
    }

    private final Path file;
    private final Map<String, List<RpmPackage>> repositories = new LinkedHashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private String arch = "";
    private boolean deb;
    private String systemRepository = "";
    private String unfit = "";

    private List<String> jobs = new ArrayList<>();
    private List<String> flags = new ArrayList<>();
    private List<String> result = new ArrayList<>();
    private Set<String> resultKinds = new HashSet<>();
    private final Set<String> disabled = new HashSet<>();
    private String blockUnfit = "";

    private LibsolvCase(Path file) {
        this.file = file;
    }

    static LibsolvCase read(Path file) throws IOException {
        LibsolvCase read = new LibsolvCase(file);
        read.parse(Files.readAllLines(file));
        return read;
    }

    String name() {
        return file.getFileName().toString();
    }

    List<Block> blocks() {
        return blocks;
    }

    String arch() {
        return arch;
    }

    List<RpmPackage> installed() {
        return repositories.getOrDefault(systemRepository, List.of());
    }

    Universe universe() {
        Map<Nevra, RpmPackage> all = new LinkedHashMap<>();
        repositories.forEach((repository, packages) -> packages.forEach(p -> {
            if (!disabled.contains(written(p))) {
                all.putIfAbsent(p.nevra(), p);
            }
        }));
        return new Universe(deb ? Universe.DEB : new RpmVersions(), all.values());
    }

    /** {@code name-evr.arch@repository}. */
    static String written(RpmPackage one) {
        return one.nevra() + "@" + one.location().repository();
    }

    Optional<RpmPackage> find(String written) {
        return repositories.values().stream()
                .flatMap(List::stream)
                .filter(p -> written(p).equals(written))
                .findFirst();
    }

    private void parse(List<String> lines) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String[] words = line.split(" +");
            List<String> inline = new ArrayList<>();
            if (line.endsWith("<inline>")) {
                while (i + 1 < lines.size() && lines.get(i + 1).startsWith("#>")) {
                    inline.add(lines.get(++i).substring(2));
                }
            }
            switch (words[0]) {
                case "repo" -> repository(words, inline);
                case "system" -> system(words);
                case "solverflags" -> flags.addAll(List.of(words).subList(1, words.length));
                case "job" -> jobs.add(line.substring(4));
                case "disable" -> disabled.add(words[2]);
                case "result" -> {
                    resultKinds.addAll(List.of(words[1].split(",")));
                    result.addAll(inline);
                }
                case "nextjob" -> endBlock();
                case "evrcmp" -> jobs.add(line);
                case "genid", "namespace" -> blockUnfit = words[0];
                default -> {
                    // Comments, features, flags of the pool.
                }
            }
        }
        endBlock();
    }

    private void endBlock() {
        blocks.add(
                new Block(blocks.size() + 1, jobs, flags, resultKinds, result, unfit.isEmpty() ? blockUnfit : unfit));
        jobs = new ArrayList<>();
        flags = new ArrayList<>();
        result = new ArrayList<>();
        resultKinds = new HashSet<>();
        blockUnfit = "";
    }

    private void system(String[] words) {
        arch = words[1].equals("unset") ? "" : words[1];
        deb = words.length > 2 && words[2].equals("deb");
        systemRepository = words.length > 3 ? words[3] : "";
    }

    private void repository(String[] words, List<String> inline) throws IOException {
        if (!words[2].startsWith("0")) {
            unfit = "priorities of repositories";
        }
        List<String> lines = words.length > 4 && !words[4].equals("<inline>")
                ? Files.readAllLines(file.resolveSibling(words[4]))
                : inline;
        List<RpmPackage> packages = new ArrayList<>();
        Optional<Universe.Builder> current = Optional.empty();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (colon < 0) {
                continue;
            }
            String value = line.substring(colon + 2).strip();
            if (line.startsWith("=Pkg:")) {
                current.ifPresent(b -> packages.add(b.build()));
                current = Optional.of(builder(value).repository(words[1]));
            } else if (current.isPresent()) {
                describe(current.get(), line.substring(1, colon), value);
            }
        }
        current.ifPresent(b -> packages.add(b.build()));
        repositories.put(words[1], packages);
    }

    private static Universe.Builder builder(String value) {
        String[] words = value.split(" ");
        return new Universe.Builder(new Nevra(
                words[0],
                Evr.parse(words[1] + (words[2].equals("-") ? "" : "-" + words[2])),
                words.length > 3 ? words[3] : ""));
    }

    private void describe(Universe.Builder builder, String tag, String value) {
        switch (tag) {
            case "Req" -> builder.add("requires", rpmSpelling(value));
            case "Prv" -> {
                if (value.contains(" < ")
                        || value.contains(" > ")
                        || value.contains(" <= ")
                        || value.contains(" >= ")) {
                    unfit = "provides of a range of versions";
                } else {
                    builder.add("provides", value);
                }
            }
            case "Con" -> builder.add("conflicts", rpmSpelling(value));
            case "Obs" -> builder.add("obsoletes", rpmSpelling(value));
            case "Rec" -> builder.add("recommends", rpmSpelling(value));
            case "Sug" -> builder.add("suggests", rpmSpelling(value));
            case "Sup" -> builder.add("supplements", rpmSpelling(value));
            case "Enh" -> builder.add("enhances", rpmSpelling(value));
            default -> {
                // Vendors, file lists and so on decide nothing here.
            }
        }
    }

    /** libsolv's {@code a | b}, {@code a <IF> (b <ELSE> c)} as RPM writes it. */
    private static String rpmSpelling(String dependency) {
        String spelled = dependency
                .replaceFirst("<(IF|UNLESS)> \\((.*) <ELSE> (.*)\\)", "<$1> $2 <ELSE> $3")
                .replace(" & ", " and ")
                .replace(" | ", " or ")
                .replace(" + ", " with ");
        for (String word : List.of("IF", "UNLESS", "ELSE", "WITH", "WITHOUT")) {
            spelled = spelled.replace("<" + word + ">", word.toLowerCase(Locale.ROOT));
        }
        return spelled.matches(".* (and|or|if|unless|with|without) .*") ? "(" + spelled + ")" : spelled;
    }

    /** The dependency that an install job's selection stands for. */
    Dependency selected(String how, String what) {
        if (how.equals("pkg")) {
            RpmPackage one = find(what).orElseThrow(() -> new IllegalArgumentException(file + ": no " + what));
            return Simple.of(one.name(), Dependency.Comparison.EQUAL, one.evr());
        }
        if (how.equals("oneof")) {
            return new Dependency.Or(List.of(what.split(" ")).stream()
                    .map(one -> selected("pkg", one))
                    .toList());
        }
        return DependencyParser.parse(rpmSpelling(what));
    }
}
