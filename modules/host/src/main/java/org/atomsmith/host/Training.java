package org.atomsmith.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.PackageListEntry;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.Retention;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootSettings;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;

/**
 * Started once when the host's package is made: a small host is set up in a directory and its operator's commands are run.
 * What they load goes into the archive of classes that makes {@code atomic} start quickly.
 */
public final class Training {
    private static final String REF = "os/main";
    private static final int FILES = 64;

    private final Path directory;
    private final Path root;

    private Training(Path directory, Path root) {
        this.directory = directory;
        this.root = root;
    }

    /**
     * Runs the commands that are started most.
     *
     * @param args a directory to work in, which is emptied
     * @throws IllegalStateException when one does not do what it should: without it the archive would be of no use
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Trees.delete(directory);
        Files.createDirectories(directory);
        LinuxFiles.umask(022);
        Repository served = Repository.create(directory.resolve("served"), RepositoryMode.ARCHIVE);
        commit(served, "1");
        try (ServerSocket socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(socket, directory));
            Training training = host(directory, "http://127.0.0.1:" + socket.getLocalPort() + "/served");
            training.operate();
            commit(served, "2");
            training.upgrade();
        }
    }

    private void operate() {
        expect(0, "status");
        expect(0, "status", "--json");
        expect(0, "status", "--booted", "--verbose");
        expect(0, "kargs");
        expect(0, "db", "list", running());
        expect(0, "etc", "diff");
        expect(0, "history");
        expect(0, "metrics");
        expect(0, "--help");
    }

    /** Without staging: what that loads would make the archive larger by a third, and is little beside what it does. */
    private void upgrade() {
        expect(0, "upgrade", "--preview");
        expect(0, "upgrade", "--check");
    }

    private String running() {
        String name = String.valueOf(root.getFileName());
        return name.substring(0, name.indexOf('.'));
    }

    /** A host with one deployment, which takes itself for what runs. */
    private static Training host(Path directory, String url) throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Sysroot.create(disk, 1);
        Files.writeString(
                disk.resolve("ostree/repo/config"),
                "\n[sysroot]\nbootloader=none\nbootprefix=true\n\n[remote \"origin\"]\nurl=" + url
                        + "\ngpg-verify=false\n",
                StandardOpenOption.APPEND);
        SysrootSettings settings = SysrootSettings.of(variables());
        Sysroot sysroot = Sysroot.open(disk, settings, _ -> {});
        sysroot.initializeStateroot("default");
        Checksum commit = commit(sysroot.repository(), "1");
        try (Transaction transaction = sysroot.repository().begin()) {
            transaction.setRef("origin:" + REF, commit);
            transaction.commit();
        }
        InstalledDeployment deployment = sysroot.deploy(
                DeployRequest.of("default", commit, Optional.of(Origin.ofRefspec("origin:" + REF)), Optional.empty())
                        .withArguments(KernelArguments.parse("root=LABEL=root rw")));
        sysroot.add(deployment, Optional.empty(), Retention.DEFAULT);
        Path root = disk.resolve(
                sysroot.state().deployments().getFirst().deployment().path());
        for (String name : List.of("sysroot", "boot", "var")) {
            Path there = root.resolve(name);
            Files.deleteIfExists(there);
            Path target = switch (name) {
                case "sysroot" -> disk;
                case "boot" -> disk.resolve("boot");
                default -> disk.resolve("ostree/deploy/default/var");
            };
            LinuxFiles.symlink(target.toString(), there);
        }
        LinuxFiles.symlink("sysroot/ostree", root.resolve("ostree"));
        Files.createDirectories(directory.resolve("run"));
        Files.createFile(directory.resolve("run/ostree-booted"));
        return new Training(directory, root);
    }

    private static Map<String, String> variables() {
        return Map.of("OSTREE_SYSROOT_DEBUG", "mutable-deployments", "OSTREE_SYSROOT_OPTS", "skip-sync");
    }

    private static Checksum commit(Repository repository, String version) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        contents.put("usr/lib/modules/6.1/vmlinuz", "a kernel");
        contents.put("usr/lib/modules/6.1/initramfs.img", "an initramfs");
        contents.put("usr/lib/os-release", "ID=x\nPRETTY_NAME=\"Example OS\"\nVERSION=" + version + "\n");
        for (int i = 0; i < FILES; i++) {
            contents.put("usr/share/" + i % 8 + "/" + i, "file " + i + (i == 7 ? version : ""));
            contents.put("usr/etc/" + i % 8 + "/" + i, "setting " + i + "\n");
        }
        try (Transaction transaction = repository.begin()) {
            TreeBuilder tree = new TreeBuilder();
            for (Map.Entry<String, String> content : contents.entrySet()) {
                byte[] bytes = content.getValue().getBytes(StandardCharsets.UTF_8);
                FileHeader header = FileHeader.regular(0644);
                tree.put(
                        content.getKey(),
                        new TreeNode.File(transaction.writeContent(header, bytes), header, bytes.length));
            }
            TreeRoot written = tree.build().write(transaction);
            Checksum commit =
                    transaction.write(new CommitBuilder(written.tree(), written.meta(), Long.parseLong(version))
                            .version(version)
                            .refBinding(List.of(REF))
                            .packages(List.of(
                                    new PackageListEntry("bash", "0", "5.2", version, "x86_64"),
                                    new PackageListEntry("nano", "0", "8.4", "1", "x86_64")))
                            .build());
            transaction.setRef(REF, commit);
            transaction.commit();
            if (repository.mode() == RepositoryMode.ARCHIVE) {
                Signatures.writeSummary(repository, Long.parseLong(version), List.of());
            }
            return commit;
        }
    }

    private void expect(int code, String... words) {
        java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, false, StandardCharsets.UTF_8);
        Map<String, String> environment = new TreeMap<>(variables());
        environment.put("ATOMIC_ROOT", root.toString());
        environment.put("ATOMIC_RUN", directory.resolve("run").toString());
        List<String> all = new java.util.ArrayList<>(List.of("host"));
        all.addAll(List.of(words));
        int found = Main.run(all, new Call.Streams(InputStream.nullInputStream(), out, out), environment);
        out.flush();
        if (found != code) {
            throw new IllegalStateException(
                    String.join(" ", all) + " ended with " + found + ": " + said.toString(StandardCharsets.UTF_8));
        }
    }

    /** As much of HTTP as an upgrade needs. */
    private static void serve(ServerSocket socket, Path directory) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofPlatform().daemon().start(() -> answer(connection, directory));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void answer(Socket connection, Path directory) {
        try (connection;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
            OutputStream out = connection.getOutputStream();
            for (String request = in.readLine(); request != null; request = in.readLine()) {
                String line = in.readLine();
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                String[] words = request.split(" ", 3);
                Path file = directory.resolve(words[1].substring(1));
                boolean found = Files.isRegularFile(file);
                byte[] body = found ? Files.readAllBytes(file) : new byte[0];
                String head = "HTTP/1.1 " + (found ? "200 OK" : "404 Not Found") + "\r\nContent-Length: " + body.length
                        + "\r\n\r\n";
                out.write(head.getBytes(StandardCharsets.ISO_8859_1));
                if (!words[0].equals("HEAD")) {
                    out.write(body);
                }
                out.flush();
            }
        } catch (IOException e) {
            // The program closed the connection.
        }
    }
}
