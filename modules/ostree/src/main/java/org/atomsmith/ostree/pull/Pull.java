package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.atomsmith.ostree.delta.StaticDelta;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryConfig;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.repo.TransactionStatistics;

/**
 * Brings refs and commits from a remote into a repository. What is pulled is verified before it is visible; a pull that
 * fails or is killed leaves the repository as it was, and what it had fetched is not fetched again by the next.
 */
public final class Pull {
    private final Repository repository;
    private final String remote;
    private final PullOptions options;
    private final PullListener listener;
    private final Duration reportEvery;
    private final boolean dryRun;

    /** Whether a plan is only of what will be fetched, and not of what would be without deltas. */
    private final boolean brief;

    private final List<Checksum> completed = new ArrayList<>();

    /**
     * A pull.
     *
     * @param remote a remote of the repository's configuration, or an address: {@code http://}, {@code https://},
     *     {@code file://}
     * @param listener told how it gets on
     * @param reportEvery how often it is told
     */
    public Pull(
            Repository repository, String remote, PullOptions options, PullListener listener, Duration reportEvery) {
        this(repository, remote, options, listener, reportEvery, options.dryRun(), false);
    }

    private Pull(
            Repository repository,
            String remote,
            PullOptions options,
            PullListener listener,
            Duration reportEvery,
            boolean dryRun,
            boolean brief) {
        this.repository = repository;
        this.remote = remote;
        this.options = options;
        this.listener = listener;
        this.reportEvery = reportEvery;
        this.dryRun = dryRun;
        this.brief = brief;
    }

    /** A pull that nobody watches. */
    public Pull(Repository repository, String remote, PullOptions options) {
        this(repository, remote, options, PullListener.NONE, Duration.ofSeconds(1));
    }

    /**
     * Does it.
     *
     * @throws PullException when it is refused
     * @throws IOException when the remote cannot be reached, or has not what it should have
     */
    public PullResult run() throws IOException {
        long began = System.nanoTime();
        try (OpenRemote open = open()) {
            return run(open, began);
        }
    }

    /**
     * Finds out what will come, says it, and does it. Commits and directories that had to be read for that are not
     * fetched again.
     *
     * @param announce told before anything large is fetched
     */
    public PullResult run(Consumer<PullResult.Plan> announce) throws IOException {
        long began = System.nanoTime();
        try (OpenRemote open = open()) {
            open.source().remember();
            new Pull(repository, remote, options, PullListener.NONE, reportEvery, true, true)
                    .run(open, began)
                    .plan()
                    .ifPresent(announce);
            return run(open, began);
        }
    }

    private OpenRemote open() throws IOException {
        if (options.deltas() == PullOptions.DeltaUse.REQUIRED && repository.mode() == RepositoryMode.ARCHIVE) {
            throw new PullException("Can't use static deltas in an archive repo");
        }
        return OpenRemote.open(repository, remote, options);
    }

    private PullResult run(OpenRemote open, long began) throws IOException {
        Source source = open.source();
        List<String> branches = open.remote().branches();
        boolean allRefs = options.mirror()
                && options.refs().isEmpty()
                && options.commits().isEmpty()
                && branches.isEmpty();
        Optional<RemoteSummary> summary =
                needsSummary(open, allRefs) ? open.summary(repository, options) : Optional.empty();
        requireSummary(open, summary, allRefs);
        Optional<SummaryRefs> index = summary.isPresent()
                ? Optional.of(SummaryRefs.parse(summary.get().bytes()))
                : Optional.empty();
        requireArchive(source, index);
        SequencedMap<RefRequest, Checksum> refs =
                new RefResolution(source, index).resolve(wanted(branches, allRefs, index));
        Optional<String> collection = collection(open, source);
        CommitChecks checks = new CommitChecks(
                repository, Optional.of(open.trust()), options, collection, refRemote(open), listener::signatures);
        Counters counters = new Counters();
        Transaction transaction = repository.begin();
        try {
            try (Reporter _ = new Reporter(listener, counters, source::bytesTransferred, reportEvery)) {
                DeltaTrust deltaTrust = DeltaTrust.of(repository, open.trust());
                Optional<PullResult.Plan> plan = pull(source, index, refs, checks, deltaTrust, transaction, counters);
                if (plan.isPresent()) {
                    transaction.close();
                    return result(refs, counters, source, began, 0, plan);
                }
            }
            PulledRefs pulled = new PulledRefs(
                    repository,
                    refRemote(open),
                    options.mirror(),
                    collection.or(() -> open.remote().collectionId()),
                    refs);
            pulled.set(transaction);
            TransactionStatistics statistics = transaction.commit();
            pulled.setMirrored();
            PartialCommits partial = new PartialCommits(repository);
            for (Checksum commit : completed) {
                partial.clear(commit);
            }
            if (allRefs && summary.isPresent()) {
                PulledRefs.keepSummary(repository, summary.get());
            }
            return result(refs, counters, source, began, statistics.contentBytesWritten(), Optional.empty());
        } finally {
            // After a commit this does nothing.
            transaction.suspend();
        }
    }

    /** Brings everything into the transaction; with {@code --dry-run}, says what would come. */
    private Optional<PullResult.Plan> pull(
            Source source,
            Optional<SummaryRefs> index,
            SequencedMap<RefRequest, Checksum> refs,
            CommitChecks checks,
            DeltaTrust deltaTrust,
            Transaction transaction,
            Counters counters)
            throws IOException {
        List<Repository> caches = new ArrayList<>();
        for (Path cache : options.localCaches()) {
            caches.add(Repository.open(cache));
        }
        Workers workers = new Workers(
                source.isLocal() ? Runtime.getRuntime().availableProcessors() : Math.max(1, options.window()),
                source::giveUp);
        ObjectPull objects = new ObjectPull(
                source, caches, transaction, checks, options, dryRun, hasTombstones(source, index), counters, workers);
        DeltaPull deltas = new DeltaPull(source, transaction, checks, deltaTrust, counters, workers);
        DeltaChoice choice = new DeltaChoice(repository, source, index, counters);
        Optional<PullResult.DeltaPlan> deltaPlan = Optional.empty();
        List<Map.Entry<Checksum, Optional<RefRequest>>> wanted = new ArrayList<>();
        options.commits().forEach(commit -> wanted.add(Map.entry(commit, Optional.empty())));
        refs.forEach((ref, commit) -> wanted.add(Map.entry(commit, Optional.of(ref))));
        for (Map.Entry<Checksum, Optional<RefRequest>> want : wanted) {
            Checksum commit = want.getKey();
            Optional<DeltaChoice.Choice> best = usesDeltas(source, commit) ? choice.best(commit) : Optional.empty();
            Optional<StaticDelta> delta = best.isPresent() ? deltas.superblock(best.get()) : Optional.empty();
            if (delta.isPresent()) {
                if (dryRun) {
                    PullResult.DeltaPlan plan = deltas.plan(delta.get());
                    deltaPlan = Optional.of(deltaPlan.map(plan::plus).orElse(plan));
                } else {
                    deltas.request(delta.get(), want.getValue(), options.depth(), objects);
                }
            } else if (options.deltas() == PullOptions.DeltaUse.REQUIRED && !isWhole(commit)) {
                throw new PullException("Static deltas required, but none found for "
                        + want.getValue().map(RefRequest::ref).orElse("") + " to " + commit
                        + best.map(found -> ": " + found.name() + " has no signature, which " + DeltaTrust.REQUIRED
                                        + " asks for")
                                .orElse(""));
            }
            boolean both = dryRun && !brief && options.deltas() != PullOptions.DeltaUse.REQUIRED;
            if (delta.isEmpty() || both) {
                objects.request(commit, options.depth(), want.getValue());
            }
        }
        workers.run();
        if (dryRun) {
            boolean ofDeltas = options.deltas() == PullOptions.DeltaUse.REQUIRED || brief && deltaPlan.isPresent();
            Optional<Long> planned = ofDeltas ? Optional.empty() : Optional.of(counters.planned.sum());
            return Optional.of(new PullResult.Plan(deltaPlan, planned, counters.plannedBytes.sum()));
        }
        completed.addAll(objects.complete());
        return Optional.empty();
    }

    private static boolean hasTombstones(Source source, Optional<SummaryRefs> index) {
        return source instanceof LocalSource local
                ? local.repository().config().tombstoneCommits()
                : index.isPresent() && index.get().isSet("ostree.summary.tombstone-commits");
    }

    private boolean usesDeltas(Source source, Checksum commit) {
        return options.deltas() != PullOptions.DeltaUse.DISABLED
                && repository.mode() != RepositoryMode.ARCHIVE
                && !options.commitOnly()
                && options.subpaths().isEmpty()
                && (!source.isLocal() || options.deltas() == PullOptions.DeltaUse.REQUIRED)
                && !isWhole(commit);
    }

    private boolean isWhole(Checksum commit) {
        return repository.has(new ObjectName(ObjectType.COMMIT, commit))
                && !new PartialCommits(repository).contains(commit);
    }

    /** A summary may be large: it is left alone when every ref comes with its commit. */
    private boolean needsSummary(OpenRemote open, boolean allRefs) {
        boolean named = !options.refs().isEmpty() || !options.commits().isEmpty();
        boolean allKnown =
                named && options.refs().stream().allMatch(ref -> ref.commit().isPresent());
        if (options.deltas() == PullOptions.DeltaUse.REQUIRED
                || allRefs
                || open.trust().verifiesSummary()) {
            return true;
        }
        return open.source().isLocal() ? !named || options.mirror() : !allKnown;
    }

    private void requireSummary(OpenRemote open, Optional<RemoteSummary> summary, boolean allRefs)
            throws PullException {
        if (summary.isPresent()) {
            return;
        }
        if (open.trust().gpgVerifySummary()) {
            throw new PullException("GPG verification enabled, but no summary found (use gpg-verify-summary=false in"
                    + " remote config to disable)");
        }
        if (open.trust().signVerifySummary()) {
            throw new PullException("Signatures verification enabled, but no summary found (use"
                    + " sign-verify-summary=false in remote config to disable)");
        }
        if (options.deltas() == PullOptions.DeltaUse.REQUIRED) {
            throw new PullException("Fetch configured to require static deltas, but no summary found");
        }
        if (allRefs) {
            throw new PullException(
                    "Fetching all refs was requested in mirror mode, but remote repository does not have a summary");
        }
    }

    /** Over HTTP only archives are served: the files of other modes have no headers. */
    private static void requireArchive(Source source, Optional<SummaryRefs> summary) throws IOException {
        if (source.isLocal()) {
            return;
        }
        Optional<RepositoryMode> mode = summary.flatMap(SummaryRefs::mode);
        if (mode.isEmpty()) {
            byte[] bytes = source.file("config")
                    .orElseThrow(() -> new PullException("Server returned HTTP 404 for its config: there is no"
                            + " repository at "
                            + source.whereIs(new ObjectName(ObjectType.COMMIT, Checksum.digest(new byte[0])))
                                    .replaceAll("/objects/.*", "")));
            KeyFile file;
            try {
                file = KeyFile.parse(new String(bytes, StandardCharsets.UTF_8), "the remote's config");
            } catch (IllegalArgumentException e) {
                throw new PullException(String.valueOf(e.getMessage()), e);
            }
            mode = new RepositoryConfig(file).mode();
        }
        if (mode.filter(found -> found == RepositoryMode.ARCHIVE).isEmpty()) {
            throw new PullException("Can't pull from archives with mode \""
                    + mode.map(RepositoryMode::configName).orElse("none") + "\"");
        }
    }

    private List<RefRequest> wanted(List<String> branches, boolean allRefs, Optional<SummaryRefs> index)
            throws PullException {
        if (allRefs) {
            return index.orElseThrow().all();
        }
        if (!options.refs().isEmpty() || !options.commits().isEmpty()) {
            return options.refs();
        }
        if (branches.isEmpty()) {
            throw new PullException("No configured branches for remote " + remote);
        }
        return branches.stream().map(RefRequest::of).toList();
    }

    private static Optional<String> collection(OpenRemote open, Source source) {
        return source instanceof LocalSource local
                ? local.repository().config().collectionId()
                : open.remote().collectionId();
    }

    private Optional<String> refRemote(OpenRemote open) {
        return options.refRemote().isPresent()
                ? options.refRemote()
                : Optional.of(open.remote().name()).filter(_ -> open.isConfigured());
    }

    private static PullResult result(
            SequencedMap<RefRequest, Checksum> refs,
            Counters counters,
            Source source,
            long began,
            long written,
            Optional<PullResult.Plan> plan) {
        return new PullResult(
                RefResolution.names(refs),
                counters.metadataFetched.sum(),
                counters.contentFetched.sum(),
                counters.metadataCached.sum(),
                counters.contentCached.sum(),
                counters.deltaParts.sum(),
                source.isLocal(),
                source.bytesTransferred(),
                (System.nanoTime() - began) / 1e9,
                written,
                plan);
    }
}
