package org.atomsmith.compose.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.cache.CacheObjects;
import org.atomsmith.compose.install.Accounts;
import org.atomsmith.compose.install.PackageKind;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.compose.install.PayloadFilter;
import org.atomsmith.compose.install.TreeCheckout;
import org.atomsmith.compose.install.Unpack;
import org.atomsmith.compose.packages.PackageDownload;
import org.atomsmith.compose.packages.PackageImporter;
import org.atomsmith.compose.resolve.LayeredSource;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.deb.AptRepositories;
import org.atomsmith.deb.SourcesFile;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.solver.Request;
import org.atomsmith.solver.Solver;
import org.atomsmith.solver.UnsolvableException;

/**
 * Programs that run on this machine out of a folder of the cache: a distribution's packages with all that they require,
 * verified and unpacked as a build's are, beside whatever is installed. No scriptlet runs and nothing needs root. mkosi has
 * the name for it.
 *
 * <p>It is made of what the repositories have when it is first asked for, and then stays as it is: removing the cache's
 * folder {@code tools} brings newer packages.
 */
public final class ToolsTree {
    /** Raised whenever the same packages give another tree. */
    private static final int VERSION = 1;

    private static final String ENTRIES = "tools";
    private static final int PARALLEL_DOWNLOADS = 8;
    private static final int JOBS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Path cache;
    private final Contents contents;
    private final Path directory;

    /**
     * What is in it.
     *
     * @param title what it is, for progress: {@code "the emulator"}
     * @param sources the repositories, written as apt's {@code .sources} files are
     * @param packages names of packages
     * @param arch the machine, in RPM's spelling
     */
    public record Contents(String title, String sources, List<String> packages, String arch) {
        public Contents {
            packages = List.copyOf(packages);
        }
    }

    /** A tree in this cache; nothing is looked at yet. */
    public ToolsTree(Path cache, Contents contents) {
        this.cache = cache;
        this.contents = contents;
        this.directory = cache.resolve(ENTRIES)
                .resolve(new CacheKey(ENTRIES, VERSION)
                        .add(contents.sources())
                        .add(contents.packages().toString())
                        .add(contents.arch())
                        .hex());
    }

    /** Its folder, when it has been made. */
    public Optional<Path> find() {
        return Files.isDirectory(directory) ? Optional.of(directory) : Optional.empty();
    }

    /**
     * Its folder, made where it is not there yet, as one step that counts the bytes that are fetched.
     *
     * @throws IOException when the packages cannot be had, do not fit together, or there is no room for them
     */
    public Path make(DownloadCache downloads, EventSink events) throws IOException {
        try (Step step = Step.begin(events, ENTRIES, "Fetch " + contents.title(), -1, Event.Unit.BYTES)) {
            BuildCache builds = new BuildCache(cache);
            Path parent = Files.createDirectories(directory.resolveSibling(""));
            try (FileLock _ = FileLock.acquire(parent.resolve("lock"), FileLock.Mode.EXCLUSIVE, PATIENCE)) {
                if (find().isPresent()) {
                    step.end("", true);
                } else {
                    step.end(make(builds, downloads, new InnerSteps(step)));
                }
                return directory;
            }
        }
    }

    private String make(BuildCache builds, DownloadCache downloads, EventSink events) throws IOException {
        List<Repository> repositories = new AptRepositories(
                        downloads, builds.root(), InstantSource.system(), Path.of("/"), contents.arch())
                .open(ENTRIES, SourcesFile.parse(contents.sources(), ENTRIES + ".sources", builds.root()), events);
        List<RpmPackage> packages = resolve(repositories);
        List<PackageImporter.Source> files =
                new PackageDownload(repositories, downloads, PARALLEL_DOWNLOADS, events).fetch(packages);
        try (CacheObjects objects = new CacheObjects(builds);
                BuildCache.Scratch scratch = builds.scratch()) {
            Map<String, PackageTree> imported =
                    new PackageImporter(builds, objects, JOBS, events).importAll(files, (source, tree) -> {});
            Path made = scratch.directory().resolve("tree");
            new TreeCheckout(objects).into(made, unpack(List.copyOf(imported.values()), repositories));
            LinuxFiles.syncFileSystem(made);
            Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
        }
        long bytes = files.stream().mapToLong(PackageImporter.Source::size).sum();
        return packages.size() + " packages, " + bytes / 1_000_000 + " MB";
    }

    /** Without what is essential for a system: this is none. */
    private List<RpmPackage> resolve(List<Repository> repositories) throws IOException {
        LayeredSource source = new LayeredSource(
                List.of(), repositories, repositories.getFirst().versions());
        try {
            return new Solver(source)
                    .solve(Request.named(contents.packages().toArray(String[]::new))
                            .forArch(contents.arch()))
                    .packages();
        } catch (UnsolvableException e) {
            throw new IOException(contents.title() + " cannot be put together: " + e.getMessage(), e);
        }
    }

    private FileTree unpack(List<PackageTree> packages, List<Repository> repositories) throws IOException {
        PackageKind kind = PackageKinds.of(
                repositories.getFirst().format().name(),
                packages.stream().map(PackageTree::header).toList(),
                contents.arch());
        PayloadFilter filter = new PayloadFilter(false, Optional.of(List.of()), Map.of());
        FileTree tree = new Unpack(kind, filter, new FileTree()).unpack(packages, Map.of(), Accounts.none());
        FileTree ours = new FileTree();
        // All belongs to whoever fetches it, and nothing gets another's rights.
        tree.forEach((path, node) -> ours.put(path, node.owned(0, 0, node.mode() & 0777)));
        return ours;
    }
}
