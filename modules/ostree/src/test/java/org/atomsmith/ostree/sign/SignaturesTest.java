package org.atomsmith.ostree.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignaturesTest {
    @TempDir
    private Path tmp;

    /** RFC 8032, section 7.1, test 2. */
    @Test
    void signs_as_rfc_8032_says() {
        byte[] seed = HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        byte[] publicKey = HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        byte[] both = new byte[64];
        System.arraycopy(seed, 0, both, 0, 32);
        System.arraycopy(publicKey, 0, both, 32, 32);

        Ed25519SecretKey key = Ed25519SecretKey.parse(Base64.getEncoder().encodeToString(both) + "\n");

        byte[] signature = key.sign(new byte[] {0x72});
        assertThat(HexFormat.of().formatHex(signature))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertThat(key.publicKey().verify(new byte[] {0x72}, signature)).isTrue();
        assertThat(key.publicKey().verify(new byte[] {0x73}, signature)).isFalse();
        assertThat(key.publicKey().bytes()).isEqualTo(publicKey);
        assertThat(key.text()).isEqualTo(Base64.getEncoder().encodeToString(both));
        assertThat(key.toString()).doesNotContain(key.text());
    }

    @Test
    void a_generated_key_survives_its_text() {
        Ed25519SecretKey key = Ed25519SecretKey.generate();
        Ed25519SecretKey read = Ed25519SecretKey.parse(key.text());
        assertThat(read.publicKey()).isEqualTo(key.publicKey());
        assertThat(Ed25519PublicKey.parse(key.publicKey().text())).isEqualTo(key.publicKey());
    }

    @Test
    void openssl_verifies_our_signature() throws IOException {
        Assumptions.assumeTrue(OstreeCommand.exitCode("openssl", "version") == 0, "openssl is not installed");
        Ed25519SecretKey key = Ed25519SecretKey.generate();
        // SubjectPublicKeyInfo of ed25519 (RFC 8410) is this prefix and the raw key.
        byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] der = new byte[prefix.length + 32];
        System.arraycopy(prefix, 0, der, 0, prefix.length);
        System.arraycopy(key.publicKey().bytes(), 0, der, prefix.length, 32);
        Files.write(tmp.resolve("key"), der);
        Files.writeString(tmp.resolve("data"), "data");
        Files.write(tmp.resolve("signature"), key.sign("data".getBytes(UTF_8)));

        String output = OstreeCommand.run(
                "openssl",
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-keyform",
                "DER",
                "-inkey",
                tmp.resolve("key").toString(),
                "-sigfile",
                tmp.resolve("signature").toString(),
                "-in",
                tmp.resolve("data").toString());

        assertThat(output).contains("Verified Successfully");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "!!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void refuses_what_is_no_secret_key_without_repeating_it(String text) {
        assertThatThrownBy(() -> Ed25519SecretKey.parse(text)).isInstanceOf(SignatureKeyException.class);
    }

    @Test
    void refuses_a_secret_key_whose_halves_do_not_belong_together() {
        byte[] one = Base64.getDecoder().decode(Ed25519SecretKey.generate().text());
        byte[] other = Base64.getDecoder().decode(Ed25519SecretKey.generate().text());
        System.arraycopy(other, 32, one, 32, 32);
        String mixed = Base64.getEncoder().encodeToString(one);
        assertThatThrownBy(() -> Ed25519SecretKey.parse(mixed))
                .isInstanceOf(SignatureKeyException.class)
                .hasMessageContaining("public half");
    }

    @Test
    void a_commit_may_have_several_signatures_and_none_twice() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        Ed25519SecretKey one = Ed25519SecretKey.generate();
        Ed25519SecretKey other = Ed25519SecretKey.generate();
        Checksum commit;
        try (Transaction transaction = repository.begin()) {
            commit = transaction.write(new CommitBuilder(
                            transaction.write(new DirTree(List.of(), List.of())),
                            transaction.write(DirMeta.directory(0755)),
                            1)
                    .build());
            Signatures.signCommit(transaction, commit, one);
            transaction.setRef("main", commit);
            transaction.commit();
        }
        assertThat(Signatures.isCommitSigned(repository, commit, one.publicKey()))
                .isTrue();
        assertThat(Signatures.isCommitSigned(repository, commit, other.publicKey()))
                .isFalse();
        try (Transaction transaction = repository.begin()) {
            Signatures.signCommit(transaction, commit, one);
            Signatures.signCommit(transaction, commit, other);
            transaction.commit();
        }
        assertThat(Signatures.isCommitSigned(repository, commit, other.publicKey()))
                .isTrue();
        Variant signatures =
                repository.readDetachedMetadata(commit).orElseThrow().get("ostree.sign.ed25519");
        assertThat(signatures.type().text()).isEqualTo("aay");
        assertThat(signatures.children()).hasSize(2);
        byte[] raw = repository.readMetadata(ObjectType.COMMIT, commit);
        assertThat(one.publicKey().verify(raw, signatures.get(0).asBytes())).isTrue();
        if (OstreeCommand.exitCode("ostree", "--version") == 0) {
            OstreeCommand.ostree(repository.path(), "fsck");
            assertThat(OstreeCommand.ostree(
                            repository.path(), "show", "--print-detached-metadata-key=ostree.sign.ed25519", "main"))
                    // GVariant prints an array of bytes that ends in a zero as a string of bytes
                    .containsAnyOf("[byte ", "b'");
        }
    }

    @Test
    void a_summary_is_signed_over_its_bytes() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        Ed25519SecretKey key = Ed25519SecretKey.generate();

        Signatures.writeSummary(repository, 1_700_000_000L, List.of(key));

        byte[] summary = repository.summary().read().orElseThrow();
        assertThat(Signatures.isSigned(repository.summary().readSignatures(), key.publicKey(), summary))
                .isTrue();
        Signatures.writeSummary(repository, 1_700_000_000L, List.of());
        assertThat(repository.summary().readSignatures()).isEmpty();
        assertThat(repository.summary().read().orElseThrow()).isEqualTo(summary);
    }

    @Test
    void signatures_of_another_form_are_not_valid() {
        Ed25519SecretKey key = Ed25519SecretKey.generate();
        LinkedHashMap<String, Variant> metadata = new LinkedHashMap<>();
        metadata.put("ostree.sign.ed25519", Variant.string("no list"));
        assertThat(Signatures.isSigned(metadata, key.publicKey(), new byte[1])).isFalse();
        metadata.put("ostree.sign.ed25519", Variant.byteArrays(List.of(new byte[63], new byte[64], new byte[0])));
        assertThat(Signatures.isSigned(metadata, key.publicKey(), new byte[1])).isFalse();
    }
}
