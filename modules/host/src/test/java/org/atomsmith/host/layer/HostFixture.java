package org.atomsmith.host.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.host.Main;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.Namespaces;
import org.atomsmith.linux.Programs;

/** A host that has a tiny image deployed, whose shell is that of this machine, and whose packages a kind of fixture makes. */
abstract class HostFixture {
    static final String REF = "mini";

    /** With it, deployments can be deleted like other files. */
    private static final String MUTABLE = "OSTREE_SYSROOT_DEBUG";

    /** Where everything is. */
    final Path directory;

    /** A host without a deployment; skips the test where one of these programs is missing. */
    HostFixture(Path directory, String... programs) throws IOException {
        assumeTrue(Namespaces.current().isMachineRoot(), "layers are made by root");
        List<String> needed = new ArrayList<>(List.of("ostree", "bwrap", "unshare"));
        needed.addAll(List.of(programs));
        for (String program : needed) {
            assumeTrue(Programs.find(program).isPresent(), program + " is not installed");
        }
        this.directory = directory;
        Files.createDirectories(sysroot());
        run("ostree", "admin", "init-fs", sysroot().toString());
        run("ostree", "init", "--mode=archive", "--repo=" + source());
        run(
                "ostree",
                "remote",
                "add",
                "--no-gpg-verify",
                "--no-sign-verify",
                "--repo=" + repository(),
                "origin",
                source().toUri().toString());
        run("ostree", "admin", "os-init", "--sysroot=" + sysroot(), "os");
    }

    /** Where the host's repositories are defined. */
    Path definitions() throws IOException {
        return Files.createDirectories(directory.resolve("root/etc/atomsmith/repos.d"));
    }

    Path sysroot() {
        return directory.resolve("sysroot");
    }

    Path repository() {
        return sysroot().resolve("ostree/repo");
    }

    /** Where images come from. */
    private Path source() {
        return directory.resolve("source");
    }

    /** Makes directories, a shell and accounts in an empty tree. */
    static void skeleton(Path tree) throws IOException {
        for (String link : List.of("bin", "lib", "lib64", "sbin")) {
            Files.createDirectories(tree.resolve("usr").resolve(link));
            Files.createSymbolicLink(tree.resolve(link), Path.of("usr/" + link));
        }
        shell(tree);
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(tree.resolve("etc/group"), "root:x:0:\n");
    }

    /** Gives a tree a kernel, commits it, and returns the checksum. */
    String commit(Path tree, String version) throws IOException {
        Path modules = Files.createDirectories(tree.resolve("usr/lib/modules/1.0"));
        Files.writeString(modules.resolve("vmlinuz"), "kernel");
        Files.writeString(modules.resolve("initramfs.img"), "initramfs of the image");
        Files.writeString(tree.resolve("usr/lib/os-release"), "ID=mini\nPRETTY_NAME=\"Mini " + version + "\"\n");
        run(
                "ostree",
                "--repo=" + source(),
                "commit",
                "--owner-uid=0",
                "--owner-gid=0",
                "-b",
                REF,
                "--timestamp=@1700000000",
                "--add-metadata-string=version=" + version,
                tree.toString());
        return run("ostree", "--repo=" + source(), "rev-parse", REF).output().strip();
    }

    /** Deploys the ref as the first deployment. */
    void deploy() throws IOException {
        run("ostree", "--repo=" + repository(), "pull", "origin", REF);
        Path origin = Files.writeString(directory.resolve("origin"), "[origin]\nrefspec=origin:" + REF + "\n");
        run(
                "ostree",
                "admin",
                "deploy",
                "--sysroot=" + sysroot(),
                "--os=os",
                "--origin-file=" + origin,
                "origin:" + REF);
    }

    private static void shell(Path tree) throws IOException {
        Files.copy(Path.of("/bin/dash").toRealPath(), tree.resolve("usr/bin/sh"));
        for (String line : run("ldd", "/bin/dash").output().split("\n")) {
            for (String word : line.strip().split("\\s+")) {
                if (word.startsWith("/")) {
                    Path to = Path.of((tree + "/usr" + word).replace("/usr/usr/", "/usr/"));
                    Files.createDirectories(to.getParent());
                    Files.copy(Path.of(word).toRealPath(), to);
                }
            }
        }
    }

    /** Runs {@code atomic host} with these words. */
    CommandResult atomic(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                Main.class.getName(),
                "host"));
        command.addAll(List.of(words));
        command.addAll(List.of("--sysroot=" + sysroot(), "--progress=plain"));
        return Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("CLASSPATH", System.getProperty("java.class.path"))
                .withEnvironment(MUTABLE, "mutable-deployments")
                .withEnvironment("ATOMIC_ROOT", directory.resolve("root").toString())
                .withErrorsInOutput()
                .run();
    }

    /** Runs {@code atomic host} with these words, which must succeed. */
    CommandResult done(String... words) throws IOException {
        CommandResult result = atomic(words);
        assertThat(result.exit()).as(result.output()).isZero();
        return result;
    }

    /** The commit that boots next. */
    String next() throws IOException {
        String status =
                run("ostree", "admin", "status", "--sysroot=" + sysroot()).output();
        return status.strip().split("\\s+")[1].replaceFirst("\\.[0-9]+$", "");
    }

    /** The root of the deployment that boots next. */
    Path root() throws IOException {
        String status =
                run("ostree", "admin", "status", "--sysroot=" + sysroot()).output();
        return sysroot().resolve("ostree/deploy/os/deploy/" + status.strip().split("\\s+")[1]);
    }

    /** The origin of the deployment that boots next. */
    String origin() throws IOException {
        return Files.readString(Path.of(root() + ".origin"));
    }

    static CommandResult run(String... command) throws IOException {
        return Command.of(List.of(command))
                .withInheritedEnvironment()
                .withEnvironment(MUTABLE, "mutable-deployments")
                .runOrThrow();
    }
}
