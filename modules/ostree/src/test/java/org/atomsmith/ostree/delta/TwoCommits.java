package org.atomsmith.ostree.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomsmith.ostree.OstreeCommand.ostree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;

/** A server's repository with two commits between which a delta is made, and clients that have the first. */
public record TwoCommits(Path tmp, Path server, String from, String to) {

    /** Commits two small trees in which every way occurs that a delta has to make a file. */
    public static TwoCommits small(Path tmp) throws IOException {
        OstreeCommand.assumePresent();
        Path tree = Files.createDirectories(tmp.resolve("tree/usr/lib"));
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        Files.write(tree.resolve("appended"), noise);
        Files.write(tree.resolve("rewritten-1.2.3"), noise);
        Files.writeString(tree.resolve("gone"), "gone");
        Files.createFile(tree.resolve("filled"));
        Path server = tmp.resolve("server");
        ostree(server, "init", "--mode=archive");
        String from = commit(server, tmp.resolve("tree"));
        Files.write(tree.resolve("appended"), Arrays.copyOf(noise, noise.length + 9));
        for (int i = 0; i < noise.length; i += 97) {
            noise[i]++;
        }
        Files.delete(tree.resolve("rewritten-1.2.3"));
        Files.write(tree.resolve("rewritten-1.2.4"), noise);
        Files.writeString(tree.resolve("new"), "new\n".repeat(1000));
        Files.createFile(tree.resolve("empty"));
        Files.writeString(tree.resolve("filled"), "filled");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("ne\u00fc"));
        Files.delete(tree.resolve("gone"));
        return new TwoCommits(tmp, server, from, commit(server, tmp.resolve("tree")));
    }

    static String commit(Path server, Path tree) {
        return ostree(server, "commit", "-b", "host", "--owner-uid=0", "--owner-gid=0", "--tree=dir=" + tree)
                .strip();
    }

    /** libostree makes the delta. */
    public void generateByLibostree(String... options) {
        String[] all = Arrays.copyOf(new String[] {"static-delta", "generate"}, 2 + options.length);
        System.arraycopy(options, 0, all, 2, options.length);
        ostree(server, all);
    }

    /** The delta's name. */
    public DeltaName name() throws IOException {
        return DeltaName.parse(from + "-" + to);
    }

    Path delta() throws IOException {
        return server.resolve(name().directory());
    }

    /** A client with the first commit. */
    public Repository client(RepositoryMode mode) throws IOException {
        Repository client = emptyClient(mode);
        ostree(client.path(), "pull-local", server.toString(), from);
        return client;
    }

    /** A client with nothing. */
    public Repository emptyClient(RepositoryMode mode) throws IOException {
        return ScratchRepository.create(tmp.resolve("client-" + mode.configName()), mode);
    }

    /** We apply the delta. */
    static void apply(Repository client, Path delta) throws IOException {
        try (OfflineDelta offline = OfflineDelta.open(delta);
                Transaction transaction = client.begin()) {
            offline.apply(transaction);
            transaction.commit();
        }
    }

    /** libostree finds the second commit whole in the client. */
    public void verify(Repository client) {
        ostree(client.path(), "fsck");
        assertThat(ostree(client.path(), "ls", "-RXC", to)).isEqualTo(ostree(server, "ls", "-RXC", to));
    }
}
