package org.atomsmith.ostree.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomsmith.ostree.OstreeCommand.ostree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.LibostreeFixtures;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.sign.SignatureType;
import org.atomsmith.ostree.sign.TrustedKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deltas that we make: libostree applies them, and so do we. */
final class GenerateDeltaTest {
    @TempDir
    private Path tmp;

    private static final DeltaOptions STANDARD = DeltaOptions.standard(1_700_000_000);

    @Test
    void libostree_applies_our_delta() throws IOException {
        TwoCommits commits = TwoCommits.small(tmp);
        DeltaStatistics made = generate(commits, STANDARD);
        assertThat(made.patched()).isEqualTo(1);
        assertThat(made.copied()).isEqualTo(1);
        Repository client = commits.client(RepositoryMode.BARE_USER);
        ostree(client.path(), "static-delta", "apply-offline", commits.delta().toString());
        commits.verify(client);
    }

    @Test
    void the_same_commits_make_the_same_delta() throws IOException {
        TwoCommits commits = TwoCommits.small(tmp);
        generate(commits, STANDARD);
        List<byte[]> first = List.of(
                Files.readAllBytes(commits.delta().resolve("superblock")),
                Files.readAllBytes(commits.delta().resolve("0")));
        generate(commits, STANDARD);
        assertThat(Files.readAllBytes(commits.delta().resolve("superblock"))).isEqualTo(first.get(0));
        assertThat(Files.readAllBytes(commits.delta().resolve("0"))).isEqualTo(first.get(1));
    }

    /** Parts of a few bytes, no patches, all parts inside, the other byte order. */
    @ParameterizedTest
    @ValueSource(strings = {"chunks", "no-bsdiff", "inline", "swapped", "large"})
    void both_apply_our_delta_with(String what) throws IOException {
        TwoCommits commits = TwoCommits.small(tmp);
        DeltaStatistics made = generate(
                commits,
                new DeltaOptions(
                        STANDARD.minFallbackSize(),
                        what.equals("large") ? 0 : STANDARD.maxBsdiffSize(),
                        what.equals("chunks") ? 1000 : STANDARD.maxChunkSize(),
                        !what.equals("no-bsdiff"),
                        what.equals("inline"),
                        what.equals("swapped") ? Endianness.BIG : Endianness.LITTLE,
                        Optional.empty(),
                        List.of(),
                        1_700_000_000));
        assertThat(made.parts()).isGreaterThan(what.equals("chunks") ? 3 : 0);
        assertThat(made.copied()).isEqualTo(1);
        Repository theirs = commits.client(RepositoryMode.BARE_USER);
        ostree(theirs.path(), "static-delta", "apply-offline", commits.delta().toString());
        commits.verify(theirs);
        Repository ours = commits.client(RepositoryMode.BARE);
        TwoCommits.apply(ours, commits.delta());
        commits.verify(ours);
    }

    @Test
    void a_delta_from_nothing_with_a_fallback_names_it() throws IOException {
        TwoCommits commits = TwoCommits.small(tmp);
        DeltaName name = DeltaName.fromEmpty(commits.name().to());
        DeltaOptions options = new DeltaOptions(
                100_000,
                STANDARD.maxBsdiffSize(),
                STANDARD.maxChunkSize(),
                true,
                false,
                Endianness.LITTLE,
                Optional.empty(),
                List.of(),
                0);
        DeltaStatistics made = new DeltaGenerator(Repository.open(commits.server()), options, _ -> {}).generate(name);
        assertThat(made.fallbacks()).isEqualTo(2);
        assertThat(ostree(commits.server(), "static-delta", "show", name.id()))
                .contains("Number of fallback entries: 2")
                .contains("Total Fallback Uncompressed Size: 600009 ");
    }

    @Test
    void a_signature_covers_the_superblock() throws IOException {
        TwoCommits commits = TwoCommits.small(tmp);
        Map<String, String> environment = Map.of("OSTREE_DUMMY_SIGN_ENABLED", "1");
        DeltaOptions options = new DeltaOptions(
                0,
                STANDARD.maxBsdiffSize(),
                STANDARD.maxChunkSize(),
                true,
                false,
                Endianness.LITTLE,
                Optional.empty(),
                List.of(SignatureType.DUMMY.signer("us", environment)),
                0);
        generate(commits, options);
        TrustedKeys keys = SignatureType.DUMMY.keys(environment);
        keys.add("us");
        try (OfflineDelta offline = OfflineDelta.open(commits.delta())) {
            assertThat(offline.delta().isSigned()).isTrue();
            offline.delta().verify(keys);
        }
        assertThat(ostree(
                        commits.server(), "static-delta", "show", commits.name().id()))
                .contains("Signed: yes");
    }

    /** The libraries of two versions of Fedora Atomic Host, from libostree's tests. */
    @Test
    void real_libraries_take_no_more_bytes_than_libostrees_delta() throws IOException {
        OstreeCommand.assumePresent();
        Path server = tmp.resolve("server");
        ostree(server, "init", "--mode=archive");
        List<String> revisions = new ArrayList<>();
        for (String version : List.of("old", "new")) {
            Path tree = Files.createDirectory(tmp.resolve(version));
            LibostreeFixtures.unpack("fah-deltadata-" + version + ".tar.xz", tree);
            revisions.add(TwoCommits.commit(server, tree));
        }
        TwoCommits commits = new TwoCommits(tmp, server, revisions.get(0), revisions.get(1));
        commits.generateByLibostree("--from=" + commits.from(), "--to=" + commits.to());
        long theirSize;
        try (OfflineDelta theirs = OfflineDelta.open(commits.delta())) {
            theirSize = theirs.delta().partsSize() + theirs.delta().fallbacksSize();
        }
        Repository ours = commits.client(RepositoryMode.BARE_USER);
        TwoCommits.apply(ours, commits.delta());
        commits.verify(ours);
        DeltaStatistics made = generate(commits, STANDARD);
        assertThat(made.compressedSize()).isLessThanOrEqualTo(theirSize);
        Repository theirs = commits.client(RepositoryMode.BARE);
        ostree(theirs.path(), "static-delta", "apply-offline", commits.delta().toString());
        commits.verify(theirs);
    }

    private static DeltaStatistics generate(TwoCommits commits, DeltaOptions options) throws IOException {
        return new DeltaGenerator(Repository.open(commits.server()), options, _ -> {}).generate(commits.name());
    }
}
