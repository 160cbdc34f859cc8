package org.atomsmith.ostree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sign.Ed25519PublicKey;
import org.atomsmith.ostree.sign.Ed25519SecretKey;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libostree's own tests read, read by us. */
final class LibostreeFixturesTest {
    /** As test-pre-signed-pull.sh has it. */
    private static final String SIGNED_BY = "45yzbkuEok0lLabxzdAHWUDSMZgYfxU40sN+LMfYHVA=";

    @TempDir
    private Path tmp;

    @Test
    void verifies_a_signature_that_libostree_made() throws IOException {
        LibostreeFixtures.unpack("pre-signed-pull-data.tar.gz", tmp);
        Repository repository = Repository.open(tmp.resolve("repo"));
        Checksum commit = repository.refs().resolve("testref").orElseThrow();
        Ed25519PublicKey key = Ed25519PublicKey.parse(SIGNED_BY);

        assertThat(Signatures.isCommitSigned(repository, commit, key)).isTrue();
        assertThat(Signatures.isCommitSigned(
                        repository, commit, Ed25519SecretKey.generate().publicKey()))
                .isFalse();
        assertThat(Tree.load(repository, commit).statistics().files()).isEqualTo(1);
    }

    @Test
    void refuses_a_tree_whose_names_lead_out_of_it() throws IOException {
        LibostreeFixtures.unpack("ostree-path-traverse.tar.gz", tmp);
        Repository repository = Repository.open(tmp.resolve("ostree-path-traverse/repo"));
        Checksum commit = repository.refs().resolve("pathtraverse-test").orElseThrow();
        assertThatThrownBy(() -> Tree.load(repository, commit))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("../afile");
    }
}
