package org.atomsmith.deb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.deb.StatusFile.Installed;
import org.atomsmith.rpm.PackageHeader;

/**
 * dpkg's database of what is installed, made from package headers. The files of single packages, in {@code info}, are
 * part of their payloads; these are the others. dpkg, dpkg-query, dpkg-divert, update-alternatives and scanners work on
 * the result.
 */
public final class DpkgDatabase {
    /** Where the database is in a host: {@code /var/lib/dpkg} is a link to it. */
    public static final String DIRECTORY = "usr/lib/sysimage/dpkg";

    /** Folders that dpkg's tools expect in {@link #DIRECTORY}. */
    public static final List<String> FOLDERS = List.of("alternatives", "info", "parts", "triggers", "updates");

    private DpkgDatabase() {}

    /**
     * The database's files by their path in {@link #DIRECTORY}, mode 0644: {@code status}, {@code available},
     * {@code diversions}, {@code statoverride}, {@code arch}, {@code info/format} and the trigger interests.
     *
     * @param installed headers that {@link DebFormat} read, every package configured
     * @param arch the native architecture, in RPM's spelling
     * @throws IOException when a header's control paragraph is malformed
     */
    public static SortedMap<String, String> files(Collection<PackageHeader> installed, String arch) throws IOException {
        List<Installed> packages = new ArrayList<>();
        for (PackageHeader header : installed) {
            packages.add(Installed.of(header));
        }
        packages.sort(Comparator.comparing(Installed::name).thenComparing(Installed::architecture));
        SortedMap<String, String> files = new TreeMap<>();
        files.put("status", StatusFile.of(packages));
        files.put("available", "");
        files.put("diversions", "");
        files.put("statoverride", "");
        files.put("arch", DebArch.toDeb(arch) + "\n");
        files.put("info/format", "1\n");
        files.putAll(DebTriggers.interestFiles(packages));
        return files;
    }
}
