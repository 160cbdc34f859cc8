package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.Repository;

/** Finds where refs of collections can be pulled from: configured remotes, and media that are mounted. */
public final class RemoteFinder {
    private static final List<String> MEDIA = List.of("/media/", "/run/media/", "/mnt/");

    private final Repository repository;
    private final PullOptions options;

    /** How remotes are found. */
    public enum Kind {
        /** The remotes of the repository's configuration. */
        CONFIG("OstreeRepoFinderConfig", 100),
        /** Repositories on media. */
        MOUNT("OstreeRepoFinderMount", 50);

        private final String title;
        private final int priority;

        Kind(String title, int priority) {
            this.title = title;
            this.priority = priority;
        }

        /** As libostree calls it. */
        public String title() {
            return title;
        }

        /** The lower, the rather it is asked. */
        public int priority() {
            return priority;
        }
    }

    /**
     * A remote that has refs which are looked for.
     *
     * @param remote its name is that of the configured remote whose keys and refs count for it
     * @param url where it is
     * @param lastModified when its summary was made, seconds since 1970; 0 when it does not say
     * @param refs what it has of those that are looked for; empty for one that it has not, or not the newest of
     */
    public record Result(
            Kind kind,
            Remote remote,
            String url,
            long lastModified,
            SequencedMap<CollectionRef, Optional<Checksum>> refs) {
        private long found() {
            return refs.values().stream().filter(Optional::isPresent).count();
        }
    }

    private record Candidate(Result result, Map<CollectionRef, SummaryRefs.Target> targets) {}

    /**
     * A finder.
     *
     * @param options how summaries are fetched
     */
    public RemoteFinder(Repository repository, PullOptions options) {
        this.repository = repository;
        this.options = options;
    }

    /** Looks for refs; the best results come first: of the same kind, the one whose summary is oldest, as libostree has it. A remote that cannot be reached is no result. */
    public List<Result> find(List<CollectionRef> refs, List<Kind> kinds) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        for (Remote remote : Remotes.of(repository).list().values()) {
            Optional<String> collection = remote.collectionId();
            if (collection.isEmpty()
                    || refs.stream().noneMatch(ref -> ref.collection().equals(collection.get()))) {
                continue;
            }
            if (kinds.contains(Kind.CONFIG) && remote.option("url").isPresent()) {
                ask(Kind.CONFIG, remote, remote.url(), refs).ifPresent(candidates::add);
            }
            if (kinds.contains(Kind.MOUNT)) {
                for (Path path : mounted()) {
                    ask(Kind.MOUNT, remote, path.toUri().toString().replaceFirst("^file:/+", "file:///"), refs)
                            .ifPresent(candidates::add);
                }
            }
        }
        return newest(refs, candidates);
    }

    private Optional<Candidate> ask(Kind kind, Remote remote, String url, List<CollectionRef> refs) {
        PullOptions there = new PullOptions.Builder()
                .url(Optional.of(url))
                .cacheDirectory(options.cacheDirectory())
                .skipCache(options.skipCache() || kind == Kind.MOUNT)
                .environment(options.environment())
                .build();
        try (OpenRemote open = OpenRemote.open(repository, remote.name(), there)) {
            Optional<RemoteSummary> summary = open.summary(repository, there);
            if (summary.isEmpty()) {
                return Optional.empty();
            }
            SummaryRefs index = SummaryRefs.parse(summary.get().bytes());
            Map<CollectionRef, SummaryRefs.Target> targets = new LinkedHashMap<>();
            for (CollectionRef ref : refs) {
                if (remote.collectionId().equals(Optional.of(ref.collection()))) {
                    index.find(Optional.of(ref.collection()), ref.ref()).ifPresent(found -> targets.put(ref, found));
                }
            }
            long modified = index.bigEndian("ostree.summary.last-modified").orElse(0L);
            Result result = new Result(kind, remote, url, modified, new LinkedHashMap<>());
            return targets.isEmpty() ? Optional.empty() : Optional.of(new Candidate(result, targets));
        } catch (IOException e) {
            // One of many: the others may do.
            return Optional.empty();
        }
    }

    /** Of each ref only the newest commit counts, whoever has it. */
    private static List<Result> newest(List<CollectionRef> refs, List<Candidate> candidates) {
        Map<CollectionRef, SummaryRefs.Target> newest = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            candidate.targets.forEach((ref, target) -> newest.merge(
                    ref,
                    target,
                    (one, other) ->
                            other.timestamp().orElse(0L) > one.timestamp().orElse(0L) ? other : one));
        }
        List<Result> results = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Result found = candidate.result;
            for (CollectionRef ref : refs) {
                Optional<Checksum> commit = Optional.ofNullable(candidate.targets.get(ref))
                        .map(SummaryRefs.Target::commit)
                        .filter(checksum -> Optional.ofNullable(newest.get(ref))
                                .map(SummaryRefs.Target::commit)
                                .equals(Optional.of(checksum)));
                if (found.remote.collectionId().equals(Optional.of(ref.collection()))) {
                    found.refs.put(ref, commit);
                }
            }
            if (found.found() > 0) {
                results.add(found);
            }
        }
        results.sort(Comparator.comparingInt((Result result) -> result.kind.priority())
                .thenComparingLong(Result::lastModified)
                .thenComparing(result -> result.remote.name()));
        return results;
    }

    /**
     * Pulls refs from the first result that has each.
     *
     * @return the refs that were pulled
     */
    public List<CollectionRef> pull(List<Result> results, boolean mirror) throws IOException {
        List<CollectionRef> pulled = new ArrayList<>();
        for (Result result : results) {
            PullOptions.Builder builder = PullOptions.builder()
                    .mirror(mirror)
                    .url(Optional.of(result.url))
                    .cacheDirectory(options.cacheDirectory())
                    .skipCache(options.skipCache())
                    .environment(options.environment());
            List<CollectionRef> wanted = new ArrayList<>();
            result.refs.forEach((ref, commit) -> {
                if (commit.isPresent() && !pulled.contains(ref)) {
                    builder.ref(new RefRequest(Optional.of(ref.collection()), ref.ref(), commit));
                    wanted.add(ref);
                }
            });
            if (!wanted.isEmpty()) {
                new Pull(repository, result.remote.name(), builder.build()).run();
                pulled.addAll(wanted);
            }
        }
        return pulled;
    }

    /** The repositories of media: in the usual places, and where links lead, which stay on the medium. */
    private static List<Path> mounted() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] fields = line.split(" ", -1);
            String mount = fields.length > 1 ? fields[1].replace("\\040", " ") + "/" : "";
            if (MEDIA.stream().anyMatch(mount::startsWith)) {
                Path root = Path.of(mount).toRealPath();
                TreeSet<Path> places = new TreeSet<>();
                Path links = root.resolve(".ostree/repos.d");
                if (Files.isDirectory(links)) {
                    try (DirectoryStream<Path> entries = Files.newDirectoryStream(links)) {
                        entries.forEach(places::add);
                    }
                }
                places.add(root.resolve(".ostree/repo"));
                places.add(root.resolve("ostree/repo"));
                for (Path place : places) {
                    if (Files.exists(place.resolve("config"))
                            && place.toRealPath().startsWith(root)) {
                        found.add(place.toRealPath());
                    }
                }
            }
        }
        return found;
    }
}
