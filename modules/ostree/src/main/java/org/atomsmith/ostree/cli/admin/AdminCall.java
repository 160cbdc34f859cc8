package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.atomsmith.linux.FileLock;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootException;
import org.atomsmith.ostree.sysroot.SysrootSettings;

/** What the commands on systems have in common: which system, its lock, its words for deployments. */
final class AdminCall {
    /** As long as an upgrade may take. */
    private static final Duration PATIENCE = Duration.ofHours(12);

    private AdminCall() {}

    /** What a command does with a system. */
    @FunctionalInterface
    interface Action {
        void run(Sysroot sysroot) throws IOException;
    }

    /** The system's root: {@code --sysroot}, or the environment's, or that of the running system. */
    static Path path(Call call) {
        return Path.of(call.value("sysroot")
                .or(() -> call.environment("OSTREE_SYSROOT"))
                .orElse("/"));
    }

    /** Opens the system to read. */
    static Sysroot open(Call call) throws IOException {
        return Sysroot.open(
                path(call),
                SysrootSettings.of(call.environment()),
                line -> call.out().println(line));
    }

    /** Does something while nobody else changes the system. */
    static int locked(Call call, Action action) throws IOException {
        Sysroot sysroot = open(call);
        WritableHost.rerun(call, sysroot);
        return lockedHere(call, sysroot, action);
    }

    /** The same where mounts of this process are to be seen by the whole system. */
    static int lockedHere(Call call, Sysroot sysroot, Action action) throws IOException {
        Optional<FileLock> lock = sysroot.tryLock();
        if (lock.isEmpty()) {
            call.err().println("Waiting for another process to finish with the sysroot...");
            lock = Optional.of(sysroot.lock(PATIENCE));
        }
        try (FileLock _ = lock.get()) {
            action.run(sysroot);
        }
        return 0;
    }

    /** The stateroot of {@code --os} or {@code --stateroot}, else that of the deployment that runs. */
    static String stateroot(Call call, Sysroot sysroot) throws IOException {
        Optional<String> named = call.value("stateroot").or(() -> call.value("os"));
        return named.isPresent()
                ? named.get()
                : sysroot.state()
                        .booted()
                        .map(d -> d.deployment().stateroot())
                        .orElseThrow(() -> new SysrootException(
                                "Not currently booted into an OSTree system and no --os= argument given"));
    }

    /** The deployment that runs, or else the first of a stateroot or of all. */
    static InstalledDeployment current(Call call, Sysroot sysroot) throws IOException {
        Optional<String> stateroot = call.value("os");
        if (stateroot.isPresent()) {
            return sysroot.state()
                    .merge(stateroot.get())
                    .orElseThrow(() -> new SysrootException("No deployments for OS '" + stateroot.get() + "'"));
        }
        return sysroot.state().requireBooted();
    }

    /** An index that a user typed. */
    static int index(String word) throws SysrootException {
        boolean digits = !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            if (digits) {
                return Integer.parseInt(word);
            }
        } catch (NumberFormatException e) {
            // Larger than any index.
        }
        throw new SysrootException("Invalid index: " + word);
    }

    /** Removes what is not needed any more, objects included. */
    static void cleanUp(Call call, Sysroot sysroot) throws IOException {
        sysroot.cleanUp();
        long freed = sysroot.prune();
        if (freed > 0) {
            call.out().println("Freed objects: " + ByteCount.text(freed));
        }
    }
}
