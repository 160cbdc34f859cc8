package org.atomsmith.host.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.oci.Credentials;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.ImageName;
import org.atomsmith.oci.LayoutDirectory;
import org.atomsmith.oci.OciException;
import org.atomsmith.oci.RegistryClient;
import org.atomsmith.oci.policy.SignaturePolicy;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits to images and back; the judges are skopeo, a registry of others, and {@code ostree fsck}. */
class ContainerTest {
    private static final Map<String, String> ENVIRONMENT = Map.of();

    @TempDir
    private Path tmp;

    private Path tree;
    private Optional<SignaturePolicy> policy = Optional.empty();
    private Repository source;

    @BeforeEach
    void makeCommit() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ostree")), "the command ostree is not installed");
        tree = tmp.resolve("tree");
        for (String name : List.of("usr/etc", "usr/bin", "usr/share/doc/a", "usr/lib/modules/6.1", "var")) {
            Files.createDirectories(tree.resolve(name));
        }
        Files.writeString(tree.resolve("usr/etc/app.conf"), "default\n");
        Files.write(tree.resolve("usr/bin/tool"), new byte[200_000]);
        LinuxFiles.chmod(tree.resolve("usr/bin/tool"), 04755);
        Files.writeString(tree.resolve("usr/share/doc/a/readme"), "read me\n".repeat(1000));
        Files.writeString(tree.resolve("usr/lib/modules/6.1/vmlinuz"), "kernel\n".repeat(5000));
        LinuxFiles.symlink("tool", tree.resolve("usr/bin/alias"));
        source = Repository.create(tmp.resolve("source"), RepositoryMode.ARCHIVE);
    }

    private Checksum commit(String version) throws IOException {
        return Checksum.parse(run(
                        "ostree",
                        "--repo=" + tmp.resolve("source"),
                        "commit",
                        "-b",
                        "os",
                        "--timestamp=2026-01-01 00:00:00 +0000",
                        "--add-metadata-string=version=" + version,
                        tree.toString())
                .strip());
    }

    private static String run(String... words) throws IOException {
        return Command.of(List.of(words))
                .withInheritedEnvironment()
                .withTimeout(Duration.ofSeconds(60))
                .runOrThrow()
                .output();
    }

    private Path encapsulate(Checksum commit, String name) throws IOException {
        Path image = tmp.resolve(name);
        new Encapsulation(source, 4).write(commit, LayoutDirectory.create(image), "latest", Map.of("a", "b"), tmp);
        return image;
    }

    private ContainerImport find(Repository repository, String reference) throws IOException {
        return ContainerImport.find(
                repository, ContainerReference.parse(reference), Credentials.NONE, policy, ENVIRONMENT);
    }

    private static ContainerImport.Imported run(ContainerImport image) throws IOException {
        return image.run((_, _, _, _) -> {});
    }

    @Test
    void a_commit_comes_back_whole_and_an_update_downloads_only_the_layers_that_changed() throws IOException {
        Checksum first = commit("1");
        Path image = encapsulate(first, "image");
        Repository host = Repository.create(tmp.resolve("host"), RepositoryMode.BARE_USER);
        String reference = "ostree-unverified-image:oci:" + image + ":latest";

        ContainerImport.Imported imported = run(find(host, reference));

        assertThat(imported.commit()).isEqualTo(first);
        assertThat(imported.downloaded()).hasSize(4);
        String repo = "--repo=" + tmp.resolve("host");
        run("ostree", repo, "fsck");
        assertThat(run("ostree", repo, "refs")).contains("ostree/container/image/oci_3A__2F_");
        assertThat(find(host, reference).missingLayers()).isZero();

        Files.writeString(tree.resolve("usr/share/doc/a/readme"), "another text\n");
        Checksum second = commit("2");
        encapsulate(second, "image");
        ContainerImport update = find(host, reference);
        assertThat(update.version()).contains("2");
        assertThat(update.missingLayers())
                .as("the commit's and the documentation's")
                .isEqualTo(2);
        assertThat(run(update).commit()).isEqualTo(second);
        run("ostree", repo, "fsck");
        assertThat(run("ostree", repo, "ls", "-R", second.hex(), "/usr/bin")).contains("-04755", "alias -> tool");
    }

    @Test
    void skopeo_accepts_what_is_written_and_the_same_commit_gives_the_same_image() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/skopeo")), "skopeo is not installed");
        Checksum commit = commit("1");
        Path image = encapsulate(commit, "image");

        assertThat(run("skopeo", "inspect", "oci:" + image + ":latest"))
                .contains("\"ostree.commit\": \"" + commit.hex() + "\"", "\"a\": \"b\"");
        run("skopeo", "copy", "oci:" + image + ":latest", "dir:" + tmp.resolve("copied"));
        assertThat(files(encapsulate(commit, "again"))).isEqualTo(files(image));
    }

    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> digests = new HashMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(
                        directory.relativize(file).toString(),
                        Digest.of(Files.readAllBytes(file)).hex());
            }
        }
        return digests;
    }

    @Test
    void a_registry_of_others_takes_the_image_and_gives_it_back() throws IOException {
        try (Registry registry = Registry.start(tmp)) {
            Checksum commit = commit("1");
            ImageName name = ImageName.parse(registry.host() + "/example/os:stable");
            new Encapsulation(source, 3)
                    .write(commit, new RegistryClient(name, Credentials.NONE), "stable", Map.of(), tmp);
            Repository host = Repository.create(tmp.resolve("host"), RepositoryMode.BARE_USER);

            ContainerImport.Imported imported = run(find(host, "ostree-unverified-registry:" + name));

            assertThat(imported.commit()).isEqualTo(commit);
            run("ostree", "--repo=" + tmp.resolve("host"), "fsck");
            assertThatThrownBy(() -> find(host, "ostree-unverified-registry:" + registry.host() + "/example/os:none"))
                    .isInstanceOf(OciException.class)
                    .hasMessageContaining("HTTP 404");
        }
    }

    @Test
    void a_layer_that_was_changed_is_refused() throws IOException {
        Path image = encapsulate(commit("1"), "image");
        for (Path blob : Files.list(image.resolve("blobs/sha256")).toList()) {
            byte[] bytes = Files.readAllBytes(blob);
            if (bytes[0] == 0x1f) {
                bytes[bytes.length - 20] ^= 1;
                Files.write(blob, bytes);
            }
        }
        Repository host = Repository.create(tmp.resolve("host"), RepositoryMode.BARE_USER);

        assertThatThrownBy(() -> run(find(host, "ostree-unverified-image:oci:" + image)))
                .isInstanceOf(IOException.class);
        assertThat(host.refs().listAll()).isEmpty();
    }

    @Test
    void an_image_with_another_trust_is_refused_before_it_is_written() throws IOException {
        Path image = encapsulate(commit("1"), "image");
        Repository.create(tmp.resolve("host"), RepositoryMode.BARE_USER);
        run("ostree", "--repo=" + tmp.resolve("host"), "remote", "add", "vendor", "http://127.0.0.1:1/");
        Repository host = Repository.open(tmp.resolve("host"));

        assertThatThrownBy(() -> run(find(host, "ostree-remote-image:vendor:oci:" + image)))
                .hasMessageContaining("GPG");
        assertThat(host.listCommits()).isEmpty();
    }
}
