package org.atomsmith.ostree.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RefsTest {
    @TempDir
    private Path tmp;

    private Repository repository;
    private Checksum commit;

    @BeforeEach
    void makeCommit() throws IOException {
        repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        try (Transaction transaction = repository.begin()) {
            commit = transaction.write(new CommitBuilder(
                            transaction.write(new DirTree(List.of(), List.of())),
                            transaction.write(DirMeta.directory(0755)),
                            1)
                    .build());
            transaction.setRef("os/stable", commit);
            transaction.setRef("origin:os/remote", commit);
            transaction.setRef(new CollectionRef("org.example.Other", "os/mirrored"), commit);
            transaction.commit();
        }
    }

    @Test
    void libostree_sees_the_same_refs() throws IOException {
        OstreeCommand.assumePresent();
        repository.refs().setAlias("os/current", "os/stable");
        assertThat(OstreeCommand.ostree(repository.path(), "refs", "-A")).contains("os/current -> os/stable");
        assertThat(repository.refs().aliases()).containsEntry("os/current", "os/stable");
        assertThat(OstreeCommand.ostree(repository.path(), "refs").lines())
                .containsExactlyInAnyOrderElementsOf(repository.refs().listAll().keySet());
        assertThat(OstreeCommand.ostree(repository.path(), "refs", "-c").strip())
                .isEqualTo("(org.example.Other, os/mirrored)");
    }

    @Test
    void a_ref_takes_the_place_of_a_directory_only_when_no_ref_is_in_it() throws IOException {
        assertThatThrownBy(() -> repository.refs().set("os", commit))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("os/stable");
        repository.refs().delete("os/stable");
        repository.refs().set("os", commit);
        assertThat(repository.refs().resolve("os")).contains(commit);
        assertThat(repository.refs().resolve("os/stable")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/../../x", "/etc/x", "-a", "!a", "a//b", "a/", ".hidden", "a:b:c"})
    void refuses_names_that_lead_elsewhere(String name) {
        assertThatThrownBy(() -> repository.refs().set(name, commit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> repository.refs().set(new CollectionRef("org.example.Os", name), commit))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passes_over_files_that_are_no_refs() throws IOException {
        Files.writeString(repository.path().resolve("refs/heads/os/.hidden"), "not a checksum");
        assertThat(repository.refs().list()).containsOnlyKeys("os/stable");
    }

    @Test
    void finds_revisions_as_users_write_them() throws IOException {
        assertThat(repository.resolve("os/remote")).isEqualTo(commit);
        assertThat(repository.resolve(commit.hex().substring(0, 8))).isEqualTo(commit);
        assertThatThrownBy(() -> repository.resolve("os/stable^")).hasMessageContaining("has no parent");
        assertThatThrownBy(() -> repository.resolve("nowhere")).hasMessage("Refspec 'nowhere' not found");
    }
}
