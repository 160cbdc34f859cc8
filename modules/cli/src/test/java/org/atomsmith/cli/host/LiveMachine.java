package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.atomsmith.cli.build.SharedBuild;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.qa.machine.BootRequest;
import org.atomsmith.qa.machine.Hardware;
import org.atomsmith.qa.machine.Login;
import org.atomsmith.qa.machine.Machine;
import org.atomsmith.qa.machine.SerialConsole;

/** A machine that starts from a live medium, and somebody at its console. */
final class LiveMachine implements AutoCloseable {
    /** Generous: a machine without hardware virtualisation, next to other work. */
    static final Duration BOOT = Duration.ofMinutes(30);

    /** For an installation: hundreds of MiB are unpacked, written, read again. */
    static final Duration COPY = Duration.ofMinutes(30);

    private static final Duration COMMAND = Duration.ofMinutes(16);
    private static final String PROMPT = "root@";

    private final Machine machine;
    private final String name;

    private LiveMachine(Machine machine, String name) {
        this.machine = machine;
        this.name = name;
    }

    /**
     * Starts one.
     *
     * @param name what the file with all that its console said is called
     */
    static LiveMachine start(String name, Hardware hardware) throws IOException {
        BootRequest usual = SharedBuild.boot(SharedBuild.out());
        return new LiveMachine(Machine.start(hardware, usual.emulator(), usual.scratch()), name);
    }

    SerialConsole console() {
        return machine.console();
    }

    /** Waits for the shell at the serial port of a live system. */
    void awaitShell() throws IOException {
        console().await(PROMPT, BOOT);
        // The kernel says things at any time.
        does("dmesg --console-off");
    }

    /** Starts the installer in the shell. */
    void startsInstaller() throws IOException {
        console().type("atomic-install");
    }

    /** Runs a command in the shell, which must succeed; returns what it said. */
    String does(String command) throws IOException {
        CommandResult result = runs(command);
        assertThat(result.exit())
                .as(() -> "$ " + command + "\n" + result.output())
                .isZero();
        return result.output().strip();
    }

    /** Runs a command in the shell. */
    CommandResult runs(String command) throws IOException {
        return console().run(command, COMMAND);
    }

    /** The host that runs without being installed is whole. */
    void isWhole(String commit) throws IOException {
        // The system is not said to run before the installer ends, which waits for somebody.
        does("timeout 900 sh -c 'until systemctl is-active --quiet multi-user.target; do sleep 2; done'");
        assertThat(does("systemctl list-units --failed --plain --no-legend --no-pager"))
                .as("failed units")
                .isEmpty();
        assertThat(does("findmnt --noheadings --output OPTIONS --target /usr")).matches("(?s)ro\\b.*");
        assertThat(runs("touch /usr/written").exit()).isNotZero();
        does("touch /etc/written /var/written /root/written");
        assertThat(does("atomic host status --json")).contains("\"checksum\"", commit);
        assertThat(does("atomic host status")).contains(commit.substring(0, 10));
        assertThat(does("cat /proc/cmdline")).contains("atomsmith.platform=metal", "atomic.live=");
    }

    /** Answers a question. */
    void answers(String question, String answer) throws IOException {
        console().await(question, COMMAND);
        console().type(answer);
    }

    /** Waits until the installer has written everything. */
    String awaitInstallation() throws IOException {
        return console().await("Done. The root file system grows", COPY);
    }

    /** Waits for the installed system, and logs in. */
    Login awaitInstalled(String user, Path key) throws IOException {
        Login login = machine.login(user, key);
        login.await(BOOT);
        return login;
    }

    /** Waits until the machine is switched off. */
    boolean awaitEnd(Duration limit) throws IOException {
        return machine.awaitEnd(limit);
    }

    @Override
    public void close() throws IOException {
        try (machine) {
            machine.saveSerialLog(Path.of("target", "serial-" + name + ".log"));
        }
    }
}
