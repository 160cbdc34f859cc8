package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads what a kickstart file says of packages, as rpm-ostree does: {@code %packages} with names, {@code -name} for one that
 * must not come in, {@code @group} and {@code @^environment}, {@code --exclude-weakdeps}; and {@code %include} of files below
 * it. Everything else in it is an installer's business and is passed over. The words are those of pykickstart's reference.
 */
final class KickstartReader {
    private static final String SECTION = "%packages";
    private static final String END = "%end";
    private static final String INCLUDE = "%include";
    private static final Set<String> SECTIONS = Set.of(
            SECTION, "%addon", "%anaconda", "%certificate", "%onerror", "%post", "%pre", "%pre-install", "%traceback");
    /** Arguments that change nothing for a tree that is made without asking anybody. */
    private static final Set<String> HARMLESS =
            Set.of("--default", "--ignoremissing", "--ignorebroken", "--timeout", "--retries");

    private final SourceText source;
    private final Problems problems;
    private final List<Node> packages = new ArrayList<>();
    private final List<Node> excluded = new ArrayList<>();
    private final List<Node> includes = new ArrayList<>();
    private final List<Node> languages = new ArrayList<>();
    private final Settings settings = new Settings();

    KickstartReader(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** The settings that the file comes to; mistakes are noted. */
    Settings read() {
        String section = "";
        Position begin = at(0, 0);
        for (int number = 1; number <= source.lines().size(); number++) {
            String line = withoutComment(source.line(number));
            String word = line.strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
            if (word.equals(INCLUDE) && (section.isEmpty() || section.equals(SECTION))) {
                include(number, line);
            } else if (section.isEmpty() && SECTIONS.contains(word)) {
                section = word;
                begin = at(number, 1);
                if (section.equals(SECTION)) {
                    arguments(number, line);
                }
            } else if (!section.isEmpty() && word.equals(END)) {
                section = "";
            } else if (section.equals(SECTION) && !line.isBlank()) {
                entry(number, line);
            }
        }
        if (!section.isEmpty()) {
            problems.error(begin, "'" + section + "' has no end", "write '" + END + "' in a line of its own");
        }
        set(Key.PACKAGES, packages);
        set(Key.EXCLUDE_PACKAGES, excluded);
        set(Key.INCLUDE, includes);
        set(Key.INSTALL_LANGS, languages);
        return settings;
    }

    private void entry(int number, String line) {
        String text = line.strip();
        int column = column(line, line.indexOf(text));
        if (text.startsWith("-@")) {
            problems.error(
                    at(number, column),
                    "leaving out a group, '" + text + "', is not built: packages of it may be wanted by others",
                    "name its packages, each with '-'");
        } else if (text.startsWith("-")) {
            excluded.add(string(number, column, text.substring(1).strip()));
        } else if (text.startsWith("@")) {
            String group = text.split("\\s+", 2)[0];
            if (!group.equals(text)) {
                problems.error(
                        at(number, column + group.length() + 1),
                        "arguments of a group, '" + text
                                + "', are not built: a group is its mandatory and default packages",
                        "remove them");
            }
            packages.add(string(number, column, group));
        } else {
            packages.add(string(number, column, text));
        }
    }

    private void arguments(int number, String line) {
        int from = line.toLowerCase(Locale.ROOT).indexOf(SECTION) + SECTION.length();
        List<String> known = new ArrayList<>(
                List.of("--exclude-weakdeps", "--excludeWeakdeps", "--excludedocs", "--nocore", "--inst-langs"));
        known.addAll(HARMLESS);
        Set<String> seen = new HashSet<>();
        for (String word : line.substring(from).strip().split("\\s+")) {
            String[] parts = word.split("=", 2);
            Position at = at(number, column(line, line.indexOf(word, from)));
            switch (parts[0]) {
                case "" -> {}
                case "--exclude-weakdeps", "--excludeWeakdeps" -> settings.set(Key.RECOMMENDS, bool(at, false));
                case "--excludedocs" -> settings.set(Key.DOCUMENTATION, bool(at, false));
                // What is not asked for is not in a tree: there is no core to leave out.
                case "--nocore" -> {}
                case "--inst-langs" ->
                    Arrays.stream(parts.length > 1 ? parts[1].split(",") : new String[0])
                            .filter(language -> !language.isBlank() && seen.add(language))
                            .forEach(language -> languages.add(new Node.Scalar(at, language, Node.Kind.STRING)));
                default -> {
                    if (!HARMLESS.contains(parts[0])) {
                        problems.error(
                                at,
                                "the argument '" + parts[0] + "' of '" + SECTION + "' is not built",
                                Nearest.question(parts[0], known));
                    }
                }
            }
        }
    }

    private void include(int number, String line) {
        String name = line.strip().substring(INCLUDE.length()).strip();
        int column = column(line, Math.max(0, line.indexOf(name)));
        if (name.isEmpty()
                || name.startsWith("/")
                || Arrays.asList(name.split("/")).contains("..")) {
            problems.error(
                    at(number, column), "'" + INCLUDE + " " + name + "' names no file below this one's directory", "");
        } else {
            includes.add(string(number, column, name));
        }
    }

    private void set(Key key, List<Node> items) {
        if (!items.isEmpty()) {
            settings.set(key, Node.Sequence.of(items.getFirst().at(), items));
        }
    }

    private static String withoutComment(String line) {
        int hash = line.indexOf('#');
        return hash < 0 ? line : line.substring(0, hash);
    }

    private Node.Scalar string(int line, int column, String text) {
        return new Node.Scalar(at(line, column), text, Node.Kind.STRING);
    }

    private static Node.Scalar bool(Position at, boolean value) {
        return new Node.Scalar(at, Boolean.toString(value), Node.Kind.BOOLEAN);
    }

    private static int column(String line, int unit) {
        return line.codePointCount(0, unit) + 1;
    }

    private Position at(int line, int column) {
        return new Position(source, line, column);
    }
}
