package org.atomsmith.host.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.oci.Credentials;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.ImageName;
import org.atomsmith.oci.OciException;
import org.atomsmith.oci.RegistryClient;
import org.atomsmith.oci.policy.SignaturePolicy;
import org.atomsmith.oci.policy.SigningSink;
import org.atomsmith.oci.policy.SigstoreKey;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of images, written and verified; skopeo judges those that we write. */
final class SignedImageTest {
    @TempDir
    private Path tmp;

    private Registry registry;
    private Repository source;
    private Checksum commit;

    @BeforeEach
    void makeCommit() throws IOException {
        for (String tool : List.of("ostree", "openssl")) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), tool + " is not installed");
        }
        registry = Registry.start(tmp);
        source = Repository.create(tmp.resolve("source"), RepositoryMode.ARCHIVE);
        Path tree = Files.createDirectories(tmp.resolve("tree/usr/share/doc/a"));
        Files.writeString(tree.resolve("readme"), "read me\n".repeat(1000));
        commit = Checksum.parse(run(
                        "ostree",
                        "--repo=" + source.path(),
                        "commit",
                        "-b",
                        "os",
                        tmp.resolve("tree").toString())
                .strip());
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    private static String run(String... words) throws IOException {
        return Command.of(List.of(words))
                .withInheritedEnvironment()
                .withTimeout(Duration.ofSeconds(60))
                .runOrThrow()
                .output();
    }

    /** Makes a key of a kind, and gives the file of its public half. */
    private Path key(String name, String kind) throws IOException {
        Path secret = tmp.resolve(name + ".key");
        switch (kind) {
            case "EC" ->
                run(
                        "openssl",
                        "genpkey",
                        "-algorithm",
                        "EC",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-out",
                        secret.toString());
            case "RSA" ->
                run(
                        "openssl",
                        "genpkey",
                        "-algorithm",
                        "RSA",
                        "-pkeyopt",
                        "rsa_keygen_bits:2048",
                        "-out",
                        secret.toString());
            default -> run("openssl", "genpkey", "-algorithm", kind, "-out", secret.toString());
        }
        Path open = tmp.resolve(name + ".pub");
        run("openssl", "pkey", "-in", secret.toString(), "-pubout", "-out", open.toString());
        return open;
    }

    private ImageName image(String tag) throws OciException {
        return ImageName.parse(registry.host() + "/example/os:" + tag);
    }

    private Digest push(String tag, String called, String... keys) throws IOException {
        ImageName name = image(tag);
        RegistryClient client = new RegistryClient(name, Credentials.NONE);
        Digest digest = new Encapsulation(source, 3).write(commit, client, tag, Map.of(), tmp);
        for (String key : keys) {
            Path file = tmp.resolve(key + ".key");
            SigstoreKey secret = SigstoreKey.parse(Files.readAllBytes(file), new char[0], file.toString());
            new Encapsulation(source, 3).write(commit, new SigningSink(client, called, secret), tag, Map.of(), tmp);
        }
        return digest;
    }

    private ContainerImport find(String reference, String requirement) throws IOException {
        String policy = "{\"default\": [{\"type\": \"reject\"}], \"transports\": {\"docker\": {\"" + registry.host()
                + "/example\": [" + requirement + "]}}}";
        Repository host = Repository.create(Files.createTempDirectory(tmp, "host"), RepositoryMode.BARE_USER);
        return ContainerImport.find(
                host,
                ContainerReference.parse(reference),
                Credentials.NONE,
                Optional.of(SignaturePolicy.parse(policy.getBytes(StandardCharsets.UTF_8), "policy.json")),
                Map.of());
    }

    private static String signedBy(Path key) {
        return "{\"type\": \"sigstoreSigned\", \"keyPath\": \"" + key + "\"}";
    }

    private String signed(String tag) {
        return "ostree-image-signed:docker://" + registry.host() + "/example/os:" + tag;
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "ED25519"})
    void who_is_trusted_signs_and_others_do_not(String kind) throws IOException {
        Path trusted = key("trusted", kind);
        Path other = key("other", kind);
        push("stable", image("stable").toString(), "trusted");

        ContainerImport found = find(signed("stable"), signedBy(trusted));
        assertThat(found.run((_, _, _, _) -> {}).commit()).isEqualTo(commit);

        assertThatThrownBy(() -> find(signed("stable"), signedBy(other)))
                .isInstanceOf(OciException.class)
                .hasMessageContaining("/example/os:stable is not signed as policy.json: transports.docker.")
                .hasMessageContaining("its signatures are one by another key");
    }

    @Test
    void an_image_that_nobody_signed_is_refused_and_so_is_one_of_another_name() throws IOException {
        Path trusted = key("trusted", "EC");
        push("plain", "");
        assertThatThrownBy(() -> find(signed("plain"), signedBy(trusted)))
                .hasMessageContaining("it has no signature (no sha256-");

        push("stable", registry.host() + "/example/os:testing", "trusted");
        assertThatThrownBy(() -> find(signed("stable"), signedBy(trusted)))
                .hasMessageContaining("one that names it '" + registry.host() + "/example/os:testing'");
        find(
                signed("stable"),
                signedBy(trusted).replace("}", ", \"signedIdentity\": {\"type\": \"matchRepository\"}}"));
    }

    @Test
    void a_signature_of_another_manifest_is_none() throws IOException {
        Path trusted = key("trusted", "EC");
        Digest first = push("stable", image("stable").toString(), "trusted");
        Files.writeString(tmp.resolve("tree/usr/share/doc/a/readme"), "another text\n");
        commit = Checksum.parse(run(
                        "ostree",
                        "--repo=" + source.path(),
                        "commit",
                        "-b",
                        "os",
                        tmp.resolve("tree").toString())
                .strip());
        Digest second = push("stable", "");
        RegistryClient client = new RegistryClient(image("stable"), Credentials.NONE);
        client.putManifest(
                "sha256-" + second.hex() + ".sig",
                client.document("sha256-" + first.hex() + ".sig").bytes());

        assertThatThrownBy(() -> find(signed("stable"), signedBy(trusted)))
                .hasMessageContaining("one of another manifest, " + first);
    }

    @Test
    void a_policy_holds_for_images_that_are_not_to_be_verified_too() throws IOException {
        push("stable", "");
        String unverified = "ostree-unverified-registry:" + image("stable");

        find(unverified, "{\"type\": \"insecureAcceptAnything\"}");
        assertThatThrownBy(() -> find(unverified, "{\"type\": \"reject\"}")).hasMessageContaining("rejects it");
        assertThatThrownBy(() -> find(unverified, signedBy(key("trusted", "EC"))))
                .hasMessageContaining("it has no signature");
        assertThatThrownBy(() -> find(signed("stable"), "{\"type\": \"insecureAcceptAnything\"}"))
                .hasMessageContaining("asks for none of this image");
        assertThatThrownBy(() -> find(
                        unverified, "{\"type\": \"signedBy\", \"keyType\": \"GPGKeys\", \"keyPath\": \"/key.gpg\"}"))
                .hasMessageContaining("asks for a signature of GnuPG");
    }

    @Test
    void all_requirements_must_be_met_and_signatures_add_up() throws IOException {
        Path one = key("one", "EC");
        Path two = key("two", "ED25519");
        push("stable", image("stable").toString(), "one");
        String both = signedBy(one) + ", " + signedBy(two);
        assertThatThrownBy(() -> find(signed("stable"), both)).hasMessageContaining("one by another key");

        push("stable", image("stable").toString(), "two");

        find(signed("stable"), both);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void skopeo_takes_what_we_sign(String kind) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/skopeo")), "skopeo is not installed");
        Path trusted = key("trusted", kind);
        Path other = key("other", kind);
        push("stable", image("stable").toString(), "trusted");
        Path registries = registries();

        copy(registries, trusted);

        assertThatThrownBy(() -> copy(registries, other)).hasMessageContaining("signature");
    }

    @Test
    void what_skopeo_signs_is_taken_and_its_keys_sign() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/skopeo")), "skopeo is not installed");
        Path passphrase = Files.writeString(tmp.resolve("passphrase"), "a secret");
        Path prefix = tmp.resolve("skopeo");
        CommandResult made =
                skopeo("generate-sigstore-key", "--output-prefix=" + prefix, "--passphrase-file=" + passphrase);
        Assumptions.assumeTrue(made.exit() == 0, "this skopeo makes no keys");
        Path secret = tmp.resolve("skopeo.private");
        push("stable", "");

        skopeo(
                        "--policy="
                                + Files.writeString(
                                        tmp.resolve("any.json"),
                                        "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}"),
                        "--registries.d=" + registries(),
                        "copy",
                        "--src-tls-verify=false",
                        "--dest-tls-verify=false",
                        "--preserve-digests",
                        "--sign-by-sigstore-private-key=" + secret,
                        "--sign-passphrase-file=" + passphrase,
                        "docker://" + image("stable"),
                        "docker://" + image("signed"))
                .orThrow();

        find(signed("signed"), signedBy(tmp.resolve("skopeo.pub")));
        SigstoreKey key = SigstoreKey.parse(Files.readAllBytes(secret), "a secret".toCharArray(), "skopeo.private");
        new Encapsulation(source, 3)
                .write(
                        commit,
                        new SigningSink(
                                new RegistryClient(image("ours"), Credentials.NONE),
                                image("ours").toString(),
                                key),
                        "ours",
                        Map.of(),
                        tmp);
        find(signed("ours"), signedBy(tmp.resolve("skopeo.pub")));
        assertThatThrownBy(
                        () -> SigstoreKey.parse(Files.readAllBytes(secret), "another".toCharArray(), "skopeo.private"))
                .hasMessage("skopeo.private: the passphrase is another, or the key is damaged");
    }

    private Path registries() throws IOException {
        Path registries = Files.createDirectories(tmp.resolve("registries.d"));
        Files.writeString(
                registries.resolve("here.yaml"),
                "docker:\n  " + registry.host() + ":\n    use-sigstore-attachments: true\n");
        return registries;
    }

    private static CommandResult skopeo(String... words) throws IOException {
        return Command.of("skopeo", words)
                .withInheritedEnvironment()
                .withTimeout(Duration.ofSeconds(60))
                .run();
    }

    private void copy(Path registries, Path key) throws IOException {
        Path policy = Files.writeString(tmp.resolve("policy.json"), "{\"default\": [" + signedBy(key) + "]}");
        CommandResult copied = skopeo(
                "--policy=" + policy,
                "--registries.d=" + registries,
                "copy",
                "--src-tls-verify=false",
                "--remove-signatures",
                "docker://" + image("stable"),
                "dir:" + Files.createTempDirectory(tmp, "copy"));
        Assumptions.assumeFalse(
                copied.errors().contains("sigstore disabled"), "this skopeo is built without signatures of sigstore");
        copied.orThrow();
    }
}
