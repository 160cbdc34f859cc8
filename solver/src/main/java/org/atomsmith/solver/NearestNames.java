package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that someone may have meant: few edits away, or with the wanted name as one of their parts. */
final class NearestNames {
    private static final int MOST = 5;

    private NearestNames() {}

    /** At most {@value #MOST} names, nearest first. */
    static List<String> to(String wanted, Collection<String> names) {
        record Near(String name, int distance) {}
        int allowed = Math.max(1, Math.min(3, wanted.length() / 4));
        String lower = wanted.toLowerCase(Locale.ROOT);
        List<Near> near = new ArrayList<>();
        for (String name : names) {
            int distance = distance(lower, name.toLowerCase(Locale.ROOT), allowed);
            if (distance <= allowed) {
                near.add(new Near(name, distance));
            } else if (wanted.length() >= 3 && hasPart(name, lower)) {
                near.add(new Near(name, allowed + name.length() - wanted.length()));
            }
        }
        near.sort(Comparator.comparingInt(Near::distance).thenComparing(Near::name));
        return near.stream().limit(MOST).map(Near::name).toList();
    }

    private static boolean hasPart(String name, String part) {
        return name.startsWith(part + "-") || name.endsWith("-" + part);
    }

    /** Insertions, deletions, replacements and swaps of neighbours; {@code most + 1} when there are more than {@code most}. */
    static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            if (least > most) {
                return most + 1;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
