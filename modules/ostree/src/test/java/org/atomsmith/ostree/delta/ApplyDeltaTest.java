package org.atomsmith.ostree.delta;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deltas that libostree made, applied to repositories of each mode; libostree checks the result. */
final class ApplyDeltaTest {
    @TempDir
    private Path tmp;

    private TwoCommits commits;

    @BeforeEach
    void commitTwoTrees() throws IOException {
        commits = TwoCommits.small(tmp);
    }

    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "BARE", "BARE_USER"})
    void applies_a_delta_of_libostree_in_every_mode(RepositoryMode mode) throws IOException {
        commits.generateByLibostree("--from=" + commits.from(), "--to=" + commits.to());
        Repository client = commits.client(mode);
        TwoCommits.apply(client, commits.delta());
        commits.verify(client);
    }

    @Test
    void applies_a_delta_from_nothing_with_parts_inside() throws IOException {
        commits.generateByLibostree("--empty", "--inline", "--to=" + commits.to());
        Repository client = commits.emptyClient(RepositoryMode.BARE_USER);
        TwoCommits.apply(
                client, commits.server().resolve(DeltaName.parse(commits.to()).directory()));
        commits.verify(client);
    }

    @Test
    void applies_a_delta_in_the_other_byte_order() throws IOException {
        commits.generateByLibostree("--swap-endianness", "--from=" + commits.from(), "--to=" + commits.to());
        Repository client = commits.client(RepositoryMode.BARE_USER);
        TwoCommits.apply(client, commits.delta());
        commits.verify(client);
    }

    @Test
    void refuses_a_delta_whose_source_is_not_there() throws IOException {
        commits.generateByLibostree("--from=" + commits.from(), "--to=" + commits.to());
        Repository client = commits.emptyClient(RepositoryMode.BARE_USER);
        assertThatThrownBy(() -> TwoCommits.apply(client, commits.delta()))
                .isInstanceOf(DeltaException.class)
                .hasMessageContaining(commits.from() + ", which is the delta source, is not in repository");
    }

    @Test
    void refuses_a_part_that_is_not_the_one_of_the_superblock() throws IOException {
        commits.generateByLibostree("--from=" + commits.from(), "--to=" + commits.to());
        Files.writeString(commits.delta().resolve("0"), "other");
        Repository client = commits.client(RepositoryMode.BARE_USER);
        assertThatThrownBy(() -> TwoCommits.apply(client, commits.delta()))
                .isInstanceOf(DeltaException.class)
                .hasMessageContaining("Checksum mismatch");
    }
}
