package org.atomsmith.ostree.selinux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.atomsmith.linux.FileKind;

/**
 * The label that each path gets, by the files {@code file_contexts} of a policy, as {@code selabel_lookup(3)} finds it:
 * a rule without special characters before one with them, and the later of two. Immutable.
 */
public final class FileContexts {
    private static final String NONE = "<<none>>";
    private static final String META = ".^$?*+|[({";

    private final List<Rule> rules;
    private final Map<String, String> substitutions;

    /**
     * One line.
     *
     * @param prefix what every path begins with that it can match
     * @param exact whether the prefix is the whole path
     * @param pattern what paths are
     * @param kind the kind of file that it is for; every kind, when absent
     * @param context the label
     */
    private record Rule(String prefix, boolean exact, Pattern pattern, Optional<FileKind> kind, String context) {
        boolean matches(String path, FileKind of) {
            return path.startsWith(prefix)
                    && (kind.isEmpty() || kind.get() == of)
                    && (exact
                            ? path.length() == prefix.length()
                            : pattern.matcher(path).matches());
        }
    }

    private FileContexts(List<Rule> rules, Map<String, String> substitutions) {
        this.rules = rules;
        this.substitutions = substitutions;
    }

    /** Gives the text of a file of the policy's system, by its path from the root; empty when there is none. */
    @FunctionalInterface
    public interface Files {
        /** Reads a file. */
        Optional<String> read(String path) throws IOException;
    }

    /**
     * Reads the policy of a system.
     *
     * @return empty when the system has none
     * @throws SelinuxPolicyException for a line that cannot be read
     */
    public static Optional<FileContexts> load(Files files) throws IOException {
        for (String etc : List.of("/etc/selinux/", "/usr/etc/selinux/")) {
            Optional<String> config = files.read(etc + "config");
            if (config.isPresent()) {
                return type(config.get())
                                .map(type -> etc + type + "/contexts/files/")
                                .isPresent()
                        ? Optional.of(read(files, etc + type(config.get()).orElseThrow() + "/contexts/files/"))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<String> type(String config) {
        for (String line : config.split("\n", -1)) {
            String trimmed = line.strip();
            if (trimmed.startsWith("SELINUXTYPE=")) {
                return Optional.of(trimmed.substring("SELINUXTYPE=".length()).strip());
            }
        }
        return Optional.empty();
    }

    private static FileContexts read(Files files, String directory) throws IOException {
        List<Rule> patterns = new ArrayList<>();
        List<Rule> exact = new ArrayList<>();
        for (String name : List.of("file_contexts", "file_contexts.homedirs", "file_contexts.local")) {
            Optional<String> text = files.read(directory + name);
            for (String line : text.map(all -> all.split("\n", -1)).orElse(new String[0])) {
                Optional<Rule> rule = rule(line.strip(), directory + name);
                rule.ifPresent(found -> (found.exact ? exact : patterns).add(found));
            }
        }
        List<Rule> ordered = new ArrayList<>(exact.reversed());
        ordered.addAll(patterns.reversed());
        Map<String, String> substitutions = new LinkedHashMap<>();
        for (String name : List.of("file_contexts.subs_dist", "file_contexts.subs")) {
            for (String line : files.read(directory + name).orElse("").split("\n", -1)) {
                String[] words = line.strip().split("\\s+", -1);
                if (words.length == 2 && words[0].startsWith("/")) {
                    substitutions.put(words[0], words[1]);
                }
            }
        }
        return new FileContexts(ordered, substitutions);
    }

    private static Optional<Rule> rule(String line, String file) throws SelinuxPolicyException {
        if (line.isEmpty() || line.startsWith("#")) {
            return Optional.empty();
        }
        String[] words = line.split("\\s+", -1);
        if (words.length < 2 || words.length > 3) {
            throw new SelinuxPolicyException(file + ": expected PATH [KIND] CONTEXT, found '" + line + "'");
        }
        int literal = 0;
        StringBuilder prefix = new StringBuilder();
        while (literal < words[0].length() && META.indexOf(words[0].charAt(literal)) < 0) {
            if (words[0].charAt(literal) == '\\' && literal + 1 < words[0].length()) {
                literal++;
            }
            prefix.append(words[0].charAt(literal++));
        }
        boolean exact = literal == words[0].length();
        if (!exact && prefix.length() > 0 && "?*{".indexOf(words[0].charAt(literal)) >= 0) {
            // The last character may be missing.
            prefix.setLength(prefix.length() - 1);
        }
        // With an alternative at the top, what is before the bar need not be there.
        String before = words[0].indexOf('|') >= 0 && words[0].indexOf('(') < 0 ? "" : prefix.toString();
        try {
            return Optional.of(new Rule(
                    before,
                    exact,
                    Pattern.compile(words[0], Pattern.DOTALL),
                    words.length == 3 ? kind(words[1], file) : Optional.empty(),
                    words[words.length - 1]));
        } catch (PatternSyntaxException e) {
            throw new SelinuxPolicyException(file + ": '" + words[0] + "' is no pattern: " + e.getDescription());
        }
    }

    private static Optional<FileKind> kind(String text, String file) throws SelinuxPolicyException {
        return Optional.of(
                switch (text) {
                    case "--" -> FileKind.REGULAR;
                    case "-d" -> FileKind.DIRECTORY;
                    case "-l" -> FileKind.SYMLINK;
                    case "-c" -> FileKind.CHARACTER_DEVICE;
                    case "-b" -> FileKind.BLOCK_DEVICE;
                    case "-p" -> FileKind.FIFO;
                    case "-s" -> FileKind.SOCKET;
                    default -> throw new SelinuxPolicyException(file + ": no kind of file is called '" + text + "'");
                });
    }

    /**
     * The label of a path; empty when the policy says that it has none, or nothing.
     *
     * @param mode {@code st_mode}
     */
    public Optional<String> label(String path, int mode) {
        String at = substituted(path);
        FileKind kind = FileKind.of(mode);
        for (Rule rule : rules) {
            if (rule.matches(at, kind)) {
                return Optional.of(rule.context).filter(context -> !context.equals(NONE));
            }
        }
        return Optional.empty();
    }

    private String substituted(String path) {
        for (Map.Entry<String, String> substitution : substitutions.entrySet()) {
            String from = substitution.getKey();
            if (path.startsWith(from) && (path.length() == from.length() || path.charAt(from.length()) == '/')) {
                return substitution.getValue() + path.substring(from.length());
            }
        }
        return path;
    }
}
