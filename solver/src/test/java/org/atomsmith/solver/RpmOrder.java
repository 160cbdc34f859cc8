package org.atomsmith.solver;

import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.VersionScheme;

/** RPM's order of versions (rpmvercmp), or dpkg's rules for provides on top of it, for universes written by hand. */
record RpmOrder(String name, boolean unversionedProvideMatchesVersioned) implements VersionScheme {

    static RpmOrder rpm() {
        return new RpmOrder("rpm", true);
    }

    static RpmOrder deb() {
        return new RpmOrder("deb", false);
    }

    @Override
    public int compare(Evr a, Evr b) {
        int c = Long.compare(a.epoch(), b.epoch());
        c = c != 0 ? c : compare(a.version(), b.version());
        return c != 0 ? c : compare(a.release(), b.release());
    }

    @Override
    public boolean matches(Dependency.Comparison op, Evr wanted, Evr provided) {
        boolean bothReleased =
                !wanted.release().isEmpty() && !provided.release().isEmpty();
        int c = bothReleased
                ? compare(provided, wanted)
                : compare(
                        new Evr(provided.epoch(), provided.version(), ""),
                        new Evr(wanted.epoch(), wanted.version(), ""));
        return switch (op) {
            case ANY -> true;
            case LESS -> c < 0;
            case LESS_OR_EQUAL -> c <= 0;
            case EQUAL -> c == 0;
            case GREATER_OR_EQUAL -> c >= 0;
            case GREATER -> c > 0;
        };
    }

    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (i < a.length() && isSeparator(a.charAt(i))) {
                i++;
            }
            while (j < b.length() && isSeparator(b.charAt(j))) {
                j++;
            }
            int special = special(a, i) - special(b, j);
            if (special != 0 && (special(a, i) < 3 || special(b, j) < 3)) {
                boolean ends = special(a, i) != 0 && special(b, j) != 0 && !marked(a, i) && !marked(b, j);
                if (!ends) {
                    return special;
                }
            }
            if (i >= a.length() || j >= b.length()) {
                break;
            }
            if (a.charAt(i) == '~' || a.charAt(i) == '^') {
                i++;
                j++;
                continue;
            }
            boolean digits = isDigit(a.charAt(i));
            int endA = end(a, i, digits);
            int endB = end(b, j, digits);
            if (endB == j) {
                return digits ? 1 : -1;
            }
            int c = digits
                    ? new java.math.BigInteger(a.substring(i, endA))
                            .compareTo(new java.math.BigInteger(b.substring(j, endB)))
                    : a.substring(i, endA).compareTo(b.substring(j, endB));
            if (c != 0) {
                return c;
            }
            i = endA;
            j = endB;
        }
        return Boolean.compare(i < a.length(), j < b.length());
    }

    /** A tilde sorts before the end, the end before a caret, a caret before anything else. */
    private static int special(String s, int at) {
        if (at >= s.length()) {
            return 1;
        }
        return switch (s.charAt(at)) {
            case '~' -> 0;
            case '^' -> 2;
            default -> 3;
        };
    }

    private static boolean marked(String s, int at) {
        return at < s.length() && (s.charAt(at) == '~' || s.charAt(at) == '^');
    }

    private static int end(String s, int from, boolean digits) {
        int end = from;
        while (end < s.length() && (digits ? isDigit(s.charAt(end)) : isLetter(s.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isSeparator(char c) {
        return !isDigit(c) && !isLetter(c) && c != '~' && c != '^';
    }
}
