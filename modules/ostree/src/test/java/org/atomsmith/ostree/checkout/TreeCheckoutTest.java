package org.atomsmith.ostree.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
