package org.atomsmith.rpm.create;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.rpm.file.PackageDescription;
import org.atomsmith.rpm.file.PackageDescription.ListedFile;
import org.atomsmith.rpm.file.PackageDescription.Relation;

/** Which of a package's relations and files primary lists, and how: the rules of createrepo_c. */
final class RelationRules {
    /** {@code RPMSENSE_PREREQ}, {@code _SCRIPT_PRE} and {@code _SCRIPT_POST}. */
    private static final long PRE = 1 << 6 | 1 << 9 | 1 << 10;

    private static final Pattern GLIBC = Pattern.compile("libc\\.so\\.6\\((?:GLIBC_)?([0-9.]*)\\).*");

    private RelationRules() {}

    /** Whether primary lists the path. */
    static boolean isPrimary(String path) {
        return path.startsWith("/etc/") || path.contains("bin/") || path.equals("/usr/lib/sendmail");
    }

    /** Whether a requirement must be there before the package's scripts run. */
    static boolean isPre(Relation relation) {
        return (relation.flags() & PRE) != 0;
    }

    /** The comparison as metadata write it, empty for none. */
    static String comparison(Relation relation) {
        return switch ((int) (relation.flags() & 0xf)) {
            case 2 -> "LT";
            case 4 -> "GT";
            case 8 -> "EQ";
            case 10 -> "LE";
            case 12 -> "GE";
            default -> "";
        };
    }

    /**
     * The requirements that say something: not rpm's own features, not what the package itself provides or holds at a
     * path that primary lists, none twice, and of glibc's versions the highest alone, last.
     */
    static List<Relation> requires(PackageDescription rpm) {
        Set<String> own = new HashSet<>();
        for (ListedFile file : rpm.files()) {
            if (isPrimary(file.path())) {
                own.add(file.path());
            }
        }
        Set<String> provided = new HashSet<>();
        rpm.relations().provides().forEach(p -> provided.add(text(p)));
        Set<String> seen = new HashSet<>();
        List<Relation> kept = new ArrayList<>();
        Optional<Relation> glibc = Optional.empty();
        for (Relation r : rpm.relations().requires()) {
            boolean known = r.name().startsWith("rpmlib(") || own.contains(r.name()) || provided.contains(text(r));
            if (known || !seen.add(text(r) + isPre(r))) {
                continue;
            }
            if (r.name().startsWith("libc.so.6")) {
                glibc = glibc.isEmpty() || newer(r, glibc.get()) ? Optional.of(r) : glibc;
            } else {
                kept.add(r);
            }
        }
        glibc.ifPresent(kept::add);
        return kept;
    }

    private static boolean newer(Relation one, Relation other) {
        return new RpmVersions().compare(glibcVersion(one), glibcVersion(other)) > 0;
    }

    private static Evr glibcVersion(Relation relation) {
        var matcher = GLIBC.matcher(relation.name().toUpperCase(Locale.ROOT).replace("LIBC.SO.6", "libc.so.6"));
        return new Evr(0, matcher.matches() ? matcher.group(1) : "", "");
    }

    private static String text(Relation relation) {
        return relation.name() + ' ' + comparison(relation) + ' ' + relation.version();
    }
}
