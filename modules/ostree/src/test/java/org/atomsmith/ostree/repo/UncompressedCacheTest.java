package org.atomsmith.ostree.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UncompressedCacheTest {
    private static final int ROUNDS = 400;
    private static final byte[] CONTENT = "the same in many directories".getBytes(UTF_8);

    @TempDir
    private Path tmp;

    private Repository repository;
    private Checksum checksum;

    @BeforeEach
    void an_archive_with_one_file() throws IOException {
        repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        try (Transaction transaction = repository.begin()) {
            checksum = transaction.writeContent(FileHeader.regular(0644), CONTENT);
            transaction.commit();
        }
    }

    /** Trees have the same file in several directories: two threads come to it, and neither may take the other's away. */
    @Test
    void a_file_can_be_linked_by_all_who_make_it_at_the_same_time() throws Exception {
        UncompressedCache cache = repository.uncompressedCache().orElseThrow();
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<List<Path>> thread = () -> {
            List<Path> links = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                together.await(20, TimeUnit.SECONDS);
                Files.deleteIfExists(cached());
                together.await(20, TimeUnit.SECONDS);
                Path link = tmp.resolve(Thread.currentThread().threadId() + "-" + i);
                LinuxFiles.link(cache.file(checksum, CONTENT.length, 0644), link);
                links.add(link);
            }
            return links;
        };
        List<Path> links = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<List<Path>> result : threads.invokeAll(List.of(thread, thread))) {
                links.addAll(result.get());
            }
        }

        assertThat(links)
                .hasSize(2 * ROUNDS)
                .allSatisfy(link -> assertThat(link).hasBinaryContent(CONTENT));
        assertThat(LinuxFiles.stat(links.getLast()).ino())
                .isEqualTo(LinuxFiles.stat(cached()).ino());
    }

    @Test
    void a_file_that_a_crash_left_short_is_replaced() throws IOException {
        Files.createDirectories(cached().getParent());
        Files.write(cached(), new byte[3]);

        Path file = repository.uncompressedCache().orElseThrow().file(checksum, CONTENT.length, 0644);

        assertThat(file).isEqualTo(cached()).hasBinaryContent(CONTENT);
        assertThat(file.getParent()).isDirectoryNotContaining("glob:.tmp-*");
    }

    private Path cached() {
        return tmp.resolve("repo/uncompressed-objects-cache")
                .resolve(checksum.hex().substring(0, 2))
                .resolve(checksum.hex().substring(2) + ".file");
    }
}
