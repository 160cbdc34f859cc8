package org.atomsmith.deb;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.deb.AptSource.SignedBy;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.Request;

/** Opens the repositories that a sources file defines: fetches, verifies, unpacks and indexes their metadata. */
public final class AptRepositories {
    private final DownloadCache downloads;
    private final Path metadata;
    private final Suites suites;
    private final Path machine;
    private final String arch;

    /**
     * Prepares; nothing is read or fetched yet.
     *
     * @param cacheDir the cache directory; what is derived from fetched metadata is kept in its {@code metadata} folder
     * @param clock tells whether a Release file is still valid
     * @param machine root directory of the machine whose apt {@code URIs: system} means, {@code /} but in tests
     * @param arch the architecture to compose for, in RPM's spelling
     */
    public AptRepositories(DownloadCache downloads, Path cacheDir, InstantSource clock, Path machine, String arch) {
        this.downloads = downloads;
        this.metadata = cacheDir.resolve("metadata");
        this.machine = machine;
        this.arch = DebArch.toDeb(arch);
        this.suites = new Suites(downloads, new VerifiedText(metadata, clock), clock, machine, this.arch);
    }

    /** Suites that the same mirrors have, and so one repository. */
    private record Group(String id, List<URI> bases, List<Suites.Asked> asked) {}

    /**
     * Opens what a sources file defines. One repository comes out for each archive (mirrors of one another): the first
     * bears the identifier, others have their first suite's name appended: {@code debian}, {@code debian-trixie-security}.
     *
     * @param id the identifier by which treefiles name the definition
     * @throws AptException when an archive is not what it must be
     * @throws org.atomsmith.rpm.fetch.FetchException when something cannot be fetched
     */
    public List<Repository> open(String id, List<AptSource> sources, EventSink events) throws IOException {
        return together(groups(id, sources), group -> open(group, events));
    }

    private List<Group> groups(String id, List<AptSource> sources) throws IOException {
        Map<List<String>, Group> groups = new LinkedHashMap<>();
        Optional<SystemArchives> system = Optional.empty();
        for (AptSource source : sources) {
            if (!source.architectures().isEmpty() && !source.architectures().contains(arch)) {
                continue;
            }
            for (String suite : source.suites()) {
                List<String> uris = source.uris();
                List<SignedBy> signedBy = source.signedBy();
                if (source.system()) {
                    system = system.isPresent() ? system : Optional.of(SystemArchives.read(machine));
                    SystemArchives.Archive archive = system.get().archiveFor(suite);
                    uris = archive.uris();
                    signedBy = signedBy.isEmpty() ? archive.signedBy() : signedBy;
                }
                List<URI> bases = new ArrayList<>();
                for (String uri : uris) {
                    bases.add(URI.create(uri.endsWith("/") ? uri : uri + "/"));
                }
                String name = groups.isEmpty() ? id : id + "-" + suite;
                groups.computeIfAbsent(uris, u -> new Group(name, bases, new ArrayList<>()))
                        .asked()
                        .add(new Suites.Asked(source, suite, bases, signedBy));
            }
        }
        if (groups.isEmpty()) {
            throw new AptException.NoSuchComponent(
                    "repository " + id + ": no enabled stanza has packages ('Types: deb') for architecture " + arch);
        }
        return List.copyOf(groups.values());
    }

    private Repository open(Group group, EventSink events) throws IOException {
        String id = group.id();
        List<Suites.Listed> listed = new ArrayList<>();
        for (List<Suites.Listed> each : together(group.asked(), asked -> suites.lists(asked, id, events))) {
            listed.addAll(each);
        }
        Map<String, Request> missing = new LinkedHashMap<>();
        for (Suites.Listed list : listed) {
            if (!PackageList.isUnpacked(metadata, list.origin())) {
                missing.put(list.origin().sha256(), list.request());
            }
        }
        if (!missing.isEmpty()) {
            Map<String, Path> fetched = downloads.fetchAll(
                    missing.values(), 4, events, "metadata-" + id, "Fetch the package lists of " + id);
            together(List.copyOf(missing.keySet()), digest -> {
                for (Suites.Listed list : listed) {
                    if (list.origin().sha256().equals(digest)) {
                        Path file = fetched.get(digest);
                        if (file != null) {
                            PackageList.unpack(metadata, list.origin(), file);
                        }
                        break;
                    }
                }
                return digest;
            });
        }
        List<PackageList> lists = together(listed, list -> PackageList.open(metadata, list.origin()));
        return new AptRepository(id, group.bases(), digest(listed), lists);
    }

    /** Changes exactly when what is listed does: a Release file that was only signed anew changes nothing. */
    private static String digest(List<Suites.Listed> lists) {
        StringBuilder all = new StringBuilder();
        for (Suites.Listed list : lists) {
            all.append(list.suite()).append(' ');
            all.append(list.origin().path())
                    .append(' ')
                    .append(list.origin().sha256())
                    .append('\n');
        }
        return HexFormat.of()
                .formatHex(CacheFiles.sha256().digest(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Work on one of several things at once. */
    @FunctionalInterface
    private interface Work<T, R> {
        R on(T item) throws IOException;
    }

    /** Does the work on all items at once; results in the items' order. */
    private static <T, R> List<R> together(List<T> items, Work<T, R> work) throws IOException {
        if (items.size() == 1) {
            return List.of(work.on(items.getFirst()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<R>> tasks = new ArrayList<>();
            items.forEach(item -> tasks.add(() -> work.on(item)));
            List<R> results = new ArrayList<>();
            for (Future<R> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException unexpected -> throw unexpected;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("reading package lists was interrupted");
        }
    }
}
