package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.cli.command.Version;
import org.atomsmith.compose.Composer;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheObjects;
import org.atomsmith.compose.inventory.Inventory;
import org.atomsmith.compose.inventory.SpdxDocument;
import org.atomsmith.compose.layout.AccountNumbers;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.compose.lock.LockfileReader;
import org.atomsmith.compose.lock.LockfileWriter;
import org.atomsmith.compose.program.ClassPath;
import org.atomsmith.compose.program.ProgramRepository;
import org.atomsmith.compose.resolve.RepositoryLoader;
import org.atomsmith.compose.resolve.Resolution;
import org.atomsmith.compose.resolve.Resolver;
import org.atomsmith.compose.treefile.Problem;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileReader;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.host.image.HostProgram;
import org.atomsmith.image.HostCommit;
import org.atomsmith.image.ImageBuilder;
import org.atomsmith.image.ImageRequest;
import org.atomsmith.image.customization.Customization;
import org.atomsmith.image.customization.HostChanges;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.sign.Signer;
import org.atomsmith.ostree.sysroot.OsRelease;
import org.atomsmith.rpm.fetch.DownloadCache;

/** The whole pipeline on one machine: resolve, compose, image. Judging follows on what it leaves. */
final class BuildPipeline {
    private static final int PARALLEL_DOWNLOADS = 8;
    private static final Duration LOCK_PATIENCE = Duration.ofHours(1);

    private final Settings settings;
    private final StepTimes events;

    /**
     * What a build is to do.
     *
     * @param images what to make of the commit
     * @param lockfiles exact versions to take
     */
    record Settings(
            Path treefile,
            Path out,
            Path cache,
            ImageSelection images,
            CustomizationOptions customizations,
            List<Path> lockfiles,
            boolean offline,
            int jobs,
            OptionalLong sourceDateEpoch,
            List<Signer> signers) {}

    BuildPipeline(Settings settings, EventSink events) {
        this.settings = settings;
        this.events = new StepTimes(events);
    }

    /** The pipeline's events, which are also those that {@code build.json} gets its times from. */
    EventSink events() {
        return events;
    }

    /** Runs everything and writes the output directory. */
    BuildReport run() throws IOException {
        LinuxFiles.umask(022);
        Treefile treefile = readTreefile(settings.treefile(), events);
        // Before anything is composed: a mistake in it would come late.
        Customization customization = settings.customizations().read(treefile.customizations());
        Files.createDirectories(settings.out());
        BuildCache cache = new BuildCache(settings.cache());
        try (FileLock _ = FileLock.acquire(settings.out().resolve(".lock"), FileLock.Mode.EXCLUSIVE, LOCK_PATIENCE);
                CacheObjects objects = new CacheObjects(cache)) {
            DownloadCache downloads = new DownloadCache(cache.root(), settings.offline());
            Resolution resolution = resolve(treefile, cache, downloads);
            String lockName = treefile.name() + ".lock.json";
            Repository repository = repository(settings.out().resolve("repo"));
            Composer.Composed composed = composer(cache, objects, downloads).compose(treefile, resolution, repository);
            new LockfileWriter()
                    .write(
                            resolution
                                    .lockfile()
                                    .with(
                                            AccountNumbers.METADATA,
                                            composed.accounts().toMetadata()),
                            settings.out().resolve(lockName));
            HostCommit host = new HostCommit(composed.commit(), composed.tree(), repository, objects.repository());
            String inventory = treefile.name() + ".spdx.json";
            AtomicFile.write(
                    settings.out().resolve(inventory),
                    new SpdxDocument("atomsmith-" + Version.number())
                            .of(Inventory.of(
                                    new Inventory.Subject(
                                            treefile.name(),
                                            composed.version(),
                                            composed.commit(),
                                            composed.timestamp(),
                                            distribution(host)),
                                    resolution)));
            BuildReport report = new BuildReport(
                    treefile.name(),
                    composed.version().orElse(null),
                    treefile.basearch(),
                    treefile.ref().value(),
                    composed.commit().hex(),
                    "repo",
                    lockName,
                    inventory,
                    images(treefile, host, customization),
                    events.times());
            report.write(settings.out());
            return report;
        }
    }

    /** {@code ID} of the tree's os-release; its specification's default is linux. */
    private static String distribution(HostCommit host) throws IOException {
        return host.text("usr/lib/os-release")
                .flatMap(text -> OsRelease.parse(text).get("ID"))
                .orElse("linux");
    }

    /** Composes only: a commit in a repository. */
    Composer.Composed compose(Path repositoryPath) throws IOException {
        LinuxFiles.umask(022);
        Treefile treefile = readTreefile(settings.treefile(), events);
        BuildCache cache = new BuildCache(settings.cache());
        try (CacheObjects objects = new CacheObjects(cache)) {
            DownloadCache downloads = new DownloadCache(cache.root(), settings.offline());
            Resolution resolution = resolve(treefile, cache, downloads);
            return composer(cache, objects, downloads).compose(treefile, resolution, repository(repositoryPath));
        }
    }

    /** Resolves only. */
    Resolution resolve() throws IOException {
        Treefile treefile = readTreefile(settings.treefile(), events);
        BuildCache cache = new BuildCache(settings.cache());
        return resolve(treefile, cache, new DownloadCache(cache.root(), settings.offline()));
    }

    private Composer composer(BuildCache cache, CacheObjects objects, DownloadCache downloads) {
        Composer.Options options = new Composer.Options(
                settings.jobs(), PARALLEL_DOWNLOADS, settings.sourceDateEpoch(), settings.signers());
        return new Composer(cache, objects, downloads, options, events);
    }

    /** Reads a treefile and tells its warnings. */
    static Treefile readTreefile(Path file, EventSink events) {
        Treefile treefile = TreefileReader.forThisMachine().read(file);
        for (Problem warning : treefile.warnings()) {
            events.accept(new Event.Warning("treefile", warning.toString()));
        }
        return treefile;
    }

    private Resolution resolve(Treefile treefile, BuildCache cache, DownloadCache downloads) throws IOException {
        Optional<Lockfile> lock = settings.lockfiles().isEmpty()
                ? Optional.empty()
                : Optional.of(new LockfileReader().readAll(settings.lockfiles()));
        RepositoryLoader loader = new RepositoryLoader(downloads, cache.root(), InstantSource.system(), events);
        List<org.atomsmith.rpm.Repository> repositories = new ArrayList<>(loader.load(treefile, lock));
        repositories.add(new ProgramRepository(
                HostProgram.NAME,
                Version.number(),
                () -> new ProgramRepository.Parts(HostProgram.of(Version.number()), ClassPath.ofThisProgram()),
                cache,
                repositories.getFirst(),
                treefile.basearch()));
        return new Resolver(repositories, events).resolve(treefile, lock);
    }

    private static Repository repository(Path path) throws IOException {
        return Files.isRegularFile(path.resolve("config"))
                ? Repository.open(path)
                : Repository.create(path, RepositoryMode.ARCHIVE);
    }

    private List<BuildReport.Artifact> images(Treefile treefile, HostCommit host, Customization customization)
            throws IOException {
        OptionalLong size =
                treefile.image().size().stream().mapToLong(s -> s.value()).findFirst();
        List<ImageRequest> requests = settings.images().requests(settings.out(), treefile.name(), size, customization);
        if (requests.isEmpty()) {
            return List.of();
        }
        if (treefile.system().container()) {
            events.accept(new Event.Warning(
                    "image",
                    "no image is written: 'container: true' makes a tree without a kernel, which no disk boots"));
            return List.of();
        }
        HostChanges changes = host.changes(customization);
        Optional<List<BuildReport.Artifact>> ready = ImageStamp.find(settings.out(), host, size, changes, requests);
        if (ready.isPresent()) {
            events.accept(new Event.Begun("image", ImageBuilder.STEP, OptionalLong.empty(), Event.Unit.BYTES));
            events.accept(new Event.Ended("image", 0, true, "unchanged"));
            return ready.get();
        }
        List<BuildReport.Artifact> artifacts = BuildReport.Artifact.of(
                host,
                requests,
                new ImageBuilder(events).build(host, requests),
                path -> String.valueOf(path.getFileName()));
        ImageStamp.write(settings.out(), host, size, changes, artifacts);
        return artifacts;
    }
}
