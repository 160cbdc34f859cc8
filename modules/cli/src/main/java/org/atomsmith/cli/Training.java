package org.atomsmith.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.ostree.cli.Ostree;

/**
 * Runs the commands of {@code ostree} that scripts call most, on a tiny repository, while the launcher has the JVM record
 * which classes they load: later starts then find them ready. What they print is of no interest.
 */
public final class Training {
    private Training() {}

    /**
     * Runs them.
     *
     * @param args an empty directory
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Path tree = Files.createDirectories(directory.resolve("tree/usr/bin"));
        Files.writeString(tree.resolve("program"), "program\n");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("program"));
        for (String mode : new String[] {"archive", "bare-user"}) {
            String repository = "--repo=" + directory.resolve(mode);
            run(repository, "init", "--mode=" + mode);
            run(repository, "commit", "--branch=a/b", "--subject=s", "--tree=dir=" + directory.resolve("tree"));
            run(repository, "refs");
            run(repository, "refs", "--create=c", "a/b");
            run(repository, "rev-parse", "a/b");
            run(repository, "show", "a/b");
            run(repository, "log", "a/b");
            run(repository, "ls", "-R", "a/b");
            run(repository, "cat", "a/b", "/usr/bin/program");
            run(
                    repository,
                    "checkout",
                    "-U",
                    "a/b",
                    directory.resolve(mode + "-tree").toString());
            run(repository, "remote", "add", "--no-gpg-verify", "r", "file:///nowhere");
            run(repository, "remote", "list");
            run(repository, "config", "get", "core.mode");
            run(repository, "fsck");
            run(repository, "prune", "--refs-only");
            run(repository, "summary", "-u");
        }
        run(
                "--repo=" + directory.resolve("bare-user"),
                "pull-local",
                directory.resolve("archive").toString(),
                "a/b");
        run("admin", "status", "--sysroot=" + directory);
        run("--help");
    }

    private static void run(String... words) {
        Ostree.main(new ArrayList<>(List.of(words)), Map.copyOf(System.getenv()));
    }
}
