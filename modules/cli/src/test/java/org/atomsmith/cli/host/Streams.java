package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atomsmith.cli.build.SharedBuild;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;

/** An update server's repository: the shared build's, with more commits that the composer adds as a distribution would. */
final class Streams {
    /** The branch of the example. */
    static final String REF = "debian/13/x86_64/container-host";

    private final Path directory;
    private final Path treefile;
    private int made;

    /**
     * Streams in an empty directory.
     *
     * @param directory keeps the repository and the treefiles
     */
    Streams(Path directory) throws IOException {
        this(
                directory,
                SharedBuild.out().resolve("repo"),
                SharedBuild.checkout().resolve("examples/container-host.yaml"));
    }

    /**
     * Streams of another build.
     *
     * @param built its repository
     * @param treefile which the successors include
     */
    Streams(Path directory, Path built, Path treefile) throws IOException {
        this.directory = directory;
        this.treefile = treefile;
        // Refs are replaced by renaming and objects are never written to, so hard links do not touch the shared build.
        SharedBuild.tool("cp", "-al", built.toString(), repository().toString());
    }

    /** Where all of it is. */
    Path directory() {
        return directory;
    }

    /** What the server serves. */
    Path repository() {
        return directory.resolve("repo");
    }

    /** The key that updates are signed with, in the form that a remote's configuration takes. */
    String publicKey() throws IOException {
        return Files.readString(key("public")).strip();
    }

    private Path key(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            java.security.KeyPair pair;
            try {
                pair = java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] open = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            byte[] seed = java.util.Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
            byte[] secret = new byte[64];
            System.arraycopy(seed, 0, secret, 0, 32);
            System.arraycopy(open, 0, secret, 32, 32);
            Files.writeString(
                    directory.resolve("secret"), java.util.Base64.getEncoder().encodeToString(secret));
            Files.writeString(
                    directory.resolve("public"), java.util.Base64.getEncoder().encodeToString(open));
        }
        return file;
    }

    /** How many bytes all objects have, as they are served. */
    long objectBytes() throws IOException {
        try (Stream<Path> files = Files.walk(repository().resolve("objects"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** What the branch is at. */
    Checksum at(String ref) throws IOException {
        return Repository.open(repository()).resolve(ref);
    }

    /** The version of a branch's last commit. */
    String version(String ref) throws IOException {
        return Repository.open(repository()).readCommit(at(ref)).version().orElseThrow();
    }

    /** Composes a successor of the example: with more packages, and more files by their paths. */
    Checksum compose(String ref, List<String> packages, Map<String, String> files) throws IOException {
        Path home = Files.createDirectories(directory.resolve("treefile" + made++));
        List<String> lines = new ArrayList<>();
        lines.add("include: " + treefile);
        lines.add("ref: " + ref);
        if (!packages.isEmpty()) {
            lines.add("packages: [" + String.join(", ", packages) + "]");
        }
        lines.add("add-files:");
        int count = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            String name = "file" + count++;
            Path source = Files.writeString(home.resolve(name), file.getValue());
            if (file.getValue().startsWith("#!")) {
                assertThat(source.toFile().setExecutable(true)).isTrue();
            }
            lines.add("  - [" + name + ", " + file.getKey() + "]");
        }
        Path successor = Files.write(home.resolve("next.yaml"), lines);
        key("secret");
        CommandResult result = SharedBuild.atomsmith(
                "compose",
                successor.toString(),
                "--repo",
                repository().toString(),
                "--sign-key",
                directory.resolve("secret").toString());
        assertThat(result.exit()).as(result.output() + result.errors()).isZero();
        return at(ref);
    }
}
