package org.atomsmith.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.cli.command.Call;
import org.junit.jupiter.api.Assumptions;

/**
 * A host of a few files that takes itself for the running system: its root is one of its deployments. Commits, the first
 * deployment and the second opinion are libostree's.
 */
public final class SmallHost {
    public static final String REF = "os/main";
    public static final String KERNEL = "6.12.1-amd64";

    /** Mounts what libostree looks at where it looks for it, seen by nobody else; then it takes the host for its own. */
    private static final String AS_RUNNING = """
            dir=$1 root=$2; shift 2
            for name in bin sbin lib lib64; do [ -L "$root/$name" ] || ln -s usr/$name "$root/$name"; done
            mkdir -p "$root$dir" "$root/run" "$root/proc" "$root/dev"
            mount --rbind /dev "$root/dev"
            mount --bind "$dir" "$root$dir"
            mount --bind "$dir/run" "$root/run"
            mount --bind /usr "$root/usr"
            mount -t proc proc "$root/proc"
            exec chroot "$root" ostree admin "$@"
            """;

    private final Path directory;
    private final Path tree;
    private final Path source;
    private final Map<String, String> metadata = new TreeMap<>();
    private Path root = Path.of("/nowhere");

    /** Makes one in an empty directory, with version 1 deployed and running. */
    public SmallHost(Path directory) throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/bin/ostree"))
                        && LinuxFiles.statFollowing(Path.of("/proc/self")).uid() == 0,
                "libostree's command, and root, are needed");
        this.directory = directory;
        this.tree = directory.resolve("tree");
        this.source = directory.resolve("source");
        for (String name :
                List.of("usr/etc/app", "usr/bin", "boot", "sysroot", "var", "proc", "usr/lib/modules/" + KERNEL)) {
            Files.createDirectories(tree.resolve(name));
        }
        file("usr/lib/os-release", "ID=x\nPRETTY_NAME=\"Example OS 13\"\n");
        file("usr/etc/app/main.conf", "default\n");
        file("usr/etc/hosts", "127.0.0.1 localhost\n");
        file("usr/etc/removed", "default\n");
        LinuxFiles.symlink("sysroot/ostree", tree.resolve("ostree"));
        ostree("init", "--mode=archive", "--repo=" + source);
        commit("1", List.of("bash 5.2 1", "nano 7 1"));
        String sysroot = sysroot().toString();
        Files.createDirectory(sysroot());
        ostree("admin", "init-fs", "--modern", sysroot);
        ostree("admin", "os-init", "--sysroot=" + sysroot, "debian");
        Path repo = sysroot().resolve("ostree/repo");
        ostree("config", "--repo=" + repo, "set", "sysroot.bootprefix", "true");
        ostree("config", "--repo=" + repo, "set", "sysroot.bootloader", "none");
        ostree("remote", "add", "--repo=" + repo, "--no-gpg-verify", "origin", "file://" + source);
        ostree("pull", "--repo=" + repo, "origin", REF);
        ostree(
                "admin",
                "deploy",
                "--sysroot=" + sysroot,
                "--os=debian",
                "--karg=root=LABEL=root",
                "--karg=rw",
                "origin:" + REF);
        reboot();
    }

    /** What a command did. */
    public record Result(int code, String out, String err) {}

    /** Its disk. */
    public Path sysroot() {
        return directory.resolve("sysroot");
    }

    /** The root of what runs. */
    public Path root() {
        return root;
    }

    /** Its {@code /run}. */
    public Path run() {
        return directory.resolve("run");
    }

    /** The repository that it follows. */
    public Path source() {
        return source;
    }

    /** Its repository's configuration of the remote is changed. */
    public void setRemote(String key, String value) throws IOException {
        ostree("config", "--repo=" + sysroot().resolve("ostree/repo"), "set", "remote \"origin\"." + key, value);
    }

    /** Writes a file of the tree that the next commit has. */
    public void file(String path, String content) throws IOException {
        Path file = tree.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, content);
    }

    /** The same of a file that is no text. */
    public void file(String path, byte[] content) throws IOException {
        file(path, "");
        Files.write(tree.resolve(path), content);
    }

    /** Makes a symbolic link in the tree that the next commit has. */
    public void link(String path, String target) throws IOException {
        LinuxFiles.symlink(target, tree.resolve(path));
    }

    /** What the commits from now on say of themselves, in GVariant's text. */
    public void metadata(String key, String value) {
        metadata.put(key, value);
    }

    /** Commits the tree, with a kernel of its own, under a version; packages are "name version release". */
    public String commit(String version, List<String> packages) throws IOException {
        return commit(REF, version, packages);
    }

    /** The same on another ref. */
    public String commit(String ref, String version, List<String> packages) throws IOException {
        file("usr/lib/modules/" + KERNEL + "/vmlinuz", "kernel " + version + "\n");
        file("usr/lib/modules/" + KERNEL + "/initramfs.img", "initramfs " + version + "\n");
        file("usr/bin/tool", "tool " + version + "\n");
        List<String> list = new ArrayList<>();
        for (String one : packages) {
            String[] parts = one.split(" ", -1);
            list.add("('" + parts[0] + "', '0', '" + parts[1] + "', '" + parts[2] + "', 'x86_64')");
        }
        List<String> words = new ArrayList<>(List.of(
                "commit",
                "--repo=" + source,
                "-b",
                ref,
                "--add-metadata-string=version=" + version,
                "--add-metadata=rpmostree.rpmdb.pkglist=@a(sssss) [" + String.join(", ", list) + "]"));
        metadata.forEach((key, value) -> words.add("--add-metadata=" + key + "=" + value));
        words.add(tree.toString());
        return ostree(words.toArray(String[]::new)).strip();
    }

    /** Starts what the boot menu has first; what is staged is gone, as it is when the power fails. */
    public void reboot() throws IOException {
        start(0);
    }

    private void start(int index) throws IOException {
        Path loader = sysroot().resolve("boot/loader/entries");
        List<Path> entries;
        try (var files = Files.list(loader)) {
            entries = files.sorted((a, b) -> Integer.compare(version(b), version(a)))
                    .toList();
        }
        String link = Files.readString(entries.get(index)).replaceAll("(?s).*ostree=/(\\S+).*", "$1");
        root = sysroot().resolve(link).toRealPath();
        for (String name : List.of("sysroot", "boot")) {
            Path there = root.resolve(name);
            if (!Files.isSymbolicLink(there)) {
                Files.deleteIfExists(there);
                LinuxFiles.symlink((name.equals("boot") ? sysroot().resolve("boot") : sysroot()).toString(), there);
            }
        }
        // One /var for all deployments, as the initramfs mounts it.
        Path var = root.resolve("var");
        if (!Files.isSymbolicLink(var)) {
            Files.deleteIfExists(var);
            LinuxFiles.symlink(sysroot().resolve("ostree/deploy/debian/var").toString(), var);
        }
        org.atomsmith.linux.Trees.delete(run());
        Files.createDirectories(run());
        Files.createFile(run().resolve("ostree-booted"));
    }

    /** Starts what the boot menu has second, as the boot loader does when it gave up the first. */
    public void fallBack() throws IOException {
        start(1);
    }

    /** A clean shutdown, which finishes what is staged, and the next boot. */
    public void shutDownAndBoot() throws IOException {
        assertThat(atomic("finalize-staged").code()).isZero();
        reboot();
    }

    /** Runs {@code atomic host}. */
    public Result atomic(String... words) {
        List<String> all = new ArrayList<>(List.of("host"));
        all.addAll(List.of(words));
        return run(all, Map.of());
    }

    /** Runs the program with these variables as well. */
    public Result run(List<String> words, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.putAll(more);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = run(words, environment, out, err);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static int run(
            List<String> words, Map<String, String> environment, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return Main.run(
                words,
                new Call.Streams(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                environment);
    }

    /** Runs a command that must succeed, and returns what it printed on both streams, in order. */
    public String log(String... words) {
        List<String> all = new ArrayList<>(List.of("host"));
        all.addAll(List.of(words));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        assertThat(run(all, environment(), both, both)).isZero();
        return both.toString(StandardCharsets.UTF_8);
    }

    /** The words that start {@code atomic host} in a process of its own. */
    public List<String> process(String... words) {
        List<String> command = new ArrayList<>(List.of("env"));
        environment().forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "host"));
        command.addAll(List.of(words));
        return command;
    }

    /** Runs a command that must succeed, and returns what it printed. */
    public String does(String... words) {
        Result result = atomic(words);
        assertThat(result.code())
                .as(() -> String.join(" ", words) + "\n" + result)
                .isZero();
        return result.out();
    }

    /** What libostree's {@code ostree admin} says on this host, as if it were booted from it. */
    public String admin(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--pid",
                "--fork",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-ec",
                AS_RUNNING,
                "sh",
                directory.toString(),
                root.toString()));
        command.addAll(List.of(words));
        CommandResult result = Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment(environment())
                .withErrorsInOutput()
                .run();
        assertThat(result.exit()).as(result::output).isZero();
        return result.output();
    }

    /** Both see the same deployments in the same order, the same one running, the same one staged. */
    public void libostreeAgrees() throws IOException {
        List<String> theirs = new ArrayList<>();
        for (String line : admin("status").split("\n", -1)) {
            if (line.contains(" debian ")) {
                theirs.add(line.charAt(0)
                        + line.replaceAll(".* debian (\\S+).*", "$1")
                        + (line.contains("(staged)") ? " staged" : ""));
            }
        }
        String json = does("status", "--json");
        List<String> ours = new ArrayList<>();
        for (String object : json.split("\"id\" : \"debian-", -1)) {
            if (object.contains("\"osname\"")) {
                ours.add((object.contains("\"booted\" : true") ? "*" : " ")
                        + object.substring(0, object.indexOf('"'))
                        + (object.contains("\"staged\" : true") ? " staged" : ""));
            }
        }
        assertThat(ours).isEqualTo(theirs);
    }

    /** The values that a JSON path picks of the status, in one text. */
    public String status(String path) {
        return does("status", "--jsonpath", path)
                .replaceAll("[\\s\\[\\]]+", " ")
                .strip();
    }

    /** What it was started with. */
    public Map<String, String> environment() {
        return Map.of(
                "OSTREE_SYSROOT_DEBUG",
                "mutable-deployments",
                "OSTREE_SYSROOT_OPTS",
                "skip-sync",
                "ATOMIC_ROOT",
                root.toString(),
                "ATOMIC_RUN",
                run().toString());
    }

    private static int version(Path entry) {
        try {
            return Integer.parseInt(Files.readString(entry).replaceAll("(?s).*version (\\d+).*", "$1"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String ostree(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ostree"));
        command.addAll(List.of(words));
        return Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("OSTREE_SYSROOT_DEBUG", "mutable-deployments")
                .runOrThrow()
                .output();
    }
}
