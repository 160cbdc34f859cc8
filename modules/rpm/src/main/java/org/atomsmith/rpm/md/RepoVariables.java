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
    private static final Pattern VARIABLE = Pattern.compile("\\\\\\$|\\$(?:\\{([A-Za-z0-9_]+)}|([A-Za-z0-9_]+))");

    private final TreeMap<String, String> values;

    /** Variables by name, without the dollar sign. */
    public RepoVariables(Map<String, String> values) {
        this.values = new TreeMap<>(values);
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

    /** Replaces {@code $name} and <code>${name}</code>; {@code \$} is a dollar sign. */
    String substitute(String text) throws UnknownVariableException {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String name = Optional.ofNullable(matcher.group(1))
                    .or(() -> Optional.ofNullable(matcher.group(2)))
                    .orElse("");
            String value = name.isEmpty() ? "$" : values.get(name);
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
