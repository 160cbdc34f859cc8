package org.atomsmith.host.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.linux.FileLock;
import org.atomsmith.ostree.cli.admin.WritableHost;
import org.atomsmith.ostree.cli.command.Call;

/**
 * Changes a host: as root, where its disk is writable, and one change at a time. A second change says who makes the
 * first; what a killed one left is repaired by the next.
 */
public final class HostChange {
    /** As long as an upgrade over a bad line may take. */
    private static final Duration PATIENCE = Duration.ofHours(12);

    private HostChange() {}

    /** What is done to a host. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it.
         *
         * @return the command's exit code
         */
        int run(Host host) throws IOException;
    }

    /**
     * Runs a command that changes a host.
     *
     * @param what the command's words, for whoever has to wait: {@code upgrade}
     * @return its exit code
     */
    public static int run(Call call, String what, Action action) throws IOException {
        return run(call, what, _ -> {}, action);
    }

    /**
     * The same with somebody who listens.
     *
     * @param messages takes one line on each larger thing that is done
     */
    public static int run(Call call, String what, Consumer<String> messages, Action action) throws IOException {
        requireRoot();
        Host host = Host.of(call, messages);
        WritableHost.rerun(call, host.sysroot());
        return runHere(call, host, what, action);
    }

    /**
     * Runs a command that changes the system that runs, but not its disk, which may be read-only; what it mounts is seen by
     * the whole system.
     */
    public static int withoutDisk(Call call, String what, Action action) throws IOException {
        requireRoot();
        Host host = Host.of(call);
        try (CurrentChange _ = begin(call, host, what)) {
            return action.run(host);
        }
    }

    /** Whether this process is the one that was started where the disk is writable. */
    public static boolean isSecondRun(Call call) {
        return WritableHost.isSecondRun(call);
    }

    /** Runs a command that changes a host which was opened already, and which has no disk to be made writable. */
    public static int runHere(Call call, Host host, String what, Action action) throws IOException {
        try (CurrentChange _ = begin(call, host, what);
                FileLock _ = lock(call, host)) {
            return action.run(host);
        }
    }

    private static CurrentChange begin(Call call, Host host, String what) throws IOException {
        Path run = host.booted().isPresent()
                ? host.directories().runState()
                : host.directories().sysroot().resolve("ostree");
        Files.createDirectories(run);
        return CurrentChange.begin(run, what, call.has("wait") ? PATIENCE : Duration.ZERO, call.err());
    }

    /**
     * Does nothing for root.
     *
     * @throws HostException for others, who are told what to do
     */
    public static void requireRoot() throws IOException {
        if (!Host.isRoot()) {
            throw new HostException("this needs root: run it with sudo");
        }
    }

    /** libostree's own commands take this one only. */
    private static FileLock lock(Call call, Host host) throws IOException {
        Optional<FileLock> lock = host.sysroot().tryLock();
        if (lock.isPresent()) {
            return lock.get();
        }
        call.err().println("Waiting for another process to finish with the sysroot...");
        return host.sysroot().lock(PATIENCE);
    }
}
