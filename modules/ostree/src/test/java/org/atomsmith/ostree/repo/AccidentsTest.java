package org.atomsmith.ostree.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, and processes that meet. */
final class AccidentsTest {
    @TempDir
    private Path tmp;

    @Test
    void takes_over_what_a_killed_process_staged() throws Exception {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Process victim = victim(repository, 20);
        kill(victim);
        // What the kill left half-written.
        Path staging = onlyStaging(repository).orElseThrow();
        Files.write(staging.resolve("incomplete-99"), new byte[3]);
        FileHeader plain = FileHeader.regular(0644);
        Files.write(
                pathIn(repository, staging, ObjectName.file(plain.checksum(TransactionVictim.content(7)))),
                new byte[1]);
        LinuxFiles.chmod(
                pathIn(repository, staging, ObjectName.file(plain.checksum(TransactionVictim.content(8)))), 0600);

        try (Transaction transaction = repository.begin()) {
            for (int i = 0; i < 20; i++) {
                assertThat(transaction.has(ObjectName.file(plain.checksum(TransactionVictim.content(i)))))
                        .isEqualTo(i != 7 && i != 8);
                transaction.writeContent(plain, TransactionVictim.content(i));
            }
            assertThat(transaction.commit().contentWritten()).isEqualTo(2);
        }
        for (int i = 0; i < 20; i++) {
            repository.verify(ObjectName.file(FileHeader.regular(0644).checksum(TransactionVictim.content(i))));
        }
        assertThat(onlyStaging(repository)).isEmpty();
    }

    @Test
    @Tag("slow")
    void is_sound_whenever_a_process_that_commits_is_killed() throws Exception {
        OstreeCommand.assumePresent();
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        for (int delay = 40; delay < 1000; delay += 61) {
            Process victim = victim(repository, 0);
            Thread.sleep(delay);
            kill(victim);
            OstreeCommand.ostree(repository.path(), "fsck");
            repository.begin().close();
        }
        assertThat(repository.refs().resolve("main")).isPresent();
        OstreeCommand.ostree(repository.path(), "prune", "--refs-only");
        OstreeCommand.ostree(repository.path(), "fsck");
    }

    @Test
    void leaves_alone_what_a_living_process_stages() throws Exception {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Process living = victim(repository, 1);
        try (Transaction transaction = repository.begin()) {
            FileHeader header = FileHeader.regular(0644);
            assertThat(transaction.has(ObjectName.file(header.checksum(TransactionVictim.content(0)))))
                    .isFalse();
            transaction.writeContent(header, TransactionVictim.content(0));
            assertThat(transaction.commit().contentWritten()).isEqualTo(1);
        } finally {
            kill(living);
        }
    }

    @Test
    void removes_what_was_staged_before_the_machine_started_again() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Path old = repository.path().resolve("tmp/staging-00000000-0000-0000-0000-000000000000-abcdef");
        Files.createDirectories(old.resolve("unverified/ab"));
        Files.writeString(old.resolve("unverified/ab/" + "0".repeat(62) + ".file"), "perhaps not on disk");

        repository.begin().close();

        assertThat(old).doesNotExist();
    }

    @Test
    void removes_what_was_left_in_tmp_for_more_than_a_day() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Path old = Files.writeString(repository.path().resolve("tmp/old"), "x");
        Path fresh = Files.writeString(repository.path().resolve("tmp/fresh"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        repository.begin().close();

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void libostree_waits_for_our_lock() throws IOException {
        OstreeCommand.assumePresent();
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        OstreeCommand.ostree(repository.path(), "config", "set", "core.lock-timeout-secs", "1");
        Files.createDirectory(tmp.resolve("files"));
        String[] commit = {
            "ostree",
            "--repo=" + repository.path(),
            "commit",
            "-b",
            "x",
            tmp.resolve("files").toString()
        };
        try (FileLock lock = repository.lock(FileLock.Mode.EXCLUSIVE).orElseThrow()) {
            assertThat(OstreeCommand.exitCode(commit)).isNotZero();
        }
        assertThat(OstreeCommand.exitCode(commit)).isZero();
        try (Transaction transaction = repository.begin()) {
            assertThat(OstreeCommand.exitCode("ostree", "--repo=" + repository.path(), "prune", "--refs-only"))
                    .isNotZero();
            transaction.commit();
        }
        OstreeCommand.ostree(repository.path(), "prune", "--refs-only");
    }

    @Test
    void gives_up_on_a_lock_after_the_configured_time() throws IOException {
        RepositoryConfig config = new RepositoryConfig(
                RepositoryConfig.of(RepositoryMode.BARE_USER).file().with("core", "lock-timeout-secs", "0"));
        Repository repository = Repository.create(tmp.resolve("repo"), config);
        try (FileLock lock = repository.lock(FileLock.Mode.EXCLUSIVE).orElseThrow()) {
            assertThatThrownBy(repository::begin)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(".lock");
        }
        repository.begin().close();
    }

    private static Process victim(Repository repository, int objects) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TransactionVictim.class.getName(),
                        repository.path().toString(),
                        Integer.toString(objects))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static Path pathIn(Repository repository, Path staging, ObjectName name) {
        return staging.resolve("unverified")
                .resolve(repository.files().directory().relativize(repository.objectPath(name)));
    }

    private static Optional<Path> onlyStaging(Repository repository) throws IOException {
        try (var files = Files.list(repository.path().resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("staging-"))
                    .filter(Files::isDirectory)
                    .findAny();
        }
    }
}
