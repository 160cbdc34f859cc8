package org.atomsmith.host.layer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.atomsmith.event.EventSink;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.Programs;
import org.atomsmith.rpm.create.RepositoryCreation;
import org.atomsmith.rpm.create.RepositoryOptions;

/**
 * A host that has a tiny image deployed, whose packages rpm itself installed, and a repository of tiny packages beside it,
 * which rpmbuild makes.
 */
public final class RpmLayerFixture extends HostFixture {
    private final Path repository;

    /** Makes an empty repository. */
    RpmLayerFixture(Path directory) throws IOException {
        super(directory, "rpm");
        this.repository = Files.createDirectories(directory.resolve("pool"));
        Files.writeString(
                definitions().resolve("mini.repo"), "[mini]\nbaseurl=" + repository.toUri() + "\ngpgcheck=0\n");
        index();
    }

    /** Adds packages to the repository. */
    void publish(Path... packages) throws IOException {
        for (Path file : packages) {
            Files.copy(file, repository.resolve(file.getFileName()));
        }
        index();
    }

    /**
     * Builds a package, NAME-VERSION.rpm.
     *
     * @param more what follows in its spec file
     */
    public static Path build(Path to, String name, String version, String more) throws IOException {
        assumeTrue(Programs.find("rpmbuild").isPresent(), "rpmbuild is not installed");
        Path directory = Files.createDirectories(to.resolve("spec"));
        Path spec = Files.writeString(
                directory.resolve(name + "-" + version + ".spec"),
                "Name: " + name + "\nVersion: " + version + "\nRelease: 1\nSummary: " + name
                        + " of a test\nLicense: MIT\nAutoReqProv: no\n" + more);
        Command.of(
                        "rpmbuild",
                        "-bb",
                        "--quiet",
                        "-D_topdir " + directory.resolve("build"),
                        "-D_rpmdir " + to,
                        "-D_rpmfilename %%{NAME}-%%{VERSION}.rpm",
                        "-D_buildhost test",
                        "-Duse_source_date_epoch_as_buildtime 1",
                        spec.toString())
                .withInheritedEnvironment()
                .withEnvironment("SOURCE_DATE_EPOCH", "1710000000")
                .runOrThrow();
        return to.resolve(name + "-" + version + ".rpm");
    }

    private void index() throws IOException {
        new RepositoryCreation(repository, RepositoryOptions.plain()).run(EventSink.none());
    }

    /** Has rpm install packages into a new tree, commits it and returns its checksum. */
    String image(String version, Path... packages) throws IOException {
        Path tree = installedByRpm(version);
        skeleton(tree);
        rpm(tree, words("-i", packages)).orThrow();
        Path image = directory.resolve("image-" + version);
        run("cp", "-a", tree.toString(), image.toString());
        Files.move(image.resolve("etc"), image.resolve("usr/etc"));
        for (String gone : List.of("var", "tmp")) {
            run("rm", "-rf", image.resolve(gone).toString());
        }
        Files.createDirectories(image.resolve("var"));
        // What only a running rpm needs.
        try (Stream<Path> files = Files.list(image.resolve("usr/share/rpm"))) {
            for (Path file : files.toList()) {
                if (!file.endsWith("rpmdb.sqlite")) {
                    Files.delete(file);
                }
            }
        }
        return commit(image, version);
    }

    /** The tree that rpm made of an image's packages: rpm may change it further. */
    Path installedByRpm(String version) {
        return directory.resolve("rpm-" + version);
    }

    static String[] words(String command, Path... packages) {
        List<String> words = new ArrayList<>(List.of(command));
        for (Path p : packages) {
            words.add(p.toString());
        }
        return words.toArray(String[]::new);
    }

    /** Runs rpm on a tree. */
    static CommandResult rpm(Path tree, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("rpm", "--root", tree.toString(), "--dbpath", "/usr/share/rpm"));
        // Debian's rpm asks whether it is meant to install; others do not know the option.
        if (run("rpm", "--help").output().contains("--force-debian")) {
            command.add("--force-debian");
        }
        command.add("--nosignature");
        command.addAll(List.of(words));
        return Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("LC_ALL", "C.UTF-8")
                .run();
    }

    /** rpm finds no fault with the database of the deployment that boots next. */
    void verifies() throws IOException {
        run("rpm", "--root", root().toString(), "--dbpath", "/usr/share/rpm", "--verifydb");
    }

    /** Runs rpm on the deployment that boots next, and returns its lines, sorted. */
    List<String> knows(String... words) throws IOException {
        return rpm(root(), words).output().lines().sorted().toList();
    }
}
