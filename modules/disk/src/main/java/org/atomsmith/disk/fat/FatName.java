package org.atomsmith.disk.fat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The two names of a file: the short one in capitals that every entry has, and the long one in entries of its own
 * (Microsoft, FAT specification, 2000, "Long directory entries").
 *
 * @param longName as in the tree
 * @param shortName 11 bytes, eight for the base and three for the extension, filled up with blanks
 * @param needsLong whether the short name does not say it all
 */
record FatName(String longName, byte[] shortName, boolean needsLong) {
    private static final int BASE = 8;
    private static final int EXTENSION = 3;
    private static final int CHARACTERS_PER_ENTRY = 13;
    private static final String SHORT_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'()-@^_`{}~";
    private static final String NEVER = "\"*/:<>?\\|";
    private static final int MOST_TAILS = 999_999;

    /**
     * Finds the names of a file.
     *
     * @param taken the short names of the directory so far; the new one is added
     * @param path the file, for messages
     * @throws IllegalArgumentException when FAT cannot hold the name
     */
    static FatName of(String name, Set<String> taken, String path) {
        boolean impossible = name.chars().anyMatch(c -> c < ' ' || NEVER.indexOf(c) >= 0);
        if (impossible || name.endsWith(".") || name.endsWith(" ") || name.length() > 255) {
            throw new IllegalArgumentException(path + ": FAT cannot hold a file of this name");
        }
        int dot = name.lastIndexOf('.');
        String base = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot + 1) : "";
        if (isShort(base, BASE) && !base.isEmpty() && isShort(extension, EXTENSION)) {
            byte[] exact = join(base, extension);
            if (taken.add(text(exact))) {
                return new FatName(name, exact, false);
            }
        }
        return new FatName(name, tailed(shorten(base), shorten(extension), taken, path), true);
    }

    private static boolean isShort(String part, int most) {
        return part.length() <= most && part.chars().allMatch(c -> SHORT_CHARACTERS.indexOf(c) >= 0);
    }

    /** Capitals, without blanks and dots, and with {@code _} for what short names cannot have. */
    private static String shorten(String part) {
        StringBuilder out = new StringBuilder();
        for (char c : part.toUpperCase(Locale.ROOT).toCharArray()) {
            if (c != ' ' && c != '.') {
                out.append(SHORT_CHARACTERS.indexOf(c) >= 0 ? c : '_');
            }
        }
        return out.toString();
    }

    private static byte[] tailed(String base, String extension, Set<String> taken, String path) {
        String stem = base.isEmpty() ? "_" : base;
        for (int i = 1; i <= MOST_TAILS; i++) {
            String tail = "~" + i;
            byte[] name = join(stem.substring(0, Math.min(stem.length(), BASE - tail.length())) + tail, extension);
            if (taken.add(text(name))) {
                return name;
            }
        }
        throw new IllegalArgumentException(path + ": too many names of one FAT directory begin alike");
    }

    private static byte[] join(String base, String extension) {
        byte[] name = new byte[BASE + EXTENSION];
        Arrays.fill(name, (byte) ' ');
        byte[] front = base.getBytes(StandardCharsets.US_ASCII);
        byte[] back = extension.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(front, 0, name, 0, Math.min(front.length, BASE));
        System.arraycopy(back, 0, name, BASE, Math.min(back.length, EXTENSION));
        return name;
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.US_ASCII);
    }

    /** How many entries of a directory the file takes. */
    int entries() {
        return 1 + (needsLong ? Math.ceilDiv(longName.length(), CHARACTERS_PER_ENTRY) : 0);
    }

    /** The 13 characters of one entry of the long name: zero behind its end, then ones. */
    char[] part(int number) {
        char[] part = new char[CHARACTERS_PER_ENTRY];
        for (int i = 0; i < CHARACTERS_PER_ENTRY; i++) {
            int at = number * CHARACTERS_PER_ENTRY + i;
            part[i] = at < longName.length() ? longName.charAt(at) : at == longName.length() ? '\0' : '\uffff';
        }
        return part;
    }

    /** The sum over the short name that ties the entries of the long name to it. */
    byte checksum() {
        int sum = 0;
        for (byte b : shortName) {
            sum = ((sum & 1) << 7) + ((sum & 0xff) >> 1) + (b & 0xff);
        }
        return (byte) sum;
    }
}
