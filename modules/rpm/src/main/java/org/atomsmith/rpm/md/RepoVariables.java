package org.atomsmith.rpm.md;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.rpm.NearNames;

/** Values of yum's variables, such as {@code $releasever} and {@code $basearch}. */
public final class RepoVariables {
    private static final Pattern VARIABLE =
            Pattern.compile("\\\\\\$|\\$(?:\\{([A-Za-z0-9_]+)(?::([-+])([^{}$]*))?}|([A-Za-z0-9_]+))");

    private final TreeMap<String, String> values;

    /**
     * Variables by name, without the dollar sign. {@code releasever_major} and {@code releasever_minor} follow from
     * {@code releasever} unless they are given.
     */
    public RepoVariables(Map<String, String> values) {
        this.values = new TreeMap<>(values);
        String release = this.values.get("releasever");
        if (release != null) {
            int dot = release.indexOf('.');
            this.values.putIfAbsent("releasever_major", dot < 0 ? release : release.substring(0, dot));
            this.values.putIfAbsent("releasever_minor", dot < 0 ? "" : release.substring(dot + 1));
        }
    }

    /** A variable that has no value. */
    static final class UnknownVariableException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int offset;

        UnknownVariableException(String message, int offset) {
            super(message);
            this.offset = offset;
        }

        /** Where in the text the variable begins. */
        int offset() {
            return offset;
        }
    }

    /**
     * Replaces {@code $name} and <code>${name}</code>; {@code \$} is a dollar sign. As dnf 5 has it,
     * <code>${name:-word}</code> is the word when the variable has no value, <code>${name:+word}</code> when it has one.
     */
    String substitute(String text) throws UnknownVariableException {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String name = Optional.ofNullable(matcher.group(1))
                    .or(() -> Optional.ofNullable(matcher.group(4)))
                    .orElse("");
            String value = name.isEmpty() ? "$" : values.get(name);
            String word = Optional.ofNullable(matcher.group(3)).orElse("");
            if ("-".equals(matcher.group(2))) {
                value = value == null || value.isEmpty() ? word : value;
            } else if ("+".equals(matcher.group(2))) {
                value = value == null || value.isEmpty() ? "" : word;
            }
            if (value == null) {
                throw new UnknownVariableException(
                        "variable $" + name + " has no value" + hint(name, values.keySet())
                                + "; the treefile's 'repovars' can give it one",
                        matcher.start());
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }

    /** {@code " (did you mean 'x'?)"}, or nothing. */
    static String hint(String found, Collection<String> names) {
        return NearNames.of(found, names, 1).stream()
                .findFirst()
                .map(name -> " (did you mean '" + name + "'?)")
                .orElse("");
    }
}
