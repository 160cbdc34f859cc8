package org.atomsmith.ostree.cli.repo;

import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.tree.TreeRoot;

/** A commit as {@code ostree show} and {@code ostree log} print it. */
final class CommitText {
    private static final String INDENT = "    ";

    private CommitText() {}

    static void print(PrintStream out, Checksum checksum, Commit commit) throws CorruptObjectException {
        out.println("commit " + checksum);
        commit.parent().ifPresent(parent -> out.println("Parent:  " + parent));
        out.println("ContentChecksum:  " + TreeRoot.of(commit).contentChecksum());
        out.println("Date:  " + time(commit.timestamp()));
        commit.version().ifPresent(version -> out.println("Version: " + version));
        if (commit.subject().isEmpty()) {
            out.println("(no subject)");
        } else {
            out.println();
            indent(out, commit.subject());
        }
        if (!commit.body().isEmpty()) {
            out.println();
            indent(out, commit.body());
        }
        out.println();
    }

    private static void indent(PrintStream out, String text) {
        for (String line : (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1)) {
            out.println(INDENT + line);
        }
    }

    private static String time(long seconds) throws CorruptObjectException {
        try {
            OffsetDateTime time = Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
            return String.valueOf(time.getYear()) + '-' + two(time.getMonthValue()) + '-' + two(time.getDayOfMonth())
                    + ' ' + two(time.getHour()) + ':' + two(time.getMinute()) + ':' + two(time.getSecond()) + " +0000";
        } catch (DateTimeException e) {
            throw new CorruptObjectException("Invalid timestamp: " + Long.toUnsignedString(seconds), e);
        }
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
