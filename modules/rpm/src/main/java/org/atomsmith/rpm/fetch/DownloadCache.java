package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.TransferOptions;

/**
 * Fetched files, kept for ever: packages and metadata by SHA-256 in {@code downloads/<aa>/<sha256>}, repositories' entry
 * points by address in {@code indexes/}. Any number of threads and processes may share one cache directory. A killed
 * download goes on where it stopped.
 *
 * <p>Files that are asked for are hashed when they arrive and named by their digest only then; a stored file is not
 * hashed again unless it was touched since.
 */
public final class DownloadCache {
    /** The largest document that {@link #fetchIndex} takes, in bytes. */
    public static final long MAX_INDEX = 32L << 20;

    private final Path directory;
    private final boolean offline;
    private final ContentStore store;
    private final IndexCache indexes;
    private final DownloadLocks locks;
    private final Policy policy;
    private final Transport transport;
    private final MirrorHealth health = new MirrorHealth();

    /**
     * Opens a cache; the directory is made when first needed. Proxies are taken from the environment ({@code http_proxy},
     * {@code https_proxy}, {@code all_proxy}, {@code no_proxy}).
     *
     * @param offline true to use what the cache holds and local files alone
     */
    public DownloadCache(Path cacheDir, boolean offline) {
        this(cacheDir, offline, Policy.DEFAULT, System.getenv());
    }

    /** Like {@link #DownloadCache(Path, boolean)}, for files that can be done without: it soon gives up on a silent network. */
    public static DownloadCache impatient(Path cacheDir, boolean offline) {
        return new DownloadCache(cacheDir, offline, Policy.IMPATIENT, System.getenv());
    }

    DownloadCache(Path cacheDir, boolean offline, Policy policy, Map<String, String> environment) {
        Path root = cacheDir.toAbsolutePath().normalize();
        this.directory = root;
        this.offline = offline;
        this.store = new ContentStore(root.resolve("downloads"));
        this.indexes = new IndexCache(root.resolve("indexes"));
        this.locks = new DownloadLocks(root.resolve("downloads").resolve(".lock"));
        this.policy = policy;
        this.transport = new Transport(policy, environment);
    }

    /** Whether the network may not be used. */
    public boolean offline() {
        return offline;
    }

    /** The cache directory, in which what is derived from fetched files may be kept too. */
    public Path directory() {
        return directory;
    }

    /** The stored file of that digest, when it is there. Never uses the network. */
    public Optional<Path> find(String sha256) throws IOException {
        return store.find(sha256, Request.UNKNOWN_SIZE);
    }

    /**
     * Makes sure that every file is in the cache, as one step {@code "download"} that counts bytes.
     *
     * @param parallel how many transfers run at once, at least 1
     * @return the stored files by digest; read them, never write them
     * @throws FetchException as soon as one file cannot be had; what is complete stays in the cache
     */
    public SortedMap<String, Path> fetchAll(Collection<Request> requests, int parallel, EventSink events)
            throws IOException {
        return fetchAll(requests, parallel, events, "download", "Download");
    }

    /** Like {@link #fetchAll(Collection, int, EventSink)}, with a step of that name and title. */
    public SortedMap<String, Path> fetchAll(
            Collection<Request> requests, int parallel, EventSink events, String step, String title)
            throws IOException {
        SortedMap<String, Path> paths = new TreeMap<>();
        Map<String, Request> missing = new LinkedHashMap<>();
        for (Request request : requests) {
            if (paths.containsKey(request.sha256()) || missing.containsKey(request.sha256())) {
                continue;
            }
            Optional<Path> path = store.find(request.sha256(), request.size());
            path.ifPresentOrElse(p -> paths.put(request.sha256(), p), () -> missing.put(request.sha256(), request));
        }
        long total =
                missing.values().stream().mapToLong(r -> Math.max(0, r.size())).sum();
        try (Step running = Step.begin(events, step, title, total, Event.Unit.BYTES)) {
            if (missing.isEmpty()) {
                running.end(paths.size() + (paths.size() == 1 ? " file" : " files") + " in the cache", true);
                return paths;
            }
            List<Request> fetch = List.copyOf(missing.values());
            refuseWhatOfflineCannotDo(fetch);
            StorageFailures.requireRoom(store.root(), total - partsSize(fetch), describe(fetch.size()));
            paths.putAll(transferAll(fetch, parallel, running));
            running.end(describe(fetch.size()) + ", " + FetchException.bytes(total));
        }
        return paths;
    }

    /** Makes sure that one file is in the cache, without a step of its own. */
    public Path fetch(Request request) throws IOException {
        Optional<Path> path = store.find(request.sha256(), request.size());
        if (path.isPresent()) {
            return path.get();
        }
        refuseWhatOfflineCannotDo(List.of(request));
        try (Step silent = Step.begin(EventSink.none(), "download", request.label())) {
            Path fetched = download(request, new Progress(silent, request.label()));
            silent.end("");
            return fetched;
        }
    }

    /**
     * Fetches a document whose digest nothing states, such as {@code InRelease} or {@code repomd.xml}, from the first
     * mirror that has it. A copy is remembered, and asked for again only if it changed. Offline, the remembered copy is the
     * answer. The caller verifies the signature.
     *
     * @throws FetchException.NotFound when every mirror says that there is no such document
     * @throws FetchException.TooLarge when it has more than {@link #MAX_INDEX} bytes
     * @throws FetchException.Offline when the network may not be used and no copy is remembered
     */
    public Index fetchIndex(URI... mirrors) throws IOException {
        return fetchIndex(List.of(mirrors), IndexCheck.NONE, TransferOptions.USUAL);
    }

    /**
     * Like {@link #fetchIndex(URI...)}, for a document of which more is known.
     *
     * @param check a mirror whose document it refuses is passed over, and nothing of it is remembered
     * @throws FetchException.Refused when every mirror's document is refused
     */
    public Index fetchIndex(List<URI> mirrors, IndexCheck check, TransferOptions options) throws IOException {
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException("fetchIndex needs at least one address");
        }
        return new IndexDownload(indexes, transport, policy, offline, check, options).fetch(mirrors);
    }

    private SortedMap<String, Path> transferAll(List<Request> requests, int parallel, Step step) throws IOException {
        SortedMap<String, Path> paths = new TreeMap<>();
        Semaphore slots = new Semaphore(Math.max(1, parallel), true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var finished = new ExecutorCompletionService<Map.Entry<String, Path>>(threads);
            for (Request request : requests) {
                finished.submit(inSlot(
                        slots,
                        () -> Map.entry(request.sha256(), download(request, new Progress(step, request.label())))));
            }
            try {
                for (int i = 0; i < requests.size(); i++) {
                    Map.Entry<String, Path> one = finished.take().get();
                    paths.put(one.getKey(), one.getValue());
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw asIoException(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("downloads were interrupted");
            }
        }
        return paths;
    }

    private static <T> Callable<T> inSlot(Semaphore slots, Callable<T> work) {
        return () -> {
            slots.acquire();
            try {
                return work.call();
            } finally {
                slots.release();
            }
        };
    }

    private Path download(Request request, Progress progress) throws IOException {
        try (DownloadLocks.Held _ = lock(request)) {
            Optional<Path> arrived = store.find(request.sha256(), request.size());
            if (arrived.isEmpty()) {
                Path part = store.part(request.sha256());
                new Download(request, part, transport, health, policy, progress).run();
                arrived = Optional.of(store.adopt(request.sha256()));
            }
            progress.reached(Files.size(arrived.get()));
            return arrived.get();
        }
    }

    private DownloadLocks.Held lock(Request request) throws IOException {
        try {
            return locks.acquire(request.sha256());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw StorageFailures.of(store.root(), Math.max(0, request.size()), request.label(), e);
        }
    }

    private void refuseWhatOfflineCannotDo(List<Request> missing) throws FetchException {
        if (!offline) {
            return;
        }
        List<String> remote = missing.stream()
                .filter(r -> r.mirrors().stream().noneMatch(Transport::isLocal))
                .map(Request::label)
                .toList();
        if (!remote.isEmpty()) {
            int shown = Math.min(remote.size(), 10);
            throw new FetchException.Offline("offline: " + describe(remote.size())
                    + (remote.size() == 1 ? " is" : " are") + " not in the cache " + store.root() + ": "
                    + String.join(", ", remote.subList(0, shown))
                    + (shown < remote.size() ? " and " + (remote.size() - shown) + " more" : "")
                    + "; run once without --offline to fetch what is missing");
        }
    }

    private long partsSize(List<Request> requests) {
        return requests.stream()
                .map(r -> store.part(r.sha256()).toFile().length())
                .mapToLong(Long::longValue)
                .sum();
    }

    private static String describe(int files) {
        return files + (files == 1 ? " file" : " files");
    }

    private static IOException asIoException(Throwable failure) {
        return switch (failure) {
            case IOException e -> e;
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> new IOException(failure);
        };
    }
}
