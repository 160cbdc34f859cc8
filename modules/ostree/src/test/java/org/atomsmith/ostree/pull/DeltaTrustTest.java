package org.atomsmith.ostree.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.delta.DeltaGenerator;
import org.atomsmith.ostree.delta.DeltaOptions;
import org.atomsmith.ostree.delta.TwoCommits;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.Deltas;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sign.Ed25519SecretKey;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.sign.Signer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls with deltas whose superblocks are signed, or should be. */
class DeltaTrustTest {
    private static final Ed25519SecretKey OURS = Ed25519SecretKey.generate();
    private static final Ed25519SecretKey FOREIGN = Ed25519SecretKey.generate();

    @TempDir
    Path directory;

    private TwoCommits commits;
    private boolean summarySigned;
    private Repository server;

    @BeforeEach
    void commit() throws IOException {
        commits = TwoCommits.small(directory);
        server = Repository.open(commits.server());
        try (Transaction transaction = server.begin()) {
            Signatures.signCommit(transaction, commits.name().to(), OURS);
            transaction.commit();
        }
    }

    private void generate(Signer... signers) throws IOException {
        DeltaOptions standard = DeltaOptions.standard(1_700_000_000);
        DeltaOptions options = new DeltaOptions(
                standard.minFallbackSize(),
                standard.maxBsdiffSize(),
                standard.maxChunkSize(),
                standard.bsdiff(),
                standard.inline(),
                standard.endianness(),
                Optional.empty(),
                List.of(signers),
                standard.timestamp());
        new DeltaGenerator(server, options, _ -> {}).generate(commits.name());
        Signatures.writeSummary(server, 1_700_000_000, List.of());
    }

    private Repository client(boolean signVerifyDeltas) throws IOException {
        Repository client = commits.client(RepositoryMode.BARE_USER);
        client.writeConfig(
                client.config().file().with("core", "sign-verify-deltas", Boolean.toString(signVerifyDeltas)));
        return Repository.open(client.path());
    }

    private PullResult pull(Repository client, boolean signVerify, boolean required) throws IOException {
        try (FileServer http = new FileServer(commits.server())) {
            SequencedMap<String, String> remote = new LinkedHashMap<>();
            remote.put("url", http.url());
            remote.put("gpg-verify", "false");
            if (signVerify) {
                remote.put("sign-verify", "ed25519");
                remote.put("sign-verify-summary", summarySigned ? "ed25519" : "false");
                remote.put("verification-ed25519-key", OURS.publicKey().toString());
            }
            Remotes.of(client).put("origin", remote, false);
            PullOptions options = PullOptions.builder()
                    .ref(RefRequest.of("host"))
                    .deltas(required ? PullOptions.DeltaUse.REQUIRED : PullOptions.DeltaUse.ALLOWED)
                    .environment(Map.of())
                    .build();
            return new Pull(Repository.open(client.path()), "origin", options).run();
        }
    }

    @Test
    void applies_a_delta_that_a_trusted_key_signed() throws IOException {
        generate(FOREIGN, OURS);
        Repository client = client(true);
        assertThat(pull(client, true, true).deltaParts()).isPositive();
        commits.verify(client);
    }

    @Test
    void refuses_a_delta_whose_signature_is_of_another_key() throws IOException {
        generate(FOREIGN);
        Repository client = client(false);
        assertThatThrownBy(() -> pull(client, true, false))
                .hasMessageContaining("Can't verify delta " + commits.name())
                .hasMessageContaining("couldn't be verified with: key '");
        assertThat(client.refs().list()).isEmpty();
        assertThat(client.listCommits()).hasSize(1);
    }

    @Test
    void refuses_a_delta_that_was_changed_after_it_was_signed() throws IOException {
        generate(OURS);
        Path superblock = server.deltas().superblock(commits.name());
        byte[] bytes = Files.readAllBytes(superblock);
        // The timestamp: what else it says stays sound.
        bytes[16 + indexOf(bytes)] ^= 1;
        Files.write(superblock, bytes);
        Signatures.writeSummary(server, 1_700_000_000, List.of());
        assertThatThrownBy(() -> pull(client(false), true, false)).hasMessageContaining("Can't verify delta");
    }

    /** Where the timestamp is, less 16: a big-endian number that its maker was told. */
    private static int indexOf(byte[] bytes) {
        for (int i = 0; i < bytes.length - 4; i++) {
            if (bytes[i] == 0x65 && bytes[i + 1] == 0x53 && (bytes[i + 2] & 0xff) == 0xf1 && bytes[i + 3] == 0) {
                return i - 16;
            }
        }
        throw new IllegalStateException("no timestamp");
    }

    /** The commit is signed: that is what is asked for, as with libostree. */
    @Test
    void takes_an_unsigned_delta_of_a_signed_commit_unless_deltas_must_be_signed() throws IOException {
        generate();
        Repository easy = client(false);
        assertThat(pull(easy, true, true).deltaParts()).isPositive();
        commits.verify(easy);
    }

    @Test
    void fetches_objects_where_deltas_must_be_signed_and_are_not() throws IOException {
        generate();
        Repository strict = client(true);
        assertThatThrownBy(() -> pull(strict, true, true))
                .hasMessageContaining("Static deltas required")
                .hasMessageContaining("has no signature, which core.sign-verify-deltas asks for");
        assertThat(pull(strict, true, false).deltaParts()).isZero();
        commits.verify(strict);
    }

    @Test
    void says_that_a_key_is_missing_where_deltas_must_be_signed() throws IOException {
        generate(OURS);
        assertThatThrownBy(() -> pull(client(true), false, false))
                .hasMessageContaining("Key is mandatory to check delta signature");
    }

    @Test
    void reads_a_signed_delta_of_a_remote_that_verifies_nothing() throws IOException {
        generate(FOREIGN);
        Repository client = client(false);
        assertThat(pull(client, false, true).deltaParts()).isPositive();
        commits.verify(client);
    }

    @Test
    void refuses_a_superblock_that_is_not_the_one_of_the_index() throws IOException {
        server.writeConfig(server.config().file().with("core", "no-deltas-in-summary", "true"));
        server = Repository.open(server.path());
        generate();
        writeIndex(Checksum.digest(new byte[0]).bytes());
        assertThatThrownBy(() -> pull(client(false), false, false))
                .hasMessageContaining("Invalid checksum for static delta " + commits.name());
        Files.write(index(), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> pull(client(false), false, false))
                .hasMessageContaining(Deltas.indexPath(commits.name().to()));
    }

    /** A summary that is signed says which superblock is meant: an index, which nobody signs, cannot change that. */
    @Test
    void believes_a_signed_summary_rather_than_an_index() throws IOException {
        generate();
        Signatures.writeSummary(server, 1_700_000_000, List.of(OURS));
        summarySigned = true;
        writeIndex(Checksum.digest(new byte[0]).bytes());
        Repository client = client(false);
        assertThat(pull(client, true, true).deltaParts()).isPositive();
    }

    private Path index() throws IOException {
        return server.path().resolve(Deltas.indexPath(commits.name().to()));
    }

    private void writeIndex(byte[] digest) throws IOException {
        SequencedMap<String, Variant> digests = new LinkedHashMap<>();
        digests.put(commits.name().id(), Variant.bytes(digest));
        SequencedMap<String, Variant> index = new LinkedHashMap<>();
        index.put(Deltas.KEY, Variant.dict(digests));
        Files.write(index(), Variant.dict(index).toBytes());
    }
}
