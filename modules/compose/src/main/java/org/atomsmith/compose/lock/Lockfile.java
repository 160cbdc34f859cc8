package org.atomsmith.compose.lock;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exact packages of a build. rpm-ostree reads what we write and we read what it writes; what is ours besides are the
 * fields {@code repo} of a package and {@code repositories} and {@code accounts} (numbers of users and groups) of the
 * metadata.
 *
 * @param packages by name
 * @param sourcePackages versions by the name of the source package
 * @param metadata free values, sorted by key: String, Boolean, Long, Double, List or Map
 */
public record Lockfile(
        SortedMap<String, LockedPackage> packages,
        SortedMap<String, String> sourcePackages,
        SortedMap<String, Object> metadata) {

    /** A lockfile that fixes nothing. */
    public static final Lockfile EMPTY = new Lockfile(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    /** Copies the maps. */
    public Lockfile {
        packages = Collections.unmodifiableSortedMap(new TreeMap<>(packages));
        sourcePackages = Collections.unmodifiableSortedMap(new TreeMap<>(sourcePackages));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /** A lockfile of packages and metadata. */
    public static Lockfile of(Map<String, LockedPackage> packages, Map<String, Object> metadata) {
        return new Lockfile(new TreeMap<>(packages), new TreeMap<>(), new TreeMap<>(metadata));
    }

    /** This lockfile with what {@code later} says instead, entry by entry. */
    public Lockfile overriddenBy(Lockfile later) {
        return new Lockfile(
                merged(packages, later.packages),
                merged(sourcePackages, later.sourcePackages),
                merged(metadata, later.metadata));
    }

    /** This lockfile with one more value of the metadata. */
    public Lockfile with(String key, Object value) {
        TreeMap<String, Object> more = new TreeMap<>(metadata);
        more.put(key, value);
        return new Lockfile(packages, sourcePackages, more);
    }

    private static <V> SortedMap<String, V> merged(Map<String, V> earlier, Map<String, V> later) {
        TreeMap<String, V> result = new TreeMap<>(earlier);
        result.putAll(later);
        return result;
    }
}
