package org.atomsmith.ostree.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TreeCheckoutTest {
    @TempDir
    private Path tmp;

    @Test
    void a_link_below_the_destination_is_replaced_not_followed() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        TreeRoot root;
        try (Transaction transaction = repository.begin()) {
            FileHeader header = FileHeader.regular(0644);
            TreeMap<String, TreeNode> etc = new TreeMap<>();
            etc.put("passwd", new TreeNode.File(transaction.writeContent(header, new byte[] {'x'}), header, 1));
            TreeMap<String, TreeNode> top = new TreeMap<>();
            top.put("etc", new TreeNode.Directory(DirMeta.directory(0755), etc));
            root = new Tree(new TreeNode.Directory(DirMeta.directory(0755), top)).write(transaction);
            transaction.commit();
        }
        Path outside = Files.createDirectory(tmp.resolve("outside"));
        Path destination = Files.createDirectory(tmp.resolve("destination"));
        Files.createSymbolicLink(destination.resolve("etc"), outside);
        CheckoutOptions union = new CheckoutOptions(
                true,
                CheckoutOptions.Overwrite.UNION,
                CheckoutOptions.Links.WHERE_POSSIBLE,
                Set.of(),
                Set.of(),
                Optional.empty(),
                "");

        new TreeCheckout(repository, union).directory(root, destination);

        assertThat(outside).isEmptyDirectory();
        assertThat(destination.resolve("etc")).isDirectory();
        assertThat(destination.resolve("etc/passwd")).hasContent("x");
    }

    @ParameterizedTest
    @EnumSource(names = {"BARE", "BARE_USER"})
    void files_have_the_owner_and_permissions_of_the_tree_linked_or_copied(RepositoryMode mode) throws IOException {
        Assumptions.assumeTrue(OstreeCommand.isRoot(), "only root may give files away");
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), mode);
        TreeBuilder builder = new TreeBuilder();
        TreeRoot root;
        try (Transaction transaction = repository.begin()) {
            put(transaction, builder, "plain", FileHeader.regular(0644));
            put(transaction, builder, "setuid", FileHeader.regular(04755));
            put(transaction, builder, "writable", FileHeader.regular(0666));
            put(transaction, builder, "unreadable", FileHeader.regular(0044));
            put(transaction, builder, "daemon", FileHeader.regular(0644).withOwner(1, 1));
            root = builder.build().write(transaction);
            transaction.commit();
        }

        new TreeCheckout(repository, CheckoutOptions.PLAIN).directory(root, tmp.resolve("out"));

        assertThat(LinuxFiles.stat(tmp.resolve("out/plain")).nlink()).isEqualTo(mode == RepositoryMode.BARE ? 2 : 1);
        assertThat(LinuxFiles.stat(tmp.resolve("out/setuid")).permissions()).isEqualTo(04755);
        assertThat(LinuxFiles.stat(tmp.resolve("out/writable")).permissions()).isEqualTo(0666);
        assertThat(LinuxFiles.stat(tmp.resolve("out/unreadable")).permissions()).isEqualTo(044);
        assertThat(LinuxFiles.stat(tmp.resolve("out/daemon")).uid()).isEqualTo(1);
        assertThat(LinuxFiles.stat(tmp.resolve("out/plain")).mtimeSeconds()).isZero();
        assertThat(tmp.resolve("out/daemon")).hasContent("daemon");
    }

    @Test
    void nothing_is_overwritten_unless_that_was_asked_for() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        TreeBuilder builder = new TreeBuilder();
        TreeRoot root;
        try (Transaction transaction = repository.begin()) {
            put(transaction, builder, "a", FileHeader.regular(0644));
            root = builder.build().write(transaction);
            transaction.commit();
        }
        Files.createDirectory(tmp.resolve("out"));
        Files.writeString(tmp.resolve("out/a"), "mine");
        assertThatThrownBy(
                        () -> new TreeCheckout(repository, CheckoutOptions.PLAIN).directory(root, tmp.resolve("out")))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining(tmp.resolve("out").toString());
        assertThat(tmp.resolve("out/a")).hasContent("mine");
    }

    private static void put(Transaction transaction, TreeBuilder builder, String path, FileHeader header)
            throws IOException {
        byte[] content = path.getBytes(UTF_8);
        builder.put(path, new TreeNode.File(transaction.writeContent(header, content), header, content.length));
    }
}
