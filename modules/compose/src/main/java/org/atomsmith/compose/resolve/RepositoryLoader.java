package org.atomsmith.compose.resolve;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.deb.AptRepositories;
import org.atomsmith.deb.SourcesFile;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.NearNames;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.md.RepoDefinition;
import org.atomsmith.rpm.md.RepoFile;
import org.atomsmith.rpm.md.RpmRepository;
import org.atomsmith.rpm.md.SystemRepositories;

/**
 * Opens the repositories that a treefile names. They are defined beside it: a {@code .sources} file of apt defines the
 * repository of its own name, a {@code .repo} file of yum one for each of its sections.
 */
public final class RepositoryLoader {
    private final DownloadCache downloads;
    private final Path cacheDirectory;
    private final InstantSource clock;
    private final EventSink events;

    /**
     * A loader.
     *
     * @param clock tells whether signed indexes are still valid
     */
    public RepositoryLoader(DownloadCache downloads, Path cacheDirectory, InstantSource clock, EventSink events) {
        this.downloads = downloads;
        this.cacheDirectory = cacheDirectory;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Opens all repositories of a treefile.
     *
     * @param lock what {@code lockfile-repos} serve; without one they are not opened
     * @throws TreefileException when one is not defined
     */
    public List<Repository> load(Treefile treefile, Optional<Lockfile> lock) throws IOException {
        try (Step step = Step.begin(events, "metadata", "Read repositories")) {
            List<Repository> repositories = new ArrayList<>();
            for (Located<String> id : treefile.packages().repos()) {
                repositories.addAll(open(treefile, id));
            }
            for (Located<String> id :
                    lock.isPresent() ? treefile.packages().lockfileRepos() : List.<Located<String>>of()) {
                open(treefile, id).forEach(repository -> repositories.add(new LockedOnly(repository, lock.get())));
            }
            if (repositories.isEmpty()) {
                throw new IOException("none of the treefile's repositories is available");
            }
            int packages = repositories.stream().mapToInt(r -> r.names().size()).sum();
            step.end(repositories.size() + (repositories.size() == 1 ? " repository, " : " repositories, ") + packages
                    + " packages");
            return repositories;
        }
    }

    private List<Repository> open(Treefile treefile, Located<String> id) throws IOException {
        TreeSet<String> known = new TreeSet<>();
        for (Path directory : directories(treefile)) {
            Path sources = directory.resolve(id.value() + ".sources");
            if (Files.isRegularFile(sources)) {
                return apt(treefile, id.value(), sources, directory);
            }
            Optional<List<Repository>> yum = yum(treefile, id, directory, known);
            if (yum.isPresent()) {
                return yum.get();
            }
            known.addAll(named(directory, ".sources"));
        }
        String near = String.join("', '", NearNames.of(id.value(), known, 3));
        throw TreefileException.at(
                id,
                "repository '" + id.value() + "' is not defined: neither " + id.value() + ".sources nor a section ["
                        + id.value() + "] of a .repo file is beside the treefile",
                near.isEmpty()
                        ? known.isEmpty() ? "write one of them" : "defined are " + String.join(", ", known)
                        : "did you mean '" + near + "'?");
    }

    /** The directory of the file that names the repository, then that of the treefile itself. */
    private static List<Path> directories(Treefile treefile) {
        List<Path> directories = new ArrayList<>();
        for (Path source : treefile.sources()) {
            Path parent = source.toAbsolutePath().normalize().getParent();
            if (!directories.contains(parent)) {
                directories.add(parent);
            }
        }
        return directories;
    }

    private List<Repository> apt(Treefile treefile, String id, Path file, Path directory) throws IOException {
        return new AptRepositories(downloads, cacheDirectory, clock, Path.of("/"), treefile.basearch())
                .open(id, SourcesFile.parse(Files.readString(file), file.toString(), directory), events);
    }

    private Optional<List<Repository>> yum(Treefile treefile, Located<String> id, Path directory, Set<String> known)
            throws IOException {
        Map<String, String> variables = new HashMap<>(treefile.variables());
        variables.putAll(treefile.packages().repovars());
        for (String name : named(directory, ".repo")) {
            Path file = directory.resolve(name + ".repo");
            RepoFile definitions = RepoFile.parse(Files.readString(file), file.toString(), directory);
            known.addAll(definitions.ids());
            Optional<RepoDefinition> definition = definitions.define(id.value(), variables);
            if (definition.isPresent()) {
                RepoDefinition complete = new SystemRepositories(Path.of("/")).complete(definition.get(), variables);
                return Optional.of(RpmRepository.openIfAvailable(complete, downloads, clock, events).stream()
                        .<Repository>map(repository -> repository)
                        .toList());
            }
        }
        return Optional.empty();
    }

    private static List<String> named(Path directory, String suffix) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*" + suffix)) {
            for (Path p : stream) {
                String name = p.getFileName().toString();
                names.add(name.substring(0, name.length() - suffix.length()));
            }
        }
        Collections.sort(names);
        return names;
    }
}
