package org.atomsmith.ostree.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.Xattrs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of the same bytes on a file system that shares blocks (XFS in a file), and on one that does not. */
class PayloadLinksTest {
    private static final int SIZE = 8 << 20;

    @TempDir
    Path tmp;

    private final byte[] content = new byte[SIZE];

    private static Repository repository(Path path, RepositoryMode mode, String threshold) throws IOException {
        KeyFile config = RepositoryConfig.of(mode).file().with("core", "payload-link-threshold", threshold);
        return Repository.create(path, new RepositoryConfig(config));
    }

    /** Three objects: two in one transaction, one in the next. */
    private List<Checksum> write(Repository repository) throws IOException {
        new Random(3).nextBytes(content);
        Checksum first;
        Checksum second;
        try (Transaction transaction = repository.begin()) {
            first = transaction.writeContent(header(0644), content);
            second = transaction.writeContent(header(0555), content);
            transaction.writeContent(header(0644), new byte[10]);
            transaction.commit();
        }
        try (Transaction transaction = Repository.open(repository.path()).begin()) {
            Checksum third = transaction.writeContent(header(0755), content);
            transaction.commit();
            return List.of(first, second, third);
        }
    }

    private static FileHeader header(int permissions) {
        return new FileHeader(0, 0, 0100000 | permissions, "", Xattrs.NONE);
    }

    private static List<Path> links(Repository repository) throws IOException {
        try (Stream<Path> files = Files.walk(repository.path().resolve("objects"))) {
            return files.filter(file -> file.toString().endsWith(".payload-link"))
                    .toList();
        }
    }

    @Test
    void share_their_blocks_where_the_file_system_can() throws IOException {
        Assumptions.assumeTrue(
                OstreeCommand.isRoot() && OstreeCommand.exitCode("mkfs.xfs", "-V") == 0,
                "needs root, and mkfs.xfs of the package xfsprogs");
        Path image = tmp.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(400L << 20);
        }
        OstreeCommand.run("mkfs.xfs", "-q", "-m", "reflink=1", image.toString());
        Path mount = Files.createDirectory(tmp.resolve("mount"));
        Assumptions.assumeTrue(
                OstreeCommand.exitCode("mount", "-o", "loop", image.toString(), mount.toString()) == 0,
                "cannot mount an XFS image here");
        try {
            for (RepositoryMode mode : List.of(RepositoryMode.BARE, RepositoryMode.BARE_USER)) {
                Repository repository = repository(mount.resolve(mode.configName()), mode, "1000");
                LinuxFiles.syncFileSystem(mount);
                long before = LinuxFiles.fileSystem(mount).availableBytes();
                List<Checksum> objects = write(repository);
                LinuxFiles.syncFileSystem(mount);
                assertThat(before - LinuxFiles.fileSystem(mount).availableBytes())
                        .isBetween((long) SIZE, SIZE + SIZE / 2L);
                assertThat(links(repository))
                        .singleElement()
                        .satisfies(link -> assertThat(
                                        Files.mismatch(link, repository.objectPath(ObjectName.file(objects.get(0)))))
                                .isNegative());
                for (Checksum object : objects) {
                    repository.verify(ObjectName.file(object));
                }
            }
        } finally {
            OstreeCommand.run("umount", mount.toString());
        }
    }

    @Test
    void are_files_of_their_own_elsewhere_and_by_default() throws IOException {
        assertThat(RepositoryConfig.of(RepositoryMode.BARE).payloadLinkThreshold())
                .isNegative();
        Repository archive = repository(tmp.resolve("archive"), RepositoryMode.ARCHIVE, "0");
        write(archive);
        assertThat(links(archive)).isEmpty();
    }
}
