package org.atomsmith.compose.packages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.Request;

/** Fetches package files, each verified by the digest that its repository states. */
public final class PackageDownload {
    private final List<Repository> repositories;
    private final DownloadCache downloads;
    private final int parallel;
    private final EventSink events;

    /**
     * Fetches from these repositories.
     *
     * @param parallel how many transfers run at once
     */
    public PackageDownload(List<Repository> repositories, DownloadCache downloads, int parallel, EventSink events) {
        this.repositories = List.copyOf(repositories);
        this.downloads = downloads;
        this.parallel = parallel;
        this.events = events;
    }

    /** The files of packages, in the packages' order; one that is given twice comes once. */
    public List<PackageImporter.Source> fetch(List<RpmPackage> packages) throws IOException {
        Map<String, RpmPackage> byDigest = new LinkedHashMap<>();
        packages.forEach(p -> byDigest.putIfAbsent(p.location().sha256(), p));
        SortedMap<String, Path> files = downloads.fetchAll(
                byDigest.values().stream()
                        .map(p -> Request.of(repositoryOf(p), p))
                        .toList(),
                parallel,
                events,
                "download",
                "Download packages");
        List<PackageImporter.Source> sources = new ArrayList<>();
        byDigest.forEach((sha256, p) -> sources.add(new PackageImporter.Source(
                p.name(),
                Objects.requireNonNull(files.get(sha256)),
                p.location().size(),
                sha256,
                repositoryOf(p).format())));
        return sources;
    }

    private Repository repositoryOf(RpmPackage p) {
        return repositories.stream()
                .filter(r -> r.id().equals(p.location().repository()))
                .findFirst()
                .orElseThrow();
    }
}
