package org.atomsmith.host.layer;

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

/**
 * A host that has a tiny image deployed, whose packages dpkg itself installed, and a repository of tiny packages beside it.
 * The shell is that of this machine.
 */
final class LayerFixture extends HostFixture {
    private final Map<String, String> paragraphs = new TreeMap<>();

    /** Makes the image, deploys it, and makes an empty repository. */
    LayerFixture(Path directory) throws IOException {
        super(directory, "dpkg", "dpkg-deb", "dpkg-query");
        Files.createDirectories(directory.resolve("pool"));
        Files.writeString(
                definitions().resolve("mini.sources"),
                "Types: deb\nURIs: " + directory.toUri() + "\nSuites: ./\nTrusted: yes\n");
        index();
    }

    /** Commits an image with these packages and returns its checksum. */
    String image(String version, Path... packages) throws IOException {
        Path tree = directory.resolve("image-" + version);
        skeleton(tree);
        Path database = Files.createDirectories(tree.resolve("var/lib/dpkg"));
        for (String folder : List.of("info", "updates", "triggers")) {
            Files.createDirectories(database.resolve(folder));
        }
        Files.createFile(database.resolve("status"));
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
        return commit(tree, version);
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
