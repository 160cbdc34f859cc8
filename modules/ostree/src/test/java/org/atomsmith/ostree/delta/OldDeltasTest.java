package org.atomsmith.ostree.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.ostree.LibostreeFixtures;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.pull.Pull;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.Tree;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deltas from before superblocks said their byte order, from libostree's tests: of a small and of a big machine. */
final class OldDeltasTest {
    @TempDir
    private Path tmp;

    @ParameterizedTest
    @CsvSource({"little, 0", "big, 1"})
    void applies_deltas_of_a_machine_of_either_byte_order(String machine, int bigOnes) throws IOException {
        LibostreeFixtures.unpack("pre-endian-deltas-repo-" + machine + ".tar.xz", tmp);
        Repository server = Repository.open(tmp.resolve("pre-endian-deltas-repo"));
        assertThat(server.deltas().list()).hasSize(2);
        int found = 0;
        for (DeltaName name : server.deltas().list()) {
            Repository client = ScratchRepository.create(tmp.resolve(name.to().hex()), RepositoryMode.BARE_USER);
            PullOptions options =
                    PullOptions.builder().commit(name.from().orElseThrow()).build();
            new Pull(client, server.path().toString(), options).run();
            try (OfflineDelta delta = OfflineDelta.open(server.deltas().superblock(name));
                    Transaction transaction = client.begin()) {
                found += delta.delta().endianness() == Endianness.BIG ? 1 : 0;
                assertThat(delta.delta().isEndiannessGuessed()).isTrue();
                for (Fallback fallback : delta.delta().fallbacks()) {
                    transaction.imports().fromRepository(fallback.object().checksum(), server);
                }
                delta.apply(transaction);
                transaction.commit();
            }
            assertThat(client.has(new ObjectName(ObjectType.COMMIT, name.to()))).isTrue();
            assertThat(Tree.load(client, name.to()).statistics().files())
                    .isEqualTo(Tree.load(server, name.to()).statistics().files());
        }
        assertThat(found).isEqualTo(bigOnes);
    }
}
