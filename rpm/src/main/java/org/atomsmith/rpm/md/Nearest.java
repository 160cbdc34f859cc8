package org.atomsmith.rpm.md;

import java.util.Collection;
import java.util.Locale;

/** Finds what was probably meant. */
final class Nearest {
    private Nearest() {}

    /** {@code " (did you mean 'x'?)"} when one of the names is near enough to what was found, else nothing. */
    static String hint(String found, Collection<String> names) {
        String best = "";
        int least = Math.max(2, found.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(found.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? "" : " (did you mean '" + best + "'?)";
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
