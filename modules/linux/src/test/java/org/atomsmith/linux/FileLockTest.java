package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {
    @TempDir
    Path directory;

    @Test
    void an_exclusive_lock_keeps_others_of_this_process_out() throws IOException {
        Path file = directory.resolve("lock");
        try (FileLock held = FileLock.tryAcquire(file, FileLock.Mode.EXCLUSIVE).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(FileLock.tryAcquire(file, FileLock.Mode.EXCLUSIVE)).isEmpty();
            assertThat(FileLock.tryAcquire(file, FileLock.Mode.SHARED)).isEmpty();
        }
        FileLock.tryAcquire(file, FileLock.Mode.EXCLUSIVE).orElseThrow().close();
    }

    @Test
    void shared_locks_are_held_together() throws IOException {
        Path file = directory.resolve("lock");
        try (FileLock one = FileLock.acquire(file, FileLock.Mode.SHARED, Duration.ZERO);
                FileLock two = FileLock.acquire(file, FileLock.Mode.SHARED, Duration.ZERO)) {
            assertThat(one).isNotSameAs(two);
            assertThat(FileLock.tryAcquire(file, FileLock.Mode.EXCLUSIVE)).isEmpty();
        }
    }

    @Test
    void excludes_the_record_locks_of_other_programs() throws IOException {
        Path file = directory.resolve("lock");
        FileLock held = FileLock.acquire(file, FileLock.Mode.EXCLUSIVE, Duration.ZERO);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNull();
            held.close();
            assertThat(channel.tryLock()).isNotNull();
            assertThat(FileLock.tryAcquire(file, FileLock.Mode.SHARED)).isEmpty();
        }
    }

    @Test
    void waits_for_its_turn() throws Exception {
        Path file = directory.resolve("lock");
        FileLock held = FileLock.acquire(file, FileLock.Mode.EXCLUSIVE, Duration.ZERO);
        AtomicReference<Object> outcome = new AtomicReference<>("none");
        Thread waiter = Thread.ofPlatform().start(() -> {
            try (FileLock lock = FileLock.acquire(file, FileLock.Mode.EXCLUSIVE, Duration.ofSeconds(20))) {
                outcome.set(lock);
            } catch (IOException e) {
                outcome.set(e);
            }
        });
        Thread.sleep(100);
        assertThat(outcome.get()).isEqualTo("none");
        held.close();
        waiter.join(20_000);
        assertThat(outcome.get()).isInstanceOf(FileLock.class);
    }

    @Test
    void gives_up_and_says_what_it_waited_for() throws IOException {
        Path file = directory.resolve("lock");
        try (FileLock held = FileLock.acquire(file, FileLock.Mode.EXCLUSIVE, Duration.ZERO)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> FileLock.acquire(file, FileLock.Mode.SHARED, Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has held the lock " + file);
        }
    }
}
