package org.atomsmith.rpm.query;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.atomsmith.rpm.file.PackageFile;

/** A package's files as {@code rpm -qplv} prints them. */
public final class FileLines {
    private static final long HALF_A_YEAR = 6L * 30 * 24 * 3600;
    private static final long HOUR = 3600;
    private static final DateTimeFormatter RECENT = DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM ppd  yyyy", Locale.ROOT);
    private static final int TYPE = 0170000;

    private final ZoneId zone;
    private final Instant now;

    /** Lines in a time zone; what is older than half a year shows its year and no hour. */
    public FileLines(ZoneId zone, Instant now) {
        this.zone = zone;
        this.now = now;
    }

    /** One file. */
    public String of(PackageFile file) {
        int type = file.mode() & TYPE;
        boolean device = type == 0020000 || type == 0060000;
        String size = device
                ? String.format(Locale.ROOT, "%3d, %3d", file.device() >> 8 & 0xff, file.device() & 0xff)
                : Long.toUnsignedString(type == 0040000 ? 0 : file.size());
        String arrow = type == 0120000 ? " -> " + file.target() : "";
        return String.format(
                Locale.ROOT,
                "%s %4d %-8s %-8s %20s %s %s%s",
                mode(file.mode()),
                file.links() + (type == 0040000 ? 1 : 0),
                file.user(),
                file.group(),
                size,
                date(file.mtime()),
                file.path(),
                arrow);
    }

    private String date(long mtime) {
        long seconds = now.getEpochSecond();
        boolean old = seconds > mtime + HALF_A_YEAR || seconds < mtime - HOUR;
        return Instant.ofEpochSecond(mtime).atZone(zone).format(old ? OLD : RECENT);
    }

    /** Type and permissions as ls(1) writes them. */
    static String mode(int mode) {
        char[] text = "----------".toCharArray();
        text[0] = switch (mode & TYPE) {
            case 0040000 -> 'd';
            case 0120000 -> 'l';
            case 0020000 -> 'c';
            case 0060000 -> 'b';
            case 0010000 -> 'p';
            case 0140000 -> 's';
            case 0100000 -> '-';
            default -> '?';
        };
        for (int i = 0; i < 9; i++) {
            if ((mode & 0400 >> i) != 0) {
                text[i + 1] = "rwx".charAt(i % 3);
            }
        }
        mark(text, 3, (mode & 04000) != 0, 's');
        mark(text, 6, (mode & 02000) != 0, 's');
        mark(text, 9, (mode & 01000) != 0, 't');
        return new String(text);
    }

    private static void mark(char[] text, int at, boolean set, char letter) {
        if (set) {
            text[at] = text[at] == 'x' ? letter : Character.toUpperCase(letter);
        }
    }
}
