package org.atomsmith.rpm;

/**
 * RPM's version order and range matching, as {@code rpmvercmp} and {@code rpmdsCompare} of RPM 4.18 define them, with
 * {@code ~} (before) and {@code ^} (after).
 */
public final class RpmVersions implements VersionScheme {

    @Override
    public String name() {
        return "rpm";
    }

    @Override
    public boolean unversionedProvideMatchesVersioned() {
        return true;
    }

    /** Orders by epoch, then version, then release; an empty release sorts first. */
    @Override
    public int compare(Evr a, Evr b) {
        int c = compareWithoutRelease(a, b);
        return c != 0 ? c : compareSegments(a.release(), b.release());
    }

    /** A side without a release stands for every release of its version, provided that it includes that version. */
    @Override
    public boolean matches(Dependency.Comparison op, Evr wanted, Evr provided) {
        if (!wanted.release().isEmpty() && !provided.release().isEmpty()) {
            return VersionScheme.super.matches(op, wanted, provided);
        }
        int c = compareWithoutRelease(provided, wanted);
        return switch (op) {
            case ANY -> true;
            case LESS -> c < 0 || (c == 0 && lacksReleaseOnly(provided, wanted));
            case LESS_OR_EQUAL -> c <= 0;
            case EQUAL -> c == 0;
            case GREATER_OR_EQUAL -> c >= 0;
            case GREATER -> c > 0 || (c == 0 && lacksReleaseOnly(provided, wanted));
        };
    }

    /** As {@link #matches}: the side without a release must include its version. */
    @Override
    public boolean overlap(Dependency.Comparison providedOp, Evr provided, Dependency.Comparison op, Evr wanted) {
        boolean sameDirection = (op.includesLess() && providedOp.includesLess())
                || (op.includesGreater() && providedOp.includesGreater());
        if (!sameDirection && compareWithoutRelease(provided, wanted) == 0) {
            if (provided.release().isEmpty() && !wanted.release().isEmpty()) {
                return providedOp.includesEqual();
            }
            if (wanted.release().isEmpty() && !provided.release().isEmpty()) {
                return op.includesEqual();
            }
        }
        return VersionScheme.super.overlap(providedOp, provided, op, wanted);
    }

    private static boolean lacksReleaseOnly(Evr provided, Evr wanted) {
        return provided.release().isEmpty() && !wanted.release().isEmpty();
    }

    private static int compareWithoutRelease(Evr a, Evr b) {
        int c = Long.compare(a.epoch(), b.epoch());
        return c != 0 ? c : compareSegments(a.version(), b.version());
    }

    /**
     * Compares two versions or two releases: by segments of digits or of letters, whatever separates them.
     *
     * @return -1, 0 or 1
     */
    public static int compareSegments(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            i = skipSeparators(a, i);
            j = skipSeparators(b, j);
            char x = i < a.length() ? a.charAt(i) : 0;
            char y = j < b.length() ? b.charAt(j) : 0;
            if (x == '~' || y == '~') {
                if (x != y) {
                    return x == '~' ? -1 : 1;
                }
                i++;
                j++;
                continue;
            }
            if (x == '^' || y == '^') {
                if (x != y) {
                    return x == 0 || (x == '^' && y != 0) ? -1 : 1;
                }
                i++;
                j++;
                continue;
            }
            if (x == 0 || y == 0) {
                break;
            }
            boolean digits = isDigit(x);
            if (digits != isDigit(y)) {
                return digits ? 1 : -1;
            }
            int iEnd = segmentEnd(a, i, digits);
            int jEnd = segmentEnd(b, j, digits);
            int c = digits
                    ? compareNumbers(a, i, iEnd, b, j, jEnd)
                    : Integer.signum(a.substring(i, iEnd).compareTo(b.substring(j, jEnd)));
            if (c != 0) {
                return c;
            }
            i = iEnd;
            j = jEnd;
        }
        return Boolean.compare(i < a.length(), j < b.length());
    }

    private static int compareNumbers(String a, int from, int to, String b, int otherFrom, int otherTo) {
        int i = from;
        int j = otherFrom;
        while (i < to && a.charAt(i) == '0') {
            i++;
        }
        while (j < otherTo && b.charAt(j) == '0') {
            j++;
        }
        int c = Integer.compare(to - i, otherTo - j);
        return c != 0 ? c : Integer.signum(a.substring(i, to).compareTo(b.substring(j, otherTo)));
    }

    private static int skipSeparators(String text, int from) {
        int i = from;
        while (i < text.length() && !isAlphanumeric(text.charAt(i)) && text.charAt(i) != '~' && text.charAt(i) != '^') {
            i++;
        }
        return i;
    }

    private static int segmentEnd(String text, int from, boolean digits) {
        int i = from;
        while (i < text.length() && isAlphanumeric(text.charAt(i)) && isDigit(text.charAt(i)) == digits) {
            i++;
        }
        return i;
    }

    private static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
