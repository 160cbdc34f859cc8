package org.atomsmith.rpm;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that a person may have meant: what every "did you mean" is made from. */
public final class NearNames {
    private NearNames() {}

    /**
     * The names with the fewest typing mistakes between them and the written one, best first.
     *
     * @param most how many are returned at most; none when all are far away
     */
    public static List<String> of(String written, Collection<String> names, int most) {
        String plain = plain(written);
        int few = Math.max(1, plain.length() / 3);
        return names.stream()
                .filter(name -> Math.abs(name.length() - plain.length()) <= few || name.contains(plain))
                .map(name -> new Candidate(name, distance(plain, plain(name))))
                .filter(c -> c.mistakes <= few || (plain.length() >= 4 && c.name.startsWith(plain)))
                .sorted(Comparator.comparingInt(Candidate::mistakes).thenComparing(Candidate::name))
                .limit(most)
                .map(Candidate::name)
                .toList();
    }

    private record Candidate(String name, int mistakes) {}

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
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
