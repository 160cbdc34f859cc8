package org.atomsmith.linux;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree in which programs run as root, see nothing else, and reach no network. The tree is an overlay: the lower trees
 * stay as they are, and what the programs change is in the upper one ({@link Whiteouts}). The walls are bubblewrap's.
 *
 * <p>{@code /proc}, {@code /dev}, {@code /run} and {@code /tmp} are fresh for each program and leave nothing behind.
 * The programs keep the capabilities that installing files needs and no others: they cannot mount, load modules or
 * trace. Nor can they make device nodes: a user namespace forbids it, and root must get the same tree. This process must
 * be able to mount ({@link Namespaces#requireTreeBuilding}).
 */
public final class Sandbox implements AutoCloseable {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(30);
    private static final int UNMOUNT_TRIES = 20;
    private static final long UNMOUNT_SLEEP_MILLIS = 50;

    private static final List<String> CAPABILITIES = List.of(
            "CAP_AUDIT_WRITE",
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    /** What a program inherits beside its environment: the same on every machine, whoever runs it. */
    private static final String LIMITS = "umask 022; ulimit -c 0; ulimit -n 4096 2>/dev/null; exec \"$0\" \"$@\"";

    private final Spec spec;
    private final Path root;

    /**
     * What a sandbox is made of.
     *
     * @param lowerDirs the trees that it starts from, topmost first; never written
     * @param upper the directory that takes the changes; made when missing, and may hold earlier changes
     * @param work a directory of this sandbox alone, on the same file system as {@code upper}; emptied
     * @param environment the programs' environment variables, exactly
     * @param binds what else the programs see
     */
    public record Spec(
            List<Path> lowerDirs, Path upper, Path work, SortedMap<String, String> environment, List<Bind> binds) {
        /** Copies the collections. */
        public Spec {
            lowerDirs = List.copyOf(lowerDirs);
            environment = new TreeMap<>(environment);
            binds = List.copyOf(binds);
        }

        /** A sandbox with a plain environment ({@code PATH}, {@code HOME}, {@code LC_ALL}, {@code TZ}). */
        public static Spec of(List<Path> lowerDirs, Path upper, Path work) {
            SortedMap<String, String> environment = new TreeMap<>(Map.of(
                    "HOME", "/root",
                    "LC_ALL", "C.UTF-8",
                    "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    "TZ", "UTC"));
            return new Spec(lowerDirs, upper, work, environment, List.of());
        }

        /** With these variables as well. */
        public Spec withEnvironment(Map<String, String> more) {
            SortedMap<String, String> all = new TreeMap<>(environment);
            all.putAll(more);
            return new Spec(lowerDirs, upper, work, all, binds);
        }

        /** With this bind as well. */
        public Spec withBind(Bind bind) {
            List<Bind> all = new ArrayList<>(binds);
            all.add(bind);
            return new Spec(lowerDirs, upper, work, environment, all);
        }
    }

    private Sandbox(Spec spec, Path root) {
        this.spec = spec;
        this.root = root;
    }

    /**
     * Mounts the tree.
     *
     * @throws NamespaceException if this process may not mount
     * @throws MissingProgramException if bubblewrap is not installed
     */
    public static Sandbox open(Spec spec) throws IOException {
        Namespaces.current().requireTreeBuilding();
        Programs.require("bwrap");
        Trees.delete(spec.work());
        Path root = Files.createDirectories(spec.work().resolve("root"));
        Path overlayWork = Files.createDirectories(spec.work().resolve("overlay"));
        requireUpperOffOverlay(Files.createDirectories(spec.upper()));
        List<Path> layers = new ArrayList<>(spec.lowerDirs());
        layers.add(mountPoints(spec));
        Mounts.overlay(layers, spec.upper(), overlayWork, root);
        return new Sandbox(spec, root);
    }

    private static void requireUpperOffOverlay(Path upper) throws IOException {
        if (LinuxFiles.fileSystem(upper).type() == FileSystemStatus.OVERLAY) {
            throw new FileSystemException(
                    upper.toString(),
                    null,
                    "it is on an overlay file system (a container's own root?), which cannot take the changes of"
                            + " another overlay: choose a directory on a disk, a volume or a tmpfs");
        }
    }

    /**
     * A lowest tree that holds every place where something is mounted, so that bubblewrap need not make one: that would
     * show up among the changes.
     */
    private static Path mountPoints(Spec spec) throws IOException {
        Path tree = Files.createDirectories(spec.work().resolve("mountpoints"));
        for (String name : List.of("proc", "dev", "run", "tmp")) {
            LinuxFiles.mkdir(tree.resolve(name), 0755);
        }
        for (Bind bind : spec.binds()) {
            Path target = tree.resolve(bind.target().substring(1));
            Files.createDirectories(Files.isDirectory(bind.source()) ? target : target.resolveSibling(""));
            if (!Files.isDirectory(bind.source())) {
                Files.createFile(target);
            }
        }
        return tree;
    }

    /** Where the merged tree is seen by this process. */
    public Path root() {
        return root;
    }

    /** The tree of changes. */
    public Path upper() {
        return spec.upper();
    }

    /** A program to run in the tree; its path and arguments are the tree's. It has 30 minutes unless told otherwise. */
    public Command command(List<String> arguments) {
        return command("/", arguments);
    }

    /** A program to run in the tree, in this directory of it. */
    public Command command(String directory, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", LIMITS));
        all.addAll(walls());
        all.addAll(List.of("--chdir", directory, "--"));
        all.addAll(arguments);
        return Command.of(all).withEnvironment(spec.environment()).withTimeout(TIME_LIMIT);
    }

    /** Runs a program in the tree to its end. */
    public CommandResult run(String... arguments) throws IOException {
        return command(List.of(arguments)).run();
    }

    private List<String> walls() {
        List<String> arguments = new ArrayList<>(
                List.of(Programs.find("bwrap").orElseThrow().toString(), "--bind", root.toString(), "/"));
        arguments.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run"));
        arguments.addAll(List.of("--perms", "1777", "--tmpfs", "/tmp"));
        for (Bind bind : spec.binds()) {
            arguments.addAll(List.of(
                    bind.writable() ? "--bind" : "--ro-bind", bind.source().toString(), bind.target()));
        }
        // Never --unshare-user: the namespace that this process is in already maps all the users that files belong to.
        arguments.addAll(List.of("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"));
        arguments.addAll(List.of("--unshare-cgroup-try", "--hostname", "localhost"));
        arguments.addAll(List.of("--new-session", "--die-with-parent", "--cap-drop", "ALL"));
        CAPABILITIES.forEach(capability -> arguments.addAll(List.of("--cap-add", capability)));
        return arguments;
    }

    /** Unmounts the tree and removes the work directory; the upper tree stays. */
    @Override
    public void close() throws IOException {
        unmount();
        Trees.delete(spec.work());
    }

    private void unmount() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                Mounts.unmount(root);
                return;
            } catch (LinuxException e) {
                if (e.errno() != Errno.EBUSY) {
                    throw e;
                }
            }
            // A program that was just killed may still hold a file for some milliseconds.
            if (tries == UNMOUNT_TRIES || !sleep()) {
                Mounts.detach(root);
                return;
            }
        }
    }

    private static boolean sleep() {
        try {
            Thread.sleep(UNMOUNT_SLEEP_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
