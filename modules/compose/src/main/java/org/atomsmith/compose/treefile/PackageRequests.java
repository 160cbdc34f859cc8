package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits the entries of {@code packages}: at white space, but not inside single quotes, so that a request can ask for a
 * version (rpm-ostree's {@code split_whitespace_unless_quoted}). Beyond rpm-ostree, a comparison is recognized without
 * inner quotes too, since no package is called {@code >=}.
 */
final class PackageRequests {
    private static final Set<String> OPERATORS = Set.of("<", "<=", "=", "==", ">=", ">");

    private final Problems problems;

    PackageRequests(Problems problems) {
        this.problems = problems;
    }

    /** The requests of all entries, each once, in order. */
    List<Located<String>> split(List<Located<String>> entries) {
        Map<String, Located<String>> requests = new LinkedHashMap<>();
        for (Located<String> entry : entries) {
            for (String request : joinComparisons(entry, words(entry))) {
                requests.putIfAbsent(request, new Located<>(request, entry.at()));
            }
        }
        return List.copyOf(requests.values());
    }

    /** Whether a request names a group of packages, or with {@code @^} an environment, and no package. */
    static boolean isGroup(String request) {
        return request.startsWith("@");
    }

    private List<String> words(Located<String> entry) {
        List<String> words = new ArrayList<>();
        String[] parts = entry.value().split("'", -1);
        if (parts.length % 2 == 0) {
            problems.error(entry.at(), "a single quote has no partner in '" + entry + "'", "add or remove one");
            return List.of();
        }
        for (int i = 0; i < parts.length; i++) {
            if (i % 2 == 1) {
                words.add(parts[i].strip().replaceAll("\\s+", " "));
            } else {
                Collections.addAll(words, parts[i].split("\\s+", -1));
            }
        }
        words.removeIf(String::isEmpty);
        return words;
    }

    private List<String> joinComparisons(Located<String> entry, List<String> words) {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (!OPERATORS.contains(words.get(i))) {
                requests.add(words.get(i));
            } else if (requests.isEmpty() || i + 1 == words.size() || OPERATORS.contains(words.get(i + 1))) {
                problems.error(
                        entry.at(),
                        "'" + words.get(i) + "' compares nothing in '" + entry + "'",
                        "write: name " + words.get(i) + " version");
                return List.of();
            } else {
                requests.add(requests.removeLast() + " " + words.get(i) + " " + words.get(++i));
            }
        }
        return requests;
    }
}
