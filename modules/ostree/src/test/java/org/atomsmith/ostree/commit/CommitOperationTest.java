package org.atomsmith.ostree.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.archive.ArchiveEntry;
import org.atomsmith.ostree.archive.TarWriter;
import org.atomsmith.ostree.checkout.CheckoutOptions;
import org.atomsmith.ostree.checkout.TreeCheckout;
import org.atomsmith.ostree.commit.CommitRequest.Flag;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CommitOperationTest {
    @TempDir
    private Path tmp;

    private Path files;

    @BeforeEach
    void files() throws IOException {
        files = Files.createDirectories(tmp.resolve("files/sub/deeper"))
                .getParent()
                .getParent();
        Files.writeString(files.resolve("a"), "one");
        Files.writeString(files.resolve("sub/b"), "two");
        Files.writeString(files.resolve("sub/empty"), "");
        Files.createSymbolicLink(files.resolve("link"), Path.of("sub/b"));
    }

    private static CommitRequest request(CommitModifier.Rules rules, Set<Flag> flags, TreeSource... sources) {
        return new CommitRequest(
                new CommitRequest.Name(Optional.of("main"), Optional.of("none"), List.of(), false),
                new CommitRequest.Message("a subject", ""),
                new CommitRequest.Content(
                        Optional.empty(), List.of(sources), rules, new ArchiveRules(true, name -> name)),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                List.of(),
                flags,
                OptionalLong.of(5));
    }

    private static Checksum commit(Repository repository, CommitRequest request) throws IOException {
        return new CommitOperation(repository)
                .commit(request, CommitOperation.Signing.NONE)
                .commit();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARE_SPLIT_XATTRS")
    void gives_the_checksum_that_libostree_gives(RepositoryMode mode) throws IOException {
        OstreeCommand.assumePresent();
        Repository repository = ScratchRepository.create(tmp.resolve("ours"), mode);
        CommitModifier.Rules rules = new CommitModifier.Rules(
                OptionalInt.empty(),
                OptionalInt.empty(),
                true,
                true,
                false,
                Map.of(),
                Map.of("/a", 0600),
                Set.of("/sub/empty"),
                Optional.empty());
        Checksum ours =
                commit(repository, request(rules, EnumSet.of(Flag.GENERATE_SIZES), new TreeSource.Directory(files)));
        Path overrides = Files.writeString(tmp.resolve("overrides"), "=384 /a\n");
        Path skipped = Files.writeString(tmp.resolve("skipped"), "/sub/empty\n");
        Path theirs = tmp.resolve("theirs");
        OstreeCommand.ostree(theirs, "init", "--mode=" + mode.configName());
        String checksum = OstreeCommand.ostree(
                theirs,
                "commit",
                "--branch=main",
                "--subject=a subject",
                "--timestamp=@5",
                "--canonical-permissions",
                "--no-xattrs",
                "--generate-sizes",
                "--statoverride=" + overrides,
                "--skip-list=" + skipped,
                files.toString());
        assertThat(ours.hex()).isEqualTo(checksum.strip());
        OstreeCommand.ostree(repository.path(), "fsck");
    }

    @Test
    void files_that_are_links_to_objects_are_not_read() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Checksum first =
                commit(repository, request(CommitModifier.Rules.NONE, Set.of(), new TreeSource.Directory(files)));
        Path checkout = tmp.resolve("checkout");
        CheckoutOptions user = new CheckoutOptions(
                true,
                CheckoutOptions.Overwrite.NONE,
                CheckoutOptions.Links.REQUIRED,
                Set.of(),
                Set.of(),
                Optional.empty(),
                "");
        new TreeCheckout(repository, user).directory(TreeRoot.of(repository.readCommit(first)), checkout);

        CommitOperation.Result again = new CommitOperation(repository)
                .commit(
                        request(
                                CommitModifier.Rules.NONE,
                                EnumSet.of(Flag.LINK_SPEEDUP),
                                new TreeSource.Directory(checkout)),
                        CommitOperation.Signing.NONE);

        assertThat(again.commit()).isEqualTo(first);
        assertThat(again.cacheHits()).isEqualTo(2);
    }

    @Test
    void what_is_consumed_is_gone_after_the_commit_and_stays_when_it_fails() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        CommitModifier.Rules wrong = new CommitModifier.Rules(
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                false,
                false,
                Map.of("/nothing", 04000),
                Map.of(),
                Set.of(),
                Optional.empty());
        assertThatThrownBy(() ->
                        commit(repository, request(wrong, EnumSet.of(Flag.CONSUME), new TreeSource.Directory(files))))
                .isInstanceOf(UnmatchedPathsException.class)
                .hasMessageContaining("/nothing");
        assertThat(files.resolve("sub/b")).exists();
        assertThat(repository.refs().list()).isEmpty();

        commit(
                repository,
                request(CommitModifier.Rules.NONE, EnumSet.of(Flag.CONSUME), new TreeSource.Directory(files)));
        assertThat(files).doesNotExist();
    }

    @Test
    void a_pipe_is_refused_unless_it_is_left_out() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        LinuxFiles.mknod(files.resolve("pipe"), 0010644, 0, 0);
        assertThatThrownBy(() -> commit(
                        repository, request(CommitModifier.Rules.NONE, Set.of(), new TreeSource.Directory(files))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(files.resolve("pipe").toString())
                .hasMessageContaining("fifo");
        CommitModifier.Rules without = new CommitModifier.Rules(
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                false,
                false,
                Map.of(),
                Map.of(),
                Set.of("/pipe"),
                Optional.empty());
        Checksum commit = commit(repository, request(without, Set.of(), new TreeSource.Directory(files)));
        assertThat(Tree.load(repository, commit).findFile("pipe")).isEmpty();
    }

    @Test
    void an_archive_cannot_lead_out_of_the_tree() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        Path archive = tmp.resolve("evil.tar");
        try (OutputStream out = Files.newOutputStream(archive);
                TarWriter tar = new TarWriter(out, 0)) {
            tar.put(
                    new ArchiveEntry(
                            ArchiveEntry.Kind.FILE, "usr/../../etc/passwd", 0644, 0, 0, "", 1, new TreeMap<>(), 0),
                    new ByteArrayInputStream("x".getBytes(StandardCharsets.US_ASCII)));
        }
        assertThatThrownBy(() -> commit(
                        repository, request(CommitModifier.Rules.NONE, Set.of(), new TreeSource.Archive(archive))))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("Invalid path");
    }
}
