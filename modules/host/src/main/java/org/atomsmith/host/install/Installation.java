package org.atomsmith.host.install;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.Command;

/** Puts the system on a disk: checks, copies, reads again, makes it this machine's. */
final class Installation {
    private static final long MIB = 1L << 20;
    private static final long EVERY = 10;

    private final LiveDisk live;
    private final PrintStream out;
    private final String source;
    private final List<String> log = new ArrayList<>();

    /**
     * Installations of a system.
     *
     * @param source where the answers are from, for the log; empty when somebody gave them
     */
    Installation(LiveDisk live, PrintStream out, String source) {
        this.live = live;
        this.out = out;
        this.source = source;
    }

    /**
     * Refuses what cannot work or should not be done, before anything is written.
     *
     * @throws HostException with the reason
     */
    void check(TargetDisk target, Answers answers) throws HostException {
        if (target.size() < live.size()) {
            throw new HostException(target.device() + " is too small: it has " + target.size() / MIB
                    + " MiB, and the system needs " + live.size() / MIB);
        }
        if (!target.uses().isEmpty() && !answers.force()) {
            throw new HostException(target.device() + " is in use: " + String.join(", ", target.uses())
                    + "; free it first, or say 'force=true' ('atomic.install.force', --force)");
        }
    }

    /**
     * Installs.
     *
     * @throws HostException when it cannot be done; then the disk is as it was, or does not start
     */
    void run(TargetDisk target, Answers answers) throws IOException {
        check(target, answers);
        try {
            write(target, answers);
        } catch (IOException e) {
            throw new HostException(
                    e.getMessage() + "; the installation to " + target.device()
                            + " was not finished, and that disk does not start: install again",
                    e);
        }
        say("Done. The root file system grows to the disk when it starts for the first time");
    }

    private void write(TargetDisk target, Answers answers) throws IOException {
        String device = target.device().toString();
        if (!source.isEmpty()) {
            say("Answers from " + source);
        }
        say("Write " + live.size() / MIB + " MiB to " + target.describe());
        say("The disk's SHA-256 is to be " + live.sha256());
        // What was on the disk is not to be found again in what stays unwritten.
        Command.of("wipefs", "--all", "--force", device).run();
        DiskCopy copy = new DiskCopy(live, target.device());
        copy.copy(meter("written"));
        Command.of("blockdev", "--flushbufs", device).runOrThrow();
        copy.verify(meter("read again"));
        say("What is on the disk is what was on the medium");
        personalize(target, answers);
        Command.of("sync").runOrThrow();
        copy.finish();
        Command.of("blockdev", "--flushbufs", device).runOrThrow();
        // Of use only to who looks at the disk from the live system.
        Command.of("blockdev", "--rereadpt", device).run();
    }

    private void personalize(TargetDisk target, Answers answers) throws IOException {
        Path at = Files.createTempDirectory(Path.of("/run"), "atomic-install");
        String options = "loop,offset=" + live.root() + ",sizelimit=" + live.rootSize();
        Command.of("mount", "-o", options, target.device().toString(), at.toString())
                .runOrThrow();
        try {
            InstalledSystem system = new InstalledSystem(at);
            system.apply(answers);
            answers.hostName().ifPresent(n -> say("Host name " + n));
            answers.user().ifPresent(u -> say("User " + u.name()));
            if (!answers.keys().isEmpty()) {
                say("ssh keys: " + answers.keys().size() + ", of "
                        + answers.user().map(Answers.User::name).orElse("root"));
            }
            answers.network().ifPresent(n -> say("Address " + n.address()));
            Files.write(system.log(), log);
        } finally {
            Command.of("umount", at.toString()).runOrThrow();
            Files.deleteIfExists(at);
        }
    }

    private LongConsumer meter(String what) {
        long[] shown = {-EVERY};
        return bytes -> {
            long percent = bytes * 100 / live.size();
            if (percent >= shown[0] + EVERY) {
                shown[0] = percent / EVERY * EVERY;
                out.println("  " + shown[0] + "% " + what);
                out.flush();
            }
        };
    }

    private void say(String line) {
        log.add(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
        out.println(line);
        out.flush();
    }
}
