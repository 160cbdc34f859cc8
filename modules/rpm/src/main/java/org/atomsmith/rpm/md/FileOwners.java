package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomsmith.rpm.RpmPackage;

/**
 * Who owns a path that primary does not list. Filelists are large and rarely needed, so they are fetched and read only
 * when such a path is asked for; then every path that any dependency names is looked up on the way. Thread-safe.
 */
final class FileOwners {
    /** What createrepo puts into primary: for these paths, its answer is complete. */
    private static final Pattern IN_PRIMARY = Pattern.compile("/etc/.*|.*bin/.*|/usr/lib/sendmail");

    private final PackageTable table;
    private final Scan scan;
    private final Map<String, List<RpmPackage>> owners = new HashMap<>();

    FileOwners(PackageTable table, Scan scan) {
        this.table = table;
        this.scan = scan;
    }

    /** Reads all of the filelists once. */
    @FunctionalInterface
    interface Scan {
        void into(FilelistsParser.Sink sink) throws IOException;
    }

    /** Packages that own the path beside those that primary lists it for. */
    synchronized List<RpmPackage> of(String path) {
        if (IN_PRIMARY.matcher(path).matches()) {
            return List.of();
        }
        List<RpmPackage> known = owners.get(path);
        if (known == null) {
            try {
                look(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            known = owners.getOrDefault(path, List.of());
        }
        return known;
    }

    private void look(String path) throws IOException {
        Set<String> wanted = new HashSet<>(table.pathsDependedOn());
        wanted.addAll(owners.keySet());
        wanted.add(path);
        wanted.removeIf(p -> IN_PRIMARY.matcher(p).matches());
        Map<String, RpmPackage> byDigest = new HashMap<>();
        table.packages().forEach(p -> byDigest.put(p.location().sha256(), p));
        Map<String, List<RpmPackage>> found = new HashMap<>();
        wanted.forEach(p -> found.put(p, new ArrayList<>()));
        scan.into((digest, file) -> {
            List<RpmPackage> of = found.get(file);
            RpmPackage rpm = of == null ? null : byDigest.get(digest);
            if (of != null && rpm != null) {
                of.add(rpm);
            }
        });
        owners.putAll(found);
    }
}
