package org.atomsmith.cli;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.cli.terminal.Terminal;
import org.atomsmith.ostree.cli.Ostree;

/**
 * Runs the commands of {@code ostree} that scripts call most, on a small repository, while the launcher has the JVM record
 * which classes they load: later starts then find them ready. What they print is of no interest.
 *
 * <p>The delta is made before, by a process that nothing is recorded of: a cache cannot hold classes of a jar for several
 * releases, xz's encoder among them, and those that it names without having them are looked for in every jar at each start.
 */
public final class Training {
    private static final int FILES = 1024;

    private Training() {}

    /**
     * Makes what they need, or runs them.
     *
     * @param args {@code prepare} or {@code run}, and a directory
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        Path directory = Path.of(args[1]);
        if (args[0].equals("prepare")) {
            prepare(directory, tree(Files.createDirectories(directory.resolve("tree"))));
        } else {
            Main.main(new String[] {"--version"});
            // The JVM's launcher looks at all methods of Main, and so at what this one takes.
            Class.forName(Terminal.class.getName());
            run(directory);
        }
    }

    /** A tree, and a repository with two commits and the delta between them. */
    private static void prepare(Path directory, Path tree) throws IOException {
        String updates = "--repo=" + directory.resolve("updates");
        String commit = "--tree=dir=" + tree;
        run(updates, "init", "--mode=archive");
        run(updates, "commit", "--branch=a/b", commit);
        Path changed = tree.resolve("usr/bin/program-1");
        Files.writeString(changed, "another\n".repeat(FILES));
        run(updates, "commit", "--branch=a/b", commit);
        run(updates, "static-delta", "generate", "a/b");
        run(updates, "static-delta", "generate", "--inline", "--filename=" + directory.resolve("delta"), "a/b");
        run(updates, "summary", "-u");
    }

    private static void run(Path directory) throws IOException {
        Path tree = directory.resolve("tree");
        for (String mode : new String[] {"archive", "bare-user", "bare"}) {
            train(directory, mode, tree);
        }
        String source = directory.resolve("archive").toString();
        for (String mode : new String[] {"bare-user", "archive"}) {
            String target = "--repo=" + directory.resolve("pulled-" + mode);
            run(target, "init", "--mode=" + mode);
            run(target, "pull-local", source, "a/b");
            run(target, "fsck");
        }
        String updates = directory.resolve("updates").toString();
        run("--repo=" + updates, "static-delta", "list");
        String updated = outdated(directory, "by-delta");
        run(updated, "remote", "add", "--no-gpg-verify", "o", "file://" + updates);
        run(updated, "pull", "o", "a/b");
        run(
                outdated(directory, "by-file"),
                "static-delta",
                "apply-offline",
                directory.resolve("delta").toString());
        pullFromServer(directory.resolve("archive"), directory.resolve("over-http"));
        run("admin", "status", "--sysroot=" + directory);
        run("--help");
    }

    /** A new repository with the first of the two commits; returns the option that names it. */
    private static String outdated(Path directory, String name) {
        String repository = "--repo=" + directory.resolve(name);
        run(repository, "init", "--mode=bare-user");
        run(repository, "pull-local", directory.resolve("updates").toString(), "a/b^");
        return repository;
    }

    /** A tree with as many files as it takes until the JVM knows what is worth compiling. */
    private static Path tree(Path root) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Path folder = Files.createDirectories(root.resolve(i % 2 == 0 ? "usr/bin" : "usr/lib/" + i % 64));
            Files.writeString(folder.resolve("program-" + i), "program " + i + "\n" + "text ".repeat(i % 512));
            if (i % 16 == 0) {
                Files.createSymbolicLink(folder.resolve("link-" + i), Path.of("program-" + i));
            }
        }
        return root;
    }

    private static void pullFromServer(Path served, Path into) throws IOException {
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), served, SimpleFileServer.OutputLevel.NONE);
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            String target = "--repo=" + into;
            run(target, "init", "--mode=bare-user");
            run(target, "remote", "add", "--no-gpg-verify", "o", url);
            run(target, "pull", "--disable-static-deltas", "o", "a/b");
            run(target, "remote", "refs", "o");
        } finally {
            server.stop(0);
        }
    }

    private static void train(Path directory, String mode, Path tree) {
        String repository = "--repo=" + directory.resolve(mode);
        String again = directory.resolve(mode + "-links").toString();
        run(repository, "init", "--mode=" + mode);
        run(repository, "commit", "--branch=a/b", "--subject=s", "--tree=dir=" + tree);
        run(repository, "refs");
        run(repository, "refs", "--create=c", "a/b");
        run(repository, "rev-parse", "a/b");
        run(repository, "show", "a/b");
        run(repository, "log", "a/b");
        run(repository, "ls", "-R", "a/b");
        run(repository, "cat", "a/b", "/usr/bin/program-0");
        run(repository, "diff", "a/b", "c");
        run(
                repository,
                "checkout",
                "-U",
                "a/b",
                directory.resolve(mode + "-tree").toString());
        if (!mode.equals("archive")) {
            String owners = mode.equals("bare") ? "--force-copy-zerosized" : "-U";
            run(repository, "checkout", "-H", owners, "a/b", again);
            run(repository, "commit", "--link-checkout-speedup", "--branch=d", "--tree=dir=" + again);
        }
        run(repository, "remote", "add", "--no-gpg-verify", "r", "file:///nowhere");
        run(repository, "remote", "list");
        run(repository, "config", "get", "core.mode");
        run(repository, "fsck");
        run(repository, "prune", "--refs-only");
        run(repository, "summary", "-u");
    }

    private static void run(String... words) {
        Ostree.main(new ArrayList<>(List.of(words)), Map.copyOf(System.getenv()));
    }
}
