package org.atomsmith.host.system;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.FileLock;

/**
 * The change that is under way, for others to see. A lock says whether there is one; a file beside it says which. The
 * file of a killed one means nothing: nobody has its lock.
 */
public final class CurrentChange implements AutoCloseable {
    private final Path file;
    private final FileLock lock;

    /** What each boot does by itself, and shortly: nobody should have to know of it. */
    private static final Set<String> ROUTINE = Set.of("health run", "boot-complete");

    private static final int NAMELESS_TRIES = 50;
    private static final Duration NAMELESS_PAUSE = Duration.ofMillis(100);

    private static final Duration SHORTLY = Duration.ofMinutes(2);

    private CurrentChange(Path file, FileLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Who makes a change.
     *
     * @param pid the process
     * @param command the words of the command: {@code upgrade}
     */
    public record Holder(long pid, String command) {}

    /**
     * Begins a change.
     *
     * @param patience how long it waits for the one before
     * @throws HostException when another one is under way, and who makes it
     */
    static CurrentChange begin(Path run, String command, Duration patience, PrintStream err) throws IOException {
        Path lockFile = run.resolve("change.lock");
        Optional<FileLock> lock = FileLock.tryAcquire(lockFile, FileLock.Mode.EXCLUSIVE);
        Optional<Holder> holder = read(run);
        // Who has just taken the lock writes its name next, and who ends removes it first.
        for (int i = 0; lock.isEmpty() && holder.isEmpty() && i < NAMELESS_TRIES; i++) {
            LockSupport.parkNanos(NAMELESS_PAUSE.toNanos());
            lock = FileLock.tryAcquire(lockFile, FileLock.Mode.EXCLUSIVE);
            holder = read(run);
        }
        if (lock.isEmpty()) {
            String who = holder.map(h -> "'" + h.command() + "' (process " + h.pid() + ")")
                    .orElse("another command");
            Duration wait =
                    holder.filter(h -> ROUTINE.contains(h.command())).isPresent() && patience.compareTo(SHORTLY) < 0
                            ? SHORTLY
                            : patience;
            if (wait.isZero()) {
                throw new HostException("the system is being changed by " + who
                        + ": wait for it with --wait, or end it with 'atomic host cancel'");
            }
            err.println("Waiting for " + who + " to finish");
            lock = Optional.of(FileLock.acquire(lockFile, FileLock.Mode.EXCLUSIVE, wait));
        }
        AtomicFile.write(file(run), ProcessHandle.current().pid() + "\n" + command + "\n");
        return new CurrentChange(file(run), lock.get());
    }

    /** The change that is under way; empty when none is. */
    public static Optional<Holder> of(Host host) throws IOException {
        Path run = host.booted().isPresent()
                ? host.directories().runState()
                : host.directories().sysroot().resolve("ostree");
        Optional<Holder> holder = read(run);
        if (holder.isEmpty()
                || ProcessHandle.of(holder.get().pid())
                        .filter(ProcessHandle::isAlive)
                        .isEmpty()) {
            return Optional.empty();
        }
        return holder;
    }

    private static Optional<Holder> read(Path run) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(run));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new Holder(Long.parseLong(lines.get(0)), lines.get(1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Path file(Path run) {
        return run.resolve("change");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        lock.close();
    }
}
