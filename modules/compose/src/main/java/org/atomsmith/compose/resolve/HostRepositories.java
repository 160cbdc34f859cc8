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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.atomsmith.deb.AptRepositories;
import org.atomsmith.deb.SourcesFile;
import org.atomsmith.deb.convert.ConvertedRepository;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.md.RepoDefinition;
import org.atomsmith.rpm.md.RepoFile;
import org.atomsmith.rpm.md.RpmRepository;
import org.atomsmith.rpm.md.SystemRepositories;

/**
 * The package repositories of a host. They are defined in files as apt and yum have them: {@code NAME.sources} and
 * {@code NAME.repo}, in several directories; an empty file hides one
 * of that name in a later directory. For a host of Debian packages the latter are repositories of converted ones.
 */
public final class HostRepositories {
    private static final String SOURCES_EXAMPLE = """
            /debian.sources:
              Types: deb
              URIs: https://mirror.example.org/debian
              Suites: trixie
              Components: main
              Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg""";
    private static final String REPO_EXAMPLE = """
            /packages.repo:
              [packages]
              baseurl=https://mirror.example.org/packages/$releasever/$basearch/
              gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-packages""";
    /** Where dnf looks for variables: a file for each. */
    private static final List<String> VARIABLES = List.of("etc/dnf/vars", "etc/yum/vars");

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
     * Opens all enabled repositories for hosts whose packages are of a kind; they share that kind's version scheme.
     *
     * @param kind {@code "deb"} or {@code "rpm"}
     * @param arch the machine, in RPM's spelling
     * @throws IOException when an index cannot be had or is not signed as it must be
     */
    public List<Repository> open(String kind, String arch) throws IOException {
        try (Step step = Step.begin(events, "metadata", "Read repositories")) {
            List<Repository> repositories = new ArrayList<>();
            boolean debian = kind.equals("deb");
            for (Path file : debian ? definitions(".sources") : List.<Path>of()) {
                String text = Files.readString(file);
                if (!text.isBlank()) {
                    repositories.addAll(apt(file, text, arch));
                }
            }
            for (Path file : definitions(".repo")) {
                String text = Files.readString(file);
                for (Repository repository : text.isBlank() ? List.<Repository>of() : yum(file, text, arch)) {
                    repositories.add(debian ? new ConvertedRepository(repository) : repository);
                }
            }
            if (!debian) {
                repositories = HostModules.of(root).visible(repositories, arch, step);
            }
            int packages = repositories.stream().mapToInt(r -> r.names().size()).sum();
            step.end(repositories.size() + (repositories.size() == 1 ? " repository, " : " repositories, ") + packages
                    + " packages");
            return repositories;
        }
    }

    /** For people: that there are no repositories for a host of that kind, and how to define one. */
    public String missing(String kind) {
        String places = directories.stream()
                .map(directory -> "/" + root.relativize(directory))
                .collect(Collectors.joining(", "));
        return "this host has no package repositories: no "
                + (kind.equals("deb") ? ".sources file, and no .repo file of converted packages," : ".repo file")
                + " is in " + places + "; for example, /" + root.relativize(directories.getFirst())
                + (kind.equals("deb") ? SOURCES_EXAMPLE : REPO_EXAMPLE);
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
        Map<String, String> variables = variables(arch);
        RepoFile definitions = RepoFile.parse(text, file.toString(), file.resolveSibling(""));
        List<Repository> repositories = new ArrayList<>();
        for (String id : definitions.ids()) {
            Optional<RepoDefinition> definition = definitions.define(id, variables);
            if (definition.isPresent() && definition.get().enabled()) {
                RepoDefinition complete = new SystemRepositories(root).complete(definition.get(), variables);
                RpmRepository.openIfAvailable(complete, downloads, clock, events)
                        .ifPresent(repositories::add);
            }
        }
        return repositories;
    }

    private Map<String, String> variables(String arch) throws IOException {
        Map<String, String> variables = new TreeMap<>(Map.of("basearch", arch, "arch", arch, "releasever", release()));
        for (String place : VARIABLES) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(place), Files::isRegularFile)) {
                for (Path file : files) {
                    Files.readAllLines(file).stream()
                            .findFirst()
                            .ifPresent(line -> variables.put(file.getFileName().toString(), line.strip()));
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Most hosts have none.
            }
        }
        return variables;
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
