package org.atomsmith.ostree.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Judged by GnuPG, through libostree. */
final class GpgSecretKeyTest {
    @TempDir
    private Path tmp;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        Assumptions.assumeTrue(OstreeCommand.exitCode("gpg", "--version") == 0, "gpg is not installed");
        OstreeCommand.assumePresent();
        home = Files.createDirectory(
                tmp.resolve("gnupg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @AfterEach
    void endAgent() {
        OstreeCommand.exitCode("gpgconf", "--homedir", home.toString(), "--kill", "all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "ed25519"})
    void libostree_finds_our_signature_good(String algorithm) throws IOException {
        GpgSecretKey key = key(algorithm, "");
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        Checksum commit;
        try (Transaction transaction = repository.begin()) {
            commit = transaction.write(new CommitBuilder(
                            transaction.write(new DirTree(List.of(), List.of())),
                            transaction.write(DirMeta.directory(0755)),
                            1)
                    .build());
            Signatures.signCommit(transaction, commit, key);
            transaction.setRef("main", commit);
            transaction.commit();
        }
        Path publicKey = tmp.resolve("public");
        OstreeCommand.run("gpg", "--homedir", home.toString(), "--output", publicKey.toString(), "--export");
        OstreeCommand.ostree(
                repository.path(), "remote", "add", "--gpg-import=" + publicKey, "origin", "http://example.invalid/");
        assertThat(OstreeCommand.ostree(repository.path(), "show", "--gpg-verify-remote=origin", "main"))
                .contains("Found 1 signature", "Good signature", key.keyId());
    }

    @Test
    void a_passphrase_is_needed_where_there_is_one() {
        assertThat(key("ed25519", "secret").keyId()).hasSize(16);
        byte[] exported = export("secret");
        assertThatThrownBy(() -> GpgSecretKey.parse(exported, "wrong".toCharArray(), Instant.EPOCH))
                .isInstanceOf(SignatureKeyException.class)
                .hasMessageContaining("passphrase");
    }

    @Test
    void refuses_what_is_no_secret_key() {
        for (String text : List.of("", "hello", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n!!\n")) {
            assertThatThrownBy(() -> GpgSecretKey.parse(text.getBytes(), new char[0], Instant.EPOCH))
                    .isInstanceOf(SignatureKeyException.class);
        }
    }

    private GpgSecretKey key(String algorithm, String passphrase) {
        OstreeCommand.run(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                passphrase,
                "--quick-generate-key",
                "Test <test@example.invalid>",
                algorithm,
                "sign");
        return GpgSecretKey.parse(export(passphrase), passphrase.toCharArray(), Instant.EPOCH);
    }

    private byte[] export(String passphrase) {
        Path file = tmp.resolve("exported");
        OstreeCommand.run(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--yes",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                passphrase,
                "--output",
                file.toString(),
                "--export-secret-keys");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
