package org.atomsmith.disk.iso;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names as ECMA-119 allows them, for readers that know no Rock Ridge: capitals, digits, {@code _}, one dot. */
final class PlainNames {
    private static final int LONGEST = 30;
    private static final int LONGEST_SUFFIX = 8;

    private final Set<String> taken = new HashSet<>();

    /** A directory's name, which no other of this folder has. */
    String directory(String name) {
        return unique(plain(name), "");
    }

    /** A file's name with its version, which no other of this folder has. */
    String file(String name) {
        int dot = name.lastIndexOf('.');
        String suffix = dot < 0 ? "" : plain(name.substring(dot + 1));
        suffix = suffix.substring(0, Math.min(suffix.length(), LONGEST_SUFFIX));
        return unique(plain(dot < 0 ? name : name.substring(0, dot)), "." + suffix) + ";1";
    }

    private String unique(String stem, String end) {
        int room = LONGEST - end.length();
        String candidate = cut(stem, room) + end;
        for (int i = 1; !taken.add(candidate); i++) {
            String number = "_" + i;
            candidate = cut(stem, room - number.length()) + number + end;
        }
        return candidate;
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
