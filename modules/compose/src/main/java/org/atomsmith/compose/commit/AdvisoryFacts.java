package org.atomsmith.compose.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.md.Advisory;
import org.atomsmith.rpm.md.RpmRepository;

/**
 * The security advisories that a commit's packages are the answer to, as rpm-ostree tells them: {@code a(suuasa{sv})} of
 * identifier, kind, severity, packages, and the reports of the CVEs.
 */
final class AdvisoryFacts {
    static final String KEY = "rpmostree.advisories";

    /** {@code DNF_ADVISORY_KIND_SECURITY} of libdnf; the other kinds are not told. */
    private static final int SECURITY = 1;

    private static final List<String> SEVERITIES = List.of("", "low", "moderate", "important", "critical");
    private static final Pattern CVE = Pattern.compile("\\bCVE-[0-9]+-[0-9]+\\b");

    private AdvisoryFacts() {}

    /** The advisories of these packages; empty when there are none. */
    static Optional<Variant> of(List<Repository> repositories, List<Nevra> packages) throws IOException {
        Set<String> installed = new HashSet<>();
        packages.forEach(p -> installed.add(p.toString()));
        SortedMap<String, Variant> advisories = new TreeMap<>();
        for (Repository repository : repositories) {
            if (repository instanceof RpmRepository rpm) {
                rpm.advisories(advisory -> {
                    Set<String> answered = packages(advisory, installed);
                    if (advisory.type().equals("security") && !answered.isEmpty()) {
                        advisories.putIfAbsent(advisory.id(), variant(advisory, answered));
                    }
                });
            }
        }
        return advisories.isEmpty()
                ? Optional.empty()
                : Optional.of(Variant.array("(suuasa{sv})", List.copyOf(advisories.values())));
    }

    private static Set<String> packages(Advisory advisory, Set<String> installed) {
        Set<String> found = new TreeSet<>();
        for (Advisory.Collection collection : advisory.collections()) {
            for (Advisory.Package p : collection.packages()) {
                String nevra = p.name() + "-" + (p.epoch() == 0 ? "" : p.epoch() + ":") + p.version() + "-"
                        + p.release() + "." + p.arch();
                if (installed.contains(nevra)) {
                    found.add(nevra);
                }
            }
        }
        return found;
    }

    private static Variant variant(Advisory advisory, Set<String> packages) {
        int severity = Math.max(0, SEVERITIES.indexOf(advisory.severity().toLowerCase(Locale.ROOT)));
        return Variant.tuple(
                Variant.string(advisory.id()),
                Variant.u32(SECURITY),
                Variant.u32(severity),
                Variant.strings(List.copyOf(packages)),
                Variant.dict(Map.of("cve_references", Variant.array("(ss)", reports(advisory)))));
    }

    /** Reports of Bugzilla, each that names a CVE which none before it named. */
    private static List<Variant> reports(Advisory advisory) {
        List<Variant> reports = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        advisory.references().stream()
                .filter(reference -> reference.type().equals("bugzilla"))
                .sorted(Comparator.comparing(Advisory.Reference::href))
                .forEach(reference -> {
                    List<String> found = CVE.matcher(reference.title())
                            .results()
                            .map(MatchResult::group)
                            .toList();
                    if (seen.addAll(found)) {
                        reports.add(Variant.tuple(Variant.string(reference.href()), Variant.string(reference.title())));
                    }
                });
        return reports;
    }
}
