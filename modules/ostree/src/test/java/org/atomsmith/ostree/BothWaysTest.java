package org.atomsmith.ostree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomsmith.ostree.OstreeCommand.ostree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Xattrs;
import org.atomsmith.ostree.checkout.CheckoutOptions;
import org.atomsmith.ostree.checkout.TreeCheckout;
import org.atomsmith.ostree.commit.ArchiveRules;
import org.atomsmith.ostree.commit.CommitModifier;
import org.atomsmith.ostree.commit.CommitOperation;
import org.atomsmith.ostree.commit.CommitRequest;
import org.atomsmith.ostree.commit.TreeSource;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.pull.Pull;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.pull.PullResult;
import org.atomsmith.ostree.pull.RefRequest;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we write, libostree's own command reads; what it writes, we read. */
final class BothWaysTest {
    @TempDir
    private Path tmp;

    @BeforeEach
    void judge() {
        OstreeCommand.assumePresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "BARE", "BARE_USER"})
    void libostree_accepts_what_we_write(RepositoryMode mode) throws IOException {
        Path files = sample();
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), mode);
        Checksum commit = commit(repository, files, "main");

        ostree(repository.path(), "fsck");
        assertThat(ostree(repository.path(), "rev-parse", "main")).isEqualTo(commit + "\n");
        assertThat(ostree(repository.path(), "show", "main")).contains("a subject");
        assertThat(ostree(repository.path(), "ls", "-RCX", "main")).contains("/etc/hosts", "-> hosts");
        String theirs = tmp.resolve("theirs").toString();
        ostree(repository.path(), "checkout", "main", theirs);
        assertThat(Files.readString(tmp.resolve("theirs/etc/hosts"))).isEqualTo("127.0.0.1 localhost\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "BARE", "BARE_USER"})
    void a_commit_of_the_same_directory_has_the_checksum_that_libostree_gives(RepositoryMode mode) throws IOException {
        Path files = sample();
        Path theirs = tmp.resolve("theirs");
        ostree(theirs, "init", "--mode=" + mode.configName());
        String checksum = ostree(
                        theirs,
                        "commit",
                        "-b",
                        "main",
                        "-s",
                        "a subject",
                        "--timestamp=2020-01-01 00:00:00 +0000",
                        files.toString())
                .strip();

        Checksum ours = commit(ScratchRepository.create(tmp.resolve("repo"), mode), files, "main");

        assertThat(ours.hex()).isEqualTo(checksum);
    }

    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "BARE", "BARE_USER"})
    void we_read_and_verify_what_libostree_writes(RepositoryMode mode) throws IOException {
        Path files = sample();
        Path theirs = tmp.resolve("theirs");
        ostree(theirs, "init", "--mode=" + mode.configName());
        ostree(theirs, "commit", "-b", "main", "-s", "a subject", files.toString());

        Repository repository = Repository.open(theirs);
        Checksum commit = repository.refs().resolve("main").orElseThrow();
        Tree tree = Tree.load(repository, commit);

        assertThat(tree.findFile("etc/hosts").orElseThrow().size()).isEqualTo(20);
        assertThat(tree.findFile("etc/link").orElseThrow().header().symlinkTarget())
                .isEqualTo("hosts");
        assertThat(tree.findFile("bin/su").orElseThrow().header().permissions()).isEqualTo(04755);
        tree.walk((path, node) -> {
            if (node instanceof TreeNode.File file) {
                repository.verify(ObjectName.file(file.checksum()));
            }
        });
        assertThat(tree.checksums()).isEqualTo(TreeRoot.of(repository.readCommit(commit)));
    }

    @Test
    void copies_a_commit_between_all_modes() throws IOException {
        Repository source = ScratchRepository.create(tmp.resolve("source"), RepositoryMode.BARE_USER);
        Checksum commit = commit(source, sample(), "main");
        PullOptions options = PullOptions.builder().ref(RefRequest.of("main")).build();
        for (RepositoryMode mode : List.of(RepositoryMode.ARCHIVE, RepositoryMode.BARE, RepositoryMode.BARE_USER)) {
            Repository target = ScratchRepository.create(tmp.resolve("target-" + mode), mode);
            new Pull(target, source.path().toString(), options).run();
            ostree(target.path(), "fsck");
            assertThat(target.refs().resolve("main")).contains(commit);
            PullResult again = new Pull(target, source.path().toString(), options).run();
            assertThat(again.contentFetched() + again.metadataFetched()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "BARE", "BARE_USER"})
    void a_checkout_is_the_directory_that_was_committed(RepositoryMode mode) throws IOException {
        Assumptions.assumeTrue(OstreeCommand.isRoot(), "only root may give files away");
        Path files = sample();
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), mode);
        Checksum commit = commit(repository, files, "main");

        new TreeCheckout(repository, CheckoutOptions.PLAIN)
                .directory(TreeRoot.of(repository.readCommit(commit)), tmp.resolve("out"));

        OstreeCommand.run(
                "diff",
                "-r",
                "--no-dereference",
                files.toString(),
                tmp.resolve("out").toString());
        assertThat(list(tmp.resolve("out"))).isEqualTo(list(files));
    }

    private static String list(Path directory) {
        return OstreeCommand.run(
                "sh",
                "-c",
                "cd '" + directory + "' && find . -printf '%P %M %U %G %s %l\\n' | sed '/ d/s/ [0-9]* $//' | sort");
    }

    private Path sample() throws IOException {
        Path files = tmp.resolve("files");
        Files.createDirectories(files.resolve("etc/empty"));
        Files.createDirectories(files.resolve("bin"));
        Files.createDirectories(files.resolve("var/tmp"));
        Files.writeString(files.resolve("etc/hosts"), "127.0.0.1 localhost\n");
        Files.writeString(files.resolve("etc/secret"), "x");
        Files.writeString(files.resolve("etc/none"), "");
        Files.writeString(files.resolve("etc/of-daemon"), "d");
        Files.write(files.resolve("bin/big"), new byte[3_000_000]);
        Files.writeString(files.resolve("bin/su"), "#!/bin/sh\n");
        Files.writeString(files.resolve("bin/ping"), "capable");
        Files.writeString(files.resolve("bin/open"), "everybody");
        LinuxFiles.symlink("hosts", files.resolve("etc/link"));
        LinuxFiles.symlink("/nowhere/at//all/", files.resolve("etc/dangling"));
        if (OstreeCommand.isRoot()) {
            LinuxFiles.chown(files.resolve("etc/of-daemon"), 1, 2);
            Xattrs.set(files.resolve("bin/ping"), "security.capability", capability());
        }
        LinuxFiles.chmod(files.resolve("etc/secret"), 0600);
        LinuxFiles.chmod(files.resolve("bin/su"), 04755);
        LinuxFiles.chmod(files.resolve("bin/open"), 0777);
        LinuxFiles.chmod(files.resolve("var/tmp"), 01777);
        Xattrs.set(files.resolve("bin/open"), "user.comment", "hello".getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** cap_net_raw=ep in the kernel's format, revision 2. */
    private static byte[] capability() {
        byte[] value = new byte[20];
        value[0] = 1;
        value[3] = 2;
        value[5] = 0x20;
        return value;
    }

    private static Checksum commit(Repository repository, Path files, String ref) throws IOException {
        CommitRequest request = new CommitRequest(
                new CommitRequest.Name(Optional.of(ref), Optional.empty(), List.of(), false),
                new CommitRequest.Message("a subject", ""),
                new CommitRequest.Content(
                        Optional.empty(),
                        List.of(new TreeSource.Directory(files)),
                        CommitModifier.Rules.NONE,
                        new ArchiveRules(false, name -> name)),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                List.of(),
                Set.of(),
                OptionalLong.of(1_577_836_800L));
        return new CommitOperation(repository)
                .commit(request, CommitOperation.Signing.NONE)
                .commit();
    }
}
