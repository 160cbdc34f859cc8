package org.atomsmith.deb;

import java.util.Arrays;

/**
 * The fast pass over a part of a {@code Packages} file: where each stanza begins, its package's name, the names in its
 * {@code Provides}, and whether it is essential or enhances others. It looks at the first letter of each line and at
 * nothing else; fields are only really parsed when a package is looked up.
 */
final class PackagesScan {
    private final byte[] text;
    private final int end;
    private int at;

    /** Offsets of stanzas. */
    final Ints starts = new Ints(1 << 15);
    /** For each stanza the offset of its package's name. */
    final Ints names = new Ints(1 << 15);
    /** Provided names: the stanza's number in this part, then the name's offset. */
    final Ints provides = new Ints(1 << 15);
    /** Numbers of stanzas with {@code Essential: yes}. */
    final Ints essential = new Ints(64);
    /** Numbers of stanzas with {@code Enhances}. */
    final Ints enhancing = new Ints(1 << 10);

    /** Prepares to scan {@code text} from {@code start}, which begins a stanza or precedes one, to {@code end}. */
    PackagesScan(byte[] text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    /** Scans. */
    PackagesScan run() {
        boolean inside = false;
        while (at < end) {
            byte first = text[at];
            if (first == '\n') {
                inside = false;
                at++;
                continue;
            }
            if (!inside) {
                inside = true;
                starts.add(at);
                names.add(-1);
            }
            int letter = first | 0x20;
            if (letter == 'p') {
                packageOrProvides();
            } else if (letter == 'e') {
                essentialOrEnhances();
            }
            skipLine();
        }
        return this;
    }

    private void packageOrProvides() {
        if (is("package:")) {
            at = skipBlanks(at + 8);
            names.setLast(at);
        } else if (is("provides:")) {
            at += 9;
            do {
                providedNames();
            } while (at + 1 < end && (text[at + 1] == ' ' || text[at + 1] == '\t') && ++at < end);
        }
    }

    private void providedNames() {
        while (true) {
            at = skipBlanks(at);
            if (at >= end || text[at] == '\n') {
                return;
            }
            if (text[at] != ',') {
                provides.add(starts.size() - 1);
                provides.add(at);
            }
            while (at < end && text[at] != ',' && text[at] != '\n') {
                at++;
            }
            if (at < end && text[at] == ',') {
                at++;
            }
        }
    }

    private void essentialOrEnhances() {
        if (is("essential:")) {
            int value = skipBlanks(at + 10);
            if (value + 3 <= end && text[value] == 'y' && text[value + 1] == 'e' && text[value + 2] == 's') {
                essential.add(starts.size() - 1);
            }
        } else if (is("enhances:")) {
            enhancing.add(starts.size() - 1);
        }
    }

    private boolean is(String lowerCase) {
        if (at + lowerCase.length() > end) {
            return false;
        }
        for (int i = 1; i < lowerCase.length(); i++) {
            int c = text[at + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < end && (text[i] == ' ' || text[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** Goes behind the next line feed; the loop that takes nearly all of the time. */
    private void skipLine() {
        byte[] bytes = text;
        int i = at;
        int last = end;
        while (i < last && bytes[i] != '\n') {
            i++;
        }
        at = i + 1;
    }

    /** A list of ints without boxes. */
    static final class Ints {
        private int[] values;
        private int size;

        Ints(int capacity) {
            values = new int[capacity];
        }

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        void setLast(int value) {
            values[size - 1] = value;
        }

        int get(int index) {
            return values[index];
        }

        int size() {
            return size;
        }
    }
}
