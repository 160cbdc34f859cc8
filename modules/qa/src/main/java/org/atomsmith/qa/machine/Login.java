package org.atomsmith.qa.machine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.CommandTimeoutException;
import org.atomsmith.linux.RunningCommand;

/** The way into an account of a running machine, by ssh. Not thread-safe. */
public final class Login implements AutoCloseable {
    private static final Duration COMMAND = Duration.ofSeconds(120);
    private static final Duration LOGIN = Duration.ofSeconds(60);

    /**
     * How long to wait after a login was refused. sshd (OpenSSH 9.8 and later, PerSourcePenalties) counts 5 seconds
     * against a client for each refusal and shuts it out when they pile up.
     */
    private static final List<Duration> AFTER_REFUSAL =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(6));

    private static final Duration BETWEEN_GREETINGS = Duration.ofMillis(500);

    private final VirtualMachine machine;
    private final SshClient ssh;
    private String bootId = "";
    private Optional<RunningCommand> shared = Optional.empty();

    Login(VirtualMachine machine, SshClient ssh) {
        this.machine = machine;
        this.ssh = ssh;
    }

    /**
     * Waits until a command can be run.
     *
     * @return seconds since the machine was started
     * @throws GuestException if the limit passes, the machine stops, or its last words say that it has given up
     */
    public double await(Duration limit) throws IOException {
        bootId = awaitLogin(limit);
        double seconds = machine.seconds();
        shared = ssh.openShared();
        return seconds;
    }

    /**
     * Restarts the guest and waits until a command can be run again.
     *
     * @return seconds from the order to the first login
     */
    public double reboot(Duration limit) throws IOException {
        double begun = machine.seconds();
        leaveAlone();
        bootId = awaitLogin(limit);
        double seconds = machine.seconds() - begun;
        shared = ssh.openShared();
        return seconds;
    }

    /**
     * Orders a restart and returns at once: for systems that may panic, hang and start again several times before one answers.
     * What is run later connects anew.
     */
    public void leaveAlone() throws IOException {
        try {
            // The connection breaks with the reboot, so the exit code says nothing.
            ssh.runAsRoot("systemctl reboot", LOGIN);
        } catch (CommandTimeoutException e) {
            // Or nobody was left to break it.
        }
        close();
    }

    private String awaitLogin(Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        String refusal = "no ssh server greeted";
        int refusals = 0;
        while (System.nanoTime() < end) {
            Optional<String> trouble = machine.trouble();
            if (trouble.isPresent()) {
                throw new GuestException(trouble.get() + lastWords());
            }
            if (!ssh.greets()) {
                sleep(BETWEEN_GREETINGS);
                continue;
            }
            try {
                CommandResult login = ssh.run("cat /proc/sys/kernel/random/boot_id", LOGIN);
                String id = login.output().strip();
                if (login.succeeded() && !id.equals(bootId)) {
                    return id;
                }
                refusal = login.succeeded() ? "the guest did not go down" : "ssh: " + login.lastLines(2);
            } catch (CommandTimeoutException e) {
                // A guest that goes down takes connections, and never answers them.
                refusal = "ssh: no answer within " + LOGIN.toSeconds() + " s";
            }
            sleep(AFTER_REFUSAL.get(Math.min(refusals++, AFTER_REFUSAL.size() - 1)));
        }
        throw new GuestException(
                String.format(Locale.ROOT, "no login within %d s (%s)", limit.toSeconds(), refusal) + lastWords());
    }

    private String lastWords() {
        String lines = machine.lastSerialLines(5);
        return lines.isEmpty() ? "; its serial port said nothing" : "; its serial port's last lines:\n" + lines;
    }

    /** Runs a command as the account, both outputs in one. Exit code 255 means that the connection failed. */
    public CommandResult run(String command) throws IOException {
        return ssh.run(command, COMMAND);
    }

    /** Runs a shell script as root, through sudo without a password; both outputs in one. */
    public CommandResult runAsRoot(String script, Duration limit) throws IOException {
        return ssh.runAsRoot(script, limit);
    }

    /** Whether the account lets in who has this key. */
    boolean admits(SshKey other) throws IOException {
        return ssh.withKey(other.file()).run("true", LOGIN).succeeded();
    }

    private static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the guest");
        }
    }

    /** Closes the connection that commands share; what is run later connects anew. */
    @Override
    public void close() {
        shared.ifPresent(RunningCommand::close);
        shared = Optional.empty();
    }
}
