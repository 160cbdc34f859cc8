package org.atomsmith.solver;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** A set of names in which {@code *} and {@code ?} are wildcards. */
final class Names {
    private final List<Pattern> patterns;

    Names(Collection<String> globs) {
        this.patterns = globs.stream().map(Names::compile).toList();
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    boolean match(String name) {
        return patterns.stream().anyMatch(p -> p.matcher(name).matches());
    }

    private static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString());
    }
}
