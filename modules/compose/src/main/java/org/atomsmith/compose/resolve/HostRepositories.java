package org.atomsmith.compose.resolve;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.deb.AptRepositories;
import org.atomsmith.deb.SourcesFile;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.md.RepoDefinition;
import org.atomsmith.rpm.md.RepoFile;
import org.atomsmith.rpm.md.RpmRepository;

/**
 * The package repositories of a host. They are defined in files as apt and yum have them: {@code NAME.sources} and
 * {@code NAME.repo}, in several directories; an empty file hides one
 * of that name in a later directory.
 */
public final class HostRepositories {
    private final List<Path> directories;
    private final Path root;
    private final Path cache;
    private final DownloadCache downloads;
    private final InstantSource clock;
    private final EventSink events;

    /**
     * The repositories of a host.
     *
     * @param directories where they are defined
     * @param root of the running system, for what the definitions and the keys refer to
     * @param cache for what is derived from fetched indexes
     * @param clock tells whether signed indexes are still valid
     */
    public HostRepositories(
            List<Path> directories,
            Path root,
            Path cache,
            DownloadCache downloads,
            InstantSource clock,
            EventSink events) {
        this.directories = List.copyOf(directories);
        this.root = root;
        this.cache = cache;
        this.downloads = downloads;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Opens all enabled repositories with packages of a kind.
     *
     * @param kind {@code "deb"} or {@code "rpm"}
     * @param arch the machine, in RPM's spelling
     * @throws IOException when an index cannot be had or is not signed as it must be
     */
    public List<Repository> open(String kind, String arch) throws IOException {
        try (Step step = Step.begin(events, "metadata", "Read repositories")) {
            List<Repository> repositories = new ArrayList<>();
            for (Path file : definitions(kind.equals("deb") ? ".sources" : ".repo")) {
                String text = Files.readString(file);
                if (!text.isBlank()) {
                    repositories.addAll(kind.equals("deb") ? apt(file, text, arch) : yum(file, text, arch));
                }
            }
            int packages = repositories.stream().mapToInt(r -> r.names().size()).sum();
            step.end(repositories.size() + (repositories.size() == 1 ? " repository, " : " repositories, ") + packages
                    + " packages");
            return repositories;
        }
    }

    /** The defining files that count: the first of each name. */
    public List<Path> definitions(String suffix) throws IOException {
        Set<String> names = new HashSet<>();
        List<Path> files = new ArrayList<>();
        for (Path directory : directories) {
            List<Path> here = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*" + suffix)) {
                stream.forEach(here::add);
            } catch (NoSuchFileException | NotDirectoryException e) {
                continue;
            }
            here.sort(Comparator.naturalOrder());
            for (Path file : here) {
                if (names.add(file.getFileName().toString())) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    private List<Repository> apt(Path file, String text, String arch) throws IOException {
        String name = file.getFileName().toString();
        return new AptRepositories(downloads, cache, clock, root, arch)
                .open(
                        name.substring(0, name.lastIndexOf('.')),
                        SourcesFile.parse(text, file.toString(), file.resolveSibling("")),
                        events);
    }

    private List<Repository> yum(Path file, String text, String arch) throws IOException {
        Map<String, String> variables = Map.of("basearch", arch, "arch", arch, "releasever", release());
        RepoFile definitions = RepoFile.parse(text, file.toString(), file.resolveSibling(""));
        List<Repository> repositories = new ArrayList<>();
        for (String id : definitions.ids()) {
            Optional<RepoDefinition> definition = definitions.define(id, variables);
            if (definition.isPresent() && definition.get().enabled()) {
                RpmRepository.openIfAvailable(definition.get(), downloads, clock, events)
                        .ifPresent(repositories::add);
            }
        }
        return repositories;
    }

    private String release() throws IOException {
        for (String name : List.of("etc/os-release", "usr/lib/os-release")) {
            Path file = root.resolve(name);
            if (Files.isRegularFile(file)) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("VERSION_ID=")) {
                        return line.substring("VERSION_ID=".length()).replace("\"", "");
                    }
                }
            }
        }
        return "";
    }
}
