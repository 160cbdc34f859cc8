package org.atomsmith.ostree.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.event.EventSink;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.BackgroundCopy;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopyAndCheckoutTest {
    @TempDir
    private Path tmp;

    @Test
    void copies_in_the_background_what_is_not_even_committed() throws IOException {
        Repository source = ScratchRepository.create(tmp.resolve("source"), RepositoryMode.BARE_USER);
        Repository target = ScratchRepository.create(tmp.resolve("target"), RepositoryMode.ARCHIVE);
        List<Checksum> checksums = new ArrayList<>();
        try (Transaction from = source.begin();
                Transaction to = target.begin();
                BackgroundCopy copy = new BackgroundCopy(source, to, 2, size -> {})) {
            for (int i = 0; i < 100; i++) {
                Checksum checksum = from.writeContent(FileHeader.regular(0644), ("text " + i).getBytes(UTF_8));
                checksums.add(checksum);
                copy.submit(checksum);
                copy.submit(checksum);
            }
            from.commit();
            assertThat(copy.await()).isEqualTo(100);
            to.commit();
        }
        for (Checksum checksum : checksums) {
            target.verify(ObjectName.file(checksum));
        }
    }

    @Test
    void a_background_copy_reports_what_failed() throws IOException {
        Repository source = ScratchRepository.create(tmp.resolve("source"), RepositoryMode.BARE_USER);
        Repository target = ScratchRepository.create(tmp.resolve("target"), RepositoryMode.ARCHIVE);
        Checksum missing = Checksum.digest(new byte[0]);
        Checksum broken = write(source, "sound");
        Files.writeString(source.objectPath(ObjectName.file(broken)), "sounD");
        for (Checksum checksum : List.of(missing, broken)) {
            try (Transaction to = target.begin();
                    BackgroundCopy copy = new BackgroundCopy(source, to, 1, size -> {})) {
                copy.submit(checksum);
                assertThatThrownBy(copy::await)
                        .isInstanceOf(
                                checksum == missing ? ObjectNotFoundException.class : CorruptObjectException.class)
                        .hasMessageContaining(checksum.hex());
                to.commit();
            }
            assertThat(target.hasContent(checksum)).isFalse();
        }
    }

    @Test
    void a_copy_names_the_object_that_is_missing() throws IOException {
        Repository source = ScratchRepository.create(tmp.resolve("source"), RepositoryMode.BARE_USER);
        Repository target = ScratchRepository.create(tmp.resolve("target"), RepositoryMode.BARE_USER);
        TreeRoot root;
        Checksum content;
        try (Transaction transaction = source.begin()) {
            FileHeader header = FileHeader.regular(0644);
            content = transaction.writeContent(header, new byte[] {1});
            root = new TreeBuilder()
                    .put("a/b", new TreeNode.File(content, header, 1))
                    .build()
                    .write(transaction);
            transaction.commit();
        }
        Files.delete(source.objectPath(ObjectName.file(content)));
        try (Transaction transaction = target.begin()) {
            ObjectCopy copy = new ObjectCopy(source, transaction, EventSink.none());
            assertThatThrownBy(() -> copy.copyTree(root))
                    .isInstanceOf(ObjectNotFoundException.class)
                    .hasMessageContaining(content.hex());
        }
        assertThatThrownBy(() -> Tree.load(source, root)).isInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void links_only_files_that_a_write_of_permissions_or_owner_would_not_differ_in() throws IOException {
        Assumptions.assumeTrue(OstreeCommand.isRoot(), "only root may give files away");
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        TreeBuilder builder = new TreeBuilder();
        try (Transaction transaction = repository.begin()) {
            put(transaction, builder, "plain", FileHeader.regular(0644));
            put(transaction, builder, "program", FileHeader.regular(0755));
            put(transaction, builder, "setuid", FileHeader.regular(04755));
            put(transaction, builder, "writable", FileHeader.regular(0666));
            put(transaction, builder, "unreadable", FileHeader.regular(0044));
            put(transaction, builder, "daemon", FileHeader.regular(0644).withOwner(1, 1));
            transaction.commit();
        }

        Checkout.Result result = new Checkout(repository, true).checkout(builder.build(), tmp.resolve("out"));

        assertThat(result).isEqualTo(new Checkout.Result(2, 4, 0, 1));
        assertThat(LinuxFiles.stat(tmp.resolve("out/plain")).nlink()).isEqualTo(2);
        assertThat(LinuxFiles.stat(tmp.resolve("out/setuid")).permissions()).isEqualTo(04755);
        assertThat(LinuxFiles.stat(tmp.resolve("out/writable")).permissions()).isEqualTo(0666);
        assertThat(LinuxFiles.stat(tmp.resolve("out/unreadable")).permissions()).isEqualTo(044);
        assertThat(LinuxFiles.stat(tmp.resolve("out/daemon")).uid()).isEqualTo(1);
        assertThat(LinuxFiles.stat(tmp.resolve("out/plain")).mtimeSeconds()).isZero();
        assertThat(Files.readString(tmp.resolve("out/daemon"))).isEqualTo("daemon");
    }

    @Test
    void a_checkout_overwrites_nothing() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        TreeBuilder builder = new TreeBuilder();
        try (Transaction transaction = repository.begin()) {
            put(transaction, builder, "a", FileHeader.regular(0644));
            transaction.commit();
        }
        Files.createDirectory(tmp.resolve("out"));
        Files.writeString(tmp.resolve("out/a"), "mine");
        assertThatThrownBy(() -> new Checkout(repository, true).checkout(builder.build(), tmp.resolve("out")))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("out/a");
        assertThat(Files.readString(tmp.resolve("out/a"))).isEqualTo("mine");
    }

    @Test
    void a_directory_with_a_pipe_cannot_be_committed() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Path files = Files.createDirectory(tmp.resolve("files"));
        LinuxFiles.mknod(files.resolve("pipe"), 0010644, 0, 0);
        try (Transaction transaction = repository.begin()) {
            assertThatThrownBy(() -> new DirectoryImport(transaction, ImportFilter.ALL).read(files))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(files.resolve("pipe").toString())
                    .hasMessageContaining("fifo");
            Tree tree = new DirectoryImport(transaction, new ImportFilter() {
                        @Override
                        public boolean includes(String path, org.atomsmith.linux.FileStatus status) {
                            return !path.equals("pipe");
                        }
                    })
                    .read(files);
            assertThat(tree.statistics().directories()).isEqualTo(1);
        }
    }

    private static void put(Transaction transaction, TreeBuilder builder, String path, FileHeader header)
            throws IOException {
        byte[] content = path.getBytes(UTF_8);
        builder.put(path, new TreeNode.File(transaction.writeContent(header, content), header, content.length));
    }

    private static Checksum write(Repository repository, String content) throws IOException {
        try (Transaction transaction = repository.begin()) {
            Checksum checksum = transaction.writeContent(FileHeader.regular(0644), content.getBytes(UTF_8));
            transaction.commit();
            return checksum;
        }
    }
}
