package org.atomsmith.compose.treefile;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a treefile and what it includes, and merges it all in rpm-ostree's order: {@code include}, {@code arch-include},
 * then {@code conditional-include}.
 */
final class TreefileLoader {
    private static final int MAX_FILES = 64;

    private final String basearch;
    private final Problems problems;
    private final Map<Path, String> included = new LinkedHashMap<>();
    private final List<Path> files = new ArrayList<>();
    private boolean readable = true;
    private final Map<String, Object> variables = new TreeMap<>();

    TreefileLoader(String basearch, Problems problems) {
        this.basearch = basearch;
        this.problems = problems;
        variables.put("basearch", basearch);
    }

    /** Everything that was read, in the order of reading. */
    List<Path> files() {
        return List.copyOf(files);
    }

    /** Whether every file could be read and parsed: if not, what is missing may stand in the others. */
    boolean isReadable() {
        return readable;
    }

    /** The variables that were seen: Boolean, Long or String. */
    Map<String, Object> variables() {
        return variables;
    }

    /** Reads the first treefile and merges what it includes. */
    Settings load(Path file) {
        return load(file, TextDocument.whole(file), "no such treefile: looked at " + file.toAbsolutePath());
    }

    private Settings load(Path file, Position cause, String whenMissing) {
        try {
            Path real = file.toRealPath();
            String before = included.putIfAbsent(real, cause.line() == 0 ? "it is the first one" : "first at " + cause);
            if (before != null) {
                problems.error(cause, "'" + file + "' is included twice: " + before, "remove one");
                return new Settings();
            }
            if (included.size() > MAX_FILES) {
                problems.error(cause, "more than " + MAX_FILES + " treefiles", "");
                return new Settings();
            }
            files.add(file);
            return parse(TextDocument.read(file));
        } catch (NoSuchFileException e) {
            problems.error(cause, whenMissing, "check the name");
        } catch (IOException e) {
            problems.error(cause, "cannot read " + file.toAbsolutePath() + ": " + reason(file, e), "");
        } catch (TreefileException e) {
            problems.addAll(e);
        }
        readable = false;
        return new Settings();
    }

    private static String reason(Path file, IOException failure) {
        return Files.isDirectory(file)
                ? "it is a directory"
                : failure instanceof AccessDeniedException ? "permission denied" : String.valueOf(failure.getMessage());
    }

    private Settings parse(TextDocument document) {
        boolean kickstart = document.source().path().toString().endsWith(".ks");
        Settings settings = kickstart
                ? new KickstartReader(document.source(), problems).read()
                : new SettingsParser(basearch, document.isYaml(), problems).parse(document.parse());
        Path file = document.source().path();
        checkArchitecture(settings);
        defineVariables(settings);
        List<Located<String>> includes = new ArrayList<>();
        settings.get(Key.INCLUDE).ifPresent(node -> includes.addAll(names(node)));
        settings.get(Key.ARCH_INCLUDE)
                .flatMap(node -> ((Node.Mapping) node).get(basearch))
                .ifPresent(node -> includes.addAll(names(node)));
        for (Node condition : settings.items(Key.CONDITIONAL_INCLUDE)) {
            Node.Mapping mapping = (Node.Mapping) condition;
            if (new Conditions(variables, problems).hold(mapping.get("if").orElseThrow())) {
                include(settings, mapping.get("include").orElseThrow(), document.isYaml(), includes);
            }
        }
        List.of(Key.INCLUDE, Key.ARCH_INCLUDE, Key.CONDITIONAL_INCLUDE).forEach(settings::remove);
        for (Located<String> include : includes) {
            Optional<Path> path = Lookup.beside(file, include.value());
            if (path.isEmpty()) {
                problems.error(include.at(), "'" + include + "' is no path", "");
            } else {
                String missing = "included file '" + include + "' not found: looked at "
                        + path.get().toAbsolutePath();
                settings.mergeIncluded(load(path.get(), include.at(), missing));
            }
        }
        return settings;
    }

    private void include(Settings settings, Node what, boolean strict, List<Located<String>> includes) {
        if (!(what instanceof Node.Mapping inline)) {
            includes.addAll(names(what));
            return;
        }
        Settings inPlace = new SettingsParser(basearch, strict, problems).parse(inline);
        for (Key key : List.of(Key.INCLUDE, Key.ARCH_INCLUDE, Key.CONDITIONAL_INCLUDE, Key.VARIABLES)) {
            inPlace.get(key)
                    .ifPresent(node -> problems.error(
                            node.at(),
                            "'" + key.word() + "' cannot stand in a treefile in place",
                            "give it a file of its own"));
            inPlace.remove(key);
        }
        settings.mergeIncluded(inPlace);
    }

    private static List<Located<String>> names(Node node) {
        List<? extends Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
        return items.stream()
                .map(item -> new Located<>(((Node.Scalar) item).text(), item.at()))
                .toList();
    }

    private void checkArchitecture(Settings settings) {
        Optional<Located<String>> asserted = settings.text(Key.BASEARCH);
        if (asserted.isPresent() && !asserted.get().value().equals(basearch)) {
            problems.error(
                    asserted.get().at(),
                    "'basearch' is " + asserted.get() + ", but this machine is " + basearch,
                    "compose on a machine of that architecture");
        }
    }

    /** What the including files said stays. */
    private void defineVariables(Settings settings) {
        settings.get(Key.RELEASEVER).ifPresent(node -> variables.putIfAbsent("releasever", variable(node)));
        if (settings.get(Key.VARIABLES).orElse(null) instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                if (entry.name().equals("basearch") || entry.name().equals("releasever")) {
                    problems.error(
                            entry.key().at(),
                            "the variable '" + entry.name() + "' is always defined",
                            "use the key '" + entry.name() + "'");
                } else if (!entry.name().matches("[A-Za-z0-9_]+")) {
                    problems.error(
                            entry.key().at(),
                            "'" + entry.name() + "' cannot name a variable",
                            "use letters, digits and '_'");
                } else {
                    variables.putIfAbsent(entry.name(), variable(entry.value()));
                }
            }
        }
    }

    /** A fraction, as a releasever may be, and a number beyond 64 bits compare as text. */
    private static Object variable(Node node) {
        return node.plain() instanceof Double ? ((Node.Scalar) node).text() : node.plain();
    }
}
