package org.atomsmith.deb;

import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.VersionScheme;

/**
 * Debian's order of versions: deb-version(7), checked against {@code dpkg --compare-versions}. A Debian version
 * {@code [epoch:]upstream[-revision]} is an {@link Evr} whose version is the upstream part, which may hold hyphens, and
 * whose release is the revision, empty for a native package. No revision and the revision {@code 0} are equal in order.
 */
public final class DebVersions implements VersionScheme {
    /** The only instance: the order has no state. */
    public static final DebVersions ORDER = new DebVersions();

    private DebVersions() {}

    @Override
    public String name() {
        return "deb";
    }

    @Override
    public boolean unversionedProvideMatchesVersioned() {
        return false;
    }

    @Override
    public int compare(Evr a, Evr b) {
        int c = Long.compare(a.epoch(), b.epoch());
        if (c == 0) {
            c = compareParts(a.version(), b.version());
        }
        return c != 0 ? c : compareParts(a.release(), b.release());
    }

    /**
     * Compares two upstream parts or two revisions: runs of non-digits by Debian's alphabet ({@code ~} before the end,
     * the end before letters, letters before everything else), then runs of digits by value, and so on.
     */
    static int compareParts(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (i < a.length() && !digit(a.charAt(i)) || j < b.length() && !digit(b.charAt(j))) {
                int c = weight(a, i) - weight(b, j);
                if (c != 0) {
                    return c;
                }
                i++;
                j++;
            }
            i = skipZeros(a, i);
            j = skipZeros(b, j);
            int firstDifference = 0;
            while (i < a.length() && digit(a.charAt(i)) && j < b.length() && digit(b.charAt(j))) {
                if (firstDifference == 0) {
                    firstDifference = a.charAt(i) - b.charAt(j);
                }
                i++;
                j++;
            }
            // The longer run of significant digits is the greater number.
            if (i < a.length() && digit(a.charAt(i))) {
                return 1;
            }
            if (j < b.length() && digit(b.charAt(j))) {
                return -1;
            }
            if (firstDifference != 0) {
                return firstDifference;
            }
        }
        return 0;
    }

    private static int skipZeros(String s, int from) {
        int i = from;
        while (i < s.length() && s.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The rank of a non-digit; digits and the end of the text rank 0. */
    private static int weight(String s, int at) {
        if (at >= s.length()) {
            return 0;
        }
        char c = s.charAt(at);
        if (digit(c)) {
            return 0;
        }
        if (c == '~') {
            return -1;
        }
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        return letter ? c : c + 256;
    }
}
