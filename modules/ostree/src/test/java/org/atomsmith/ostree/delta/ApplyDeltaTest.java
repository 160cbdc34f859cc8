package org.atomsmith.ostree.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomsmith.ostree.OstreeCommand.ostree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deltas that libostree made, applied to repositories of each mode; libostree checks the result. */
final class ApplyDeltaTest {
    @TempDir
    private Path tmp;

    private Path server;
    private String from = "";
    private String to = "";

    @BeforeEach
    void commitTwoTrees() throws IOException {
        OstreeCommand.assumePresent();
        server = tmp.resolve("server");
        Path tree = Files.createDirectories(tmp.resolve("tree/usr/lib"));
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        Files.write(tree.resolve("appended"), noise);
        Files.write(tree.resolve("rewritten"), noise);
        Files.writeString(tree.resolve("gone"), "gone");
        ostree(server, "init", "--mode=archive");
        from = commit();
        byte[] longer = Arrays.copyOf(noise, noise.length + 9);
        Files.write(tree.resolve("appended"), longer);
        for (int i = 0; i < noise.length; i += 97) {
            noise[i]++;
        }
        Files.write(tree.resolve("rewritten"), noise);
        Files.writeString(tree.resolve("new"), "new\n".repeat(1000));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("ne\u00fc"));
        Files.delete(tree.resolve("gone"));
        to = commit();
    }

    private String commit() {
        return ostree(
                        server,
                        "commit",
                        "-b",
                        "host",
                        "--owner-uid=0",
                        "--owner-gid=0",
                        "--tree=dir=" + tmp.resolve("tree"))
                .strip();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARE_SPLIT_XATTRS")
    void applies_a_delta_of_libostree_in_every_mode(RepositoryMode mode) throws IOException {
        ostree(server, "static-delta", "generate", "--from=" + from, "--to=" + to);
        Repository client = pulled(mode);
        apply(client, deltaPath());
        verify(client);
    }

    @Test
    void applies_a_delta_from_nothing_with_parts_inside() throws IOException {
        ostree(server, "static-delta", "generate", "--empty", "--inline", "--to=" + to);
        Repository client = ScratchRepository.create(tmp.resolve("client"), RepositoryMode.BARE_USER);
        apply(client, server.resolve(DeltaName.parse(to).directory()));
        verify(client);
    }

    @Test
    void applies_a_delta_in_the_other_byte_order() throws IOException {
        ostree(server, "static-delta", "generate", "--swap-endianness", "--from=" + from, "--to=" + to);
        Repository client = pulled(RepositoryMode.BARE_USER);
        apply(client, deltaPath());
        verify(client);
    }

    @Test
    void refuses_a_delta_whose_source_is_not_there() throws IOException {
        ostree(server, "static-delta", "generate", "--from=" + from, "--to=" + to);
        Repository client = ScratchRepository.create(tmp.resolve("client"), RepositoryMode.BARE_USER);
        assertThatThrownBy(() -> apply(client, deltaPath()))
                .isInstanceOf(DeltaException.class)
                .hasMessageContaining(from + ", which is the delta source, is not in repository");
    }

    @Test
    void refuses_a_part_that_is_not_the_one_of_the_superblock() throws IOException {
        ostree(server, "static-delta", "generate", "--from=" + from, "--to=" + to);
        Files.writeString(deltaPath().resolve("0"), "other", StandardCharsets.UTF_8);
        Repository client = pulled(RepositoryMode.BARE_USER);
        assertThatThrownBy(() -> apply(client, deltaPath()))
                .isInstanceOf(DeltaException.class)
                .hasMessageContaining("Checksum mismatch");
    }

    private Path deltaPath() throws IOException {
        return server.resolve(DeltaName.parse(from + "-" + to).directory());
    }

    private Repository pulled(RepositoryMode mode) throws IOException {
        Repository client = ScratchRepository.create(tmp.resolve("client-" + mode.configName()), mode);
        ostree(client.path(), "pull-local", server.toString(), from);
        return client;
    }

    private static void apply(Repository client, Path delta) throws IOException {
        try (OfflineDelta offline = OfflineDelta.open(delta);
                Transaction transaction = client.begin()) {
            offline.apply(transaction);
            transaction.commit();
        }
    }

    private void verify(Repository client) {
        assertThat(Checksum.tryParse(to)).isPresent();
        ostree(client.path(), "fsck");
        assertThat(ostree(client.path(), "ls", "-RXC", to)).isEqualTo(ostree(server, "ls", "-RXC", to));
    }
}
