package org.atomsmith.compose.convert;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.compose.resolve.MergedSource;
import org.atomsmith.compose.resolve.WantedPackage;
import org.atomsmith.deb.AptRepositories;
import org.atomsmith.deb.AptSource;
import org.atomsmith.deb.SourcesFile;
import org.atomsmith.deb.convert.PackageConverter;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.NearNames;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.create.RepositoryCreation;
import org.atomsmith.rpm.create.RepositoryOptions;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.Request;
import org.atomsmith.rpm.write.RpmWriter;
import org.atomsmith.solver.Solver;

/**
 * Writes packages of an apt suite, and all that they need, as RPM package files with repository metadata. The same suite
 * and the same packages give the same bytes.
 */
public final class SuiteConversion {
    private static final int PARALLEL_DOWNLOADS = 4;

    private final Path cache;
    private final DownloadCache downloads;
    private final InstantSource clock;
    private final EventSink events;

    /**
     * Prepares.
     *
     * @param cache where downloads and what is derived from indexes are kept
     * @param clock tells whether signed indexes are still valid
     */
    public SuiteConversion(Path cache, DownloadCache downloads, InstantSource clock, EventSink events) {
        this.cache = cache;
        this.downloads = downloads;
        this.clock = clock;
        this.events = events;
    }

    /**
     * What to convert.
     *
     * @param suite a {@code .sources} file of apt, or the name of a suite of the archive that this machine's apt uses
     * @param packages names, perhaps with a version
     * @param recommends whether what they recommend comes too
     * @param arch in RPM's spelling
     */
    public record Wanted(String suite, List<String> packages, boolean recommends, String arch) {
        public Wanted {
            packages = List.copyOf(packages);
        }
    }

    /**
     * What was written.
     *
     * @param files names of the package files, sorted
     * @param rewritten relations that were put in other words, since rpm would have read them differently
     */
    public record Converted(String directory, List<String> files, List<String> rewritten, long revision) {
        public Converted {
            files = List.copyOf(files);
            rewritten = List.copyOf(rewritten);
        }
    }

    /**
     * Converts.
     *
     * @param directory made when it does not exist; other package files in it stay and belong to the repository
     * @throws IllegalArgumentException when a package does not exist
     * @throws org.atomsmith.solver.UnsolvableException when the packages do not fit together
     */
    public Converted run(Wanted wanted, Path directory, RpmWriter writer, RepositoryOptions metadata)
            throws IOException {
        List<Repository> repositories = open(wanted);
        PackageSource source = new MergedSource(repositories);
        List<RpmPackage> closure = closure(source, wanted);
        Map<String, RpmPackage> byDigest = new LinkedHashMap<>();
        List<Request> requests = new ArrayList<>();
        for (RpmPackage p : closure) {
            if (byDigest.put(p.location().sha256(), p) == null) {
                requests.add(Request.of(repositoryOf(p, repositories), p));
            }
        }
        SortedMap<String, Path> fetched =
                downloads.fetchAll(requests, PARALLEL_DOWNLOADS, events, "download", "Fetch packages");
        Files.createDirectories(directory);
        PackageConverter converter = new PackageConverter(source, writer);
        List<String> files = convert(byDigest, fetched, converter, directory);
        RepositoryCreation.Created created = new RepositoryCreation(directory, metadata).run(events);
        return new Converted(directory.toString(), files, List.copyOf(converter.rewritten()), created.revision());
    }

    private List<Repository> open(Wanted wanted) throws IOException {
        try (Step step = Step.begin(events, "metadata", "Read repositories")) {
            boolean isFile = wanted.suite().endsWith(".sources");
            Path file = Path.of(isFile ? wanted.suite() : wanted.suite() + ".sources");
            String text = isFile
                    ? Files.readString(file)
                    : "Types: deb\nURIs: system\nSuites: " + wanted.suite() + "\nComponents: main\n";
            Path beside = file.toAbsolutePath().resolveSibling("");
            List<AptSource> sources = SourcesFile.parse(text, file.toString(), beside);
            String name = String.valueOf(file.getFileName());
            List<Repository> repositories = new AptRepositories(downloads, cache, clock, Path.of("/"), wanted.arch())
                    .open(name.substring(0, name.lastIndexOf('.')), sources, events);
            int packages = repositories.stream().mapToInt(r -> r.names().size()).sum();
            step.end(packages + " packages");
            return repositories;
        }
    }

    private List<RpmPackage> closure(PackageSource source, Wanted wanted) {
        try (Step step = Step.begin(events, "resolve", "Resolve packages", -1, Event.Unit.ITEMS)) {
            List<Dependency> install = new ArrayList<>();
            for (String name : wanted.packages()) {
                install.add(WantedPackage.find(source, name).orElseThrow(() -> {
                    List<String> near = NearNames.of(name, source.names(), 3);
                    return new IllegalArgumentException("the suite has no package '" + name + "'"
                            + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
                }));
            }
            List<RpmPackage> closure = new Solver(source)
                            .solve(org.atomsmith.solver.Request.of(install)
                                    .withRecommends(wanted.recommends())
                                    .forArch(wanted.arch()))
                            .packages()
                            .stream()
                            .sorted(Comparator.comparing(RpmPackage::name))
                            .toList();
            step.end(closure.size() + " packages");
            return closure;
        }
    }

    private static Repository repositoryOf(RpmPackage p, List<Repository> repositories) {
        return repositories.stream()
                .filter(r -> r.id().equals(p.location().repository()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> convert(
            Map<String, RpmPackage> packages, Map<String, Path> fetched, PackageConverter converter, Path directory)
            throws IOException {
        try (Step step = Step.begin(events, "convert", "Convert packages", packages.size(), Event.Unit.ITEMS);
                ExecutorService threads =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<String>> results = new ArrayList<>();
            for (Map.Entry<String, RpmPackage> each : packages.entrySet()) {
                Path deb = fetched.getOrDefault(each.getKey(), Path.of(""));
                results.add(threads.submit(() -> {
                    Path written = converter.convert(each.getValue(), deb, directory);
                    step.advance(1, each.getValue().name());
                    return String.valueOf(written.getFileName());
                }));
            }
            List<String> files = new ArrayList<>();
            for (Future<String> result : results) {
                files.add(await(result, threads));
            }
            step.end(files.size() + " packages");
            return files.stream().sorted().toList();
        }
    }

    private static String await(Future<String> result, ExecutorService threads) throws IOException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            threads.shutdownNow();
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException unexpected -> throw unexpected;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("converting packages was interrupted");
        }
    }
}
