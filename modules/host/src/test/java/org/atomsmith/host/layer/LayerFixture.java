package org.atomsmith.host.layer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.host.Main;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.Namespaces;
import org.atomsmith.linux.Programs;

/**
 * A host that has a tiny image deployed, whose packages dpkg itself installed, and a repository of tiny packages beside it.
 * The shell is that of this machine.
 */
final class LayerFixture {
    static final String REF = "mini";

    /** With it, deployments can be deleted like other files. */
    private static final String MUTABLE = "OSTREE_SYSROOT_DEBUG";

    private final Path directory;
    private final Map<String, String> paragraphs = new TreeMap<>();

    /** Makes the image, deploys it, and makes an empty repository. */
    LayerFixture(Path directory) throws IOException {
        assumeTrue(Namespaces.current().isMachineRoot(), "layers are made by root");
        for (String program : List.of("ostree", "dpkg", "dpkg-deb", "dpkg-query", "bwrap", "unshare")) {
            assumeTrue(Programs.find(program).isPresent(), program + " is not installed");
        }
        this.directory = directory;
        Files.createDirectories(directory.resolve("pool"));
        Path definitions = Files.createDirectories(directory.resolve("root/etc/atomsmith/repos.d"));
        Files.writeString(
                definitions.resolve("mini.sources"),
                "Types: deb\nURIs: " + directory.toUri() + "\nSuites: ./\nTrusted: yes\n");
        index();
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

    /** Commits an image with these packages and returns its checksum. */
    String image(String version, Path... packages) throws IOException {
        Path tree = directory.resolve("image-" + version);
        for (String link : List.of("bin", "lib", "lib64", "sbin")) {
            Files.createDirectories(tree.resolve("usr").resolve(link));
            Files.createSymbolicLink(tree.resolve(link), Path.of("usr/" + link));
        }
        shell(tree);
        Path database = Files.createDirectories(tree.resolve("var/lib/dpkg"));
        for (String folder : List.of("info", "updates", "triggers")) {
            Files.createDirectories(database.resolve(folder));
        }
        Files.createFile(database.resolve("status"));
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(tree.resolve("etc/group"), "root:x:0:\n");
        List<String> install = new ArrayList<>(List.of("dpkg", "--root=" + tree, "--force-script-chrootless", "-i"));
        for (Path p : packages) {
            install.add(p.toString());
        }
        run(install.toArray(String[]::new));
        Files.deleteIfExists(database.resolve("lock"));
        Files.deleteIfExists(database.resolve("status-old"));
        Files.writeString(database.resolve("arch"), "amd64\n");
        Files.createDirectories(tree.resolve("usr/lib/sysimage"));
        Files.move(database, tree.resolve("usr/lib/sysimage/dpkg"));
        Files.move(tree.resolve("etc"), tree.resolve("usr/etc"));
        run("rm", "-r", tree.resolve("var").toString());
        Files.createDirectories(tree.resolve("var"));
        Files.createDirectories(tree.resolve("usr/lib/tmpfiles.d"));
        Files.writeString(
                tree.resolve("usr/lib/tmpfiles.d/atomsmith-var.conf"),
                "d /var/lib 0755 root root - -\nL /var/lib/dpkg - - - - ../../usr/lib/sysimage/dpkg\n");
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

    /**
     * Builds a package.
     *
     * @param fields more lines of its control paragraph
     * @param files path to content; {@code DEBIAN/postinst} and its like are scripts
     */
    Path build(String name, String version, String fields, Map<String, String> files) throws IOException {
        Path root = Files.createDirectories(directory.resolve("build/" + name + "-" + version));
        Files.createDirectories(root.resolve("DEBIAN"));
        for (Map.Entry<String, String> e : files.entrySet()) {
            Path file = root.resolve(e.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, e.getValue());
            run("chmod", e.getValue().startsWith("#!") ? "755" : "644", file.toString());
        }
        String paragraph = "Package: " + name + "\nVersion: " + version
                + "\nArchitecture: amd64\nMaintainer: Nobody <n@example.org>\nInstalled-Size: 10\n" + fields
                + "Description: " + name + " of a test\n";
        Files.writeString(root.resolve("DEBIAN/control"), paragraph);
        // Its newest file says when a package was built.
        run("sh", "-c", "find \"$0\" -exec touch -h -d @1710000000 {} +", root.toString());
        Path deb = directory.resolve("pool/" + name + "_" + version + ".deb");
        run("dpkg-deb", "--root-owner-group", "-Zgzip", "--build", root.toString(), deb.toString());
        return deb;
    }

    /** Builds a package and adds it to the repository. */
    Path publish(String name, String version, String fields, Map<String, String> files) throws IOException {
        Path deb = build(name, version, fields, files);
        String paragraph = Files.readString(directory.resolve("build/" + name + "-" + version + "/DEBIAN/control"));
        paragraphs.put(
                name + version,
                paragraph.replace(
                        "Description:",
                        "Filename: pool/" + deb.getFileName() + "\nSize: " + Files.size(deb) + "\nSHA256: "
                                + sha256(Files.readAllBytes(deb)) + "\nDescription:"));
        index();
        return deb;
    }

    private void index() throws IOException {
        Files.writeString(directory.resolve("Packages"), String.join("\n", paragraphs.values()));
        byte[] list = Files.readAllBytes(directory.resolve("Packages"));
        Files.writeString(
                directory.resolve("Release"),
                "Date: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n " + sha256(list) + " " + list.length + " Packages\n");
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

    /** What dpkg-query says is installed in the deployment that boots next: {@code name version} in each line. */
    String installed() throws IOException {
        return run(
                        "dpkg-query",
                        "--admindir=" + root().resolve("usr/lib/sysimage/dpkg"),
                        "-W",
                        "-f",
                        "${Package} ${Version} ${db:Status-Status}\n")
                .output();
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
