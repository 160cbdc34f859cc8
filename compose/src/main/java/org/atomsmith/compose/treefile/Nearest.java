package org.atomsmith.compose.treefile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a person probably meant. */
final class Nearest {
    private Nearest() {}

    /** {@code did you mean 'packages'?}, or what is allowed if nothing is near and little is allowed, or nothing. */
    static String question(String written, Collection<String> allowed) {
        return to(written, allowed)
                .map(near -> "did you mean '" + near + "'?")
                .orElse(allowed.size() <= 6 ? "known are " + String.join(", ", allowed) : "");
    }

    /** The allowed word with the fewest typing mistakes between it and the written one, if they are few. */
    static Optional<String> to(String written, Collection<String> allowed) {
        String plain = written.replace('_', '-');
        int few = Math.max(1, plain.length() / 3);
        return allowed.stream()
                .filter(word -> Math.abs(word.length() - plain.length()) <= few)
                .filter(word -> distance(plain, word) <= few)
                .min(Comparator.comparingInt((String word) -> distance(plain, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Letters to insert, delete, replace, or swap with their neighbour (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
