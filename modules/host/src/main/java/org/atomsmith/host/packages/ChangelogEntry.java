package org.atomsmith.host.packages;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one version of a package changed.
 *
 * @param source the source package
 * @param version the version, as Debian writes it
 * @param maintainer who made it; may be empty
 * @param date when, as it is written there; may be empty
 * @param lines what changed, each indented as it was written
 */
public record ChangelogEntry(String source, String version, String maintainer, String date, List<String> lines) {
    private static final String CVE = "CVE-";
    private static final int YEAR = 4;
    private static final int MIN_NUMBER = 4;

    /** Copies the lines. */
    public ChangelogEntry {
        lines = List.copyOf(lines);
    }

    /** The numbers of the vulnerabilities that it names: {@code CVE-2024-12345}. */
    public SortedSet<String> cves() {
        SortedSet<String> found = new TreeSet<>();
        for (String line : lines) {
            for (int at = line.indexOf(CVE); at >= 0; at = line.indexOf(CVE, at + 1)) {
                int hyphen = digits(line, at + CVE.length());
                boolean hasYear =
                        hyphen - at - CVE.length() == YEAR && hyphen < line.length() && line.charAt(hyphen) == '-';
                int end = hasYear ? digits(line, hyphen + 1) : 0;
                if (end - hyphen - 1 >= MIN_NUMBER) {
                    found.add(line.substring(at, end));
                }
            }
        }
        return found;
    }

    /** Its heading as {@code rpm} and rpm-ostree write one: date, maintainer, version. */
    public String heading() {
        return ("* " + date + " " + maintainer).strip() + " - " + version;
    }

    private static int digits(String line, int from) {
        int end = from;
        while (end < line.length() && line.charAt(end) >= '0' && line.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
