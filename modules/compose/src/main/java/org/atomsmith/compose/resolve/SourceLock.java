package org.atomsmith.compose.resolve;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;

/** Packages that a lockfile fixes by the source package that they are built from ({@code source-packages}). */
final class SourceLock {
    /** A source package as repositories name it: RPM's by its file's name, apt's with a space before the version. */
    private static final Pattern SOURCE = Pattern.compile(
            "(?<rpm>[^ ]+)-(?<version>[^- ]+-[^- ]+?)(?:\\.(?:no)?src\\.rpm)?|(?<deb>[^ ]+) (?<full>.+)");

    private SourceLock() {}

    /**
     * The packages built from these sources in these versions.
     *
     * @param sources versions by name; the epoch is not looked at where a source's file name lacks it
     */
    static List<Nevra> exactly(PackageSource source, Map<String, String> sources) {
        return sources.isEmpty()
                ? List.of()
                : source.packages().stream()
                        .filter(p -> isBuiltFrom(p.info().source(), sources))
                        .map(RpmPackage::nevra)
                        .toList();
    }

    private static boolean isBuiltFrom(String source, Map<String, String> sources) {
        Matcher matcher = SOURCE.matcher(source);
        if (!matcher.matches()) {
            return false;
        }
        boolean rpm = matcher.group("rpm") != null;
        String wanted = sources.get(rpm ? matcher.group("rpm") : matcher.group("deb"));
        return wanted != null
                && (rpm
                        ? wanted.replaceFirst("^[0-9]+:", "").equals(matcher.group("version"))
                        : wanted.equals(matcher.group("full")));
    }
}
