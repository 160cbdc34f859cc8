package org.atomsmith.host.packages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads changelogs as deb-changelog(5) has them, newest entry first. What is none of that (editors' settings, the older
 * formats at the end of long files) is passed over, as {@code dpkg-parsechangelog} does.
 */
final class DebChangelog {
    /** More of one package's changelog than anybody reads; more entries than there are between two updates. */
    private static final int MAX_ENTRIES = 200;

    private static final int MAX_LINES = 2000;
    private static final int MAX_LINE = 2000;

    /** All of glibc's has 0.6 MB. */
    private static final int MAX_CHARS = 16 << 20;

    private static final String TRAILER = " -- ";

    private DebChangelog() {}

    /**
     * The entries of a changelog until one is known.
     *
     * @param in the text, not compressed; only as much is read as is needed
     * @param known whether an entry's version, and so all that follow, is in the tree already
     */
    static List<ChangelogEntry> read(InputStream in, Predicate<String> known) throws IOException {
        Lines lines = new Lines(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        List<ChangelogEntry> entries = new ArrayList<>();
        Optional<String> line = lines.next();
        while (line.isPresent() && entries.size() < MAX_ENTRIES) {
            int open = line.get().indexOf(" (");
            int close = line.get().indexOf(") ", Math.max(0, open));
            if (!isHeading(line.get(), open, close)) {
                line = lines.next();
                continue;
            }
            String version = line.get().substring(open + 2, close);
            if (known.test(version)) {
                break;
            }
            String source = line.get().substring(0, open);
            List<String> text = new ArrayList<>();
            String maintainer = "";
            String date = "";
            for (line = lines.next(); line.isPresent(); line = lines.next()) {
                if (line.get().startsWith(TRAILER)) {
                    int gap = line.get().indexOf("  ", TRAILER.length());
                    maintainer = line.get()
                            .substring(TRAILER.length(), gap < 0 ? line.get().length() : gap)
                            .strip();
                    date = gap < 0 ? "" : line.get().substring(gap).strip();
                    line = lines.next();
                    break;
                }
                if (!line.get().isEmpty() && !line.get().startsWith("  ")) {
                    break; // An entry without an end.
                }
                if (text.size() < MAX_LINES && !line.get().isBlank()) {
                    text.add(line.get());
                }
            }
            entries.add(new ChangelogEntry(source, version, maintainer, date, text));
        }
        return entries;
    }

    private static boolean isHeading(String line, int open, int close) {
        return open > 0
                && close > open + 2
                && Character.isLetterOrDigit(line.charAt(0))
                && line.indexOf(' ') == open
                && line.indexOf(' ', open + 1) == close + 1
                && line.indexOf(';', close) > 0;
    }

    /** Lines of a text that others wrote: never longer than is sensible, without what a terminal would obey. */
    private static final class Lines {
        private final Reader in;
        private int read;

        Lines(Reader in) {
            this.in = in;
        }

        Optional<String> next() throws IOException {
            StringBuilder line = new StringBuilder();
            int c = in.read();
            if (c < 0 || read > MAX_CHARS) {
                return Optional.empty();
            }
            for (; c >= 0 && c != '\n'; c = in.read()) {
                read++;
                if (line.length() < MAX_LINE && read <= MAX_CHARS) {
                    line.append(c == '\t' ? ' ' : Character.isISOControl(c) ? '?' : (char) c);
                } else if (read > MAX_CHARS) {
                    return Optional.empty();
                }
            }
            read++;
            return Optional.of(line.toString().stripTrailing());
        }
    }
}
