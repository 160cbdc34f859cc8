package org.atomsmith.qa.machine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.CommandTimeoutException;
import org.atomsmith.linux.RunningCommand;

/**
 * A system that runs in a virtual machine of its own, from a disk that is thrown away with it. Closing it, or the end of
 * this process in whatever way, ends the machine.
 */
public final class Guest implements AutoCloseable {
    private static final Duration COMMAND = Duration.ofSeconds(120);
    private static final Duration LOGIN = Duration.ofSeconds(60);

    /**
     * How long to wait after a login was refused. sshd (OpenSSH 9.8 and later, PerSourcePenalties) counts 5 seconds
     * against a client for each refusal and shuts it out when they pile up.
     */
    private static final List<Duration> AFTER_REFUSAL =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(6));

    private static final Duration BETWEEN_GREETINGS = Duration.ofMillis(500);

    private final BootRequest request;
    private final GuestDirectory directory;
    private final DiskOverlay disk;
    private final SshKey key;
    private final VirtualMachine machine;
    private final SshClient ssh;
    private final Thread cleanUp;
    private String bootId = "";
    private Path written;
    private int frozen;
    private volatile boolean ended;
    private Optional<RunningCommand> shared = Optional.empty();

    private Guest(BootRequest request, GuestDirectory directory, DiskOverlay disk, SshKey key, VirtualMachine machine) {
        this.request = request;
        this.directory = directory;
        this.disk = disk;
        this.written = disk.file();
        this.key = key;
        this.machine = machine;
        this.ssh = new SshClient(
                request.user(), machine.spec().sshPort(), key.file(), Optional.of(directory.resolve("ssh")));
        this.cleanUp = new Thread(this::endQuietly, "end of the guest");
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    /** Starts a machine; it has only begun to boot when this returns. */
    public static Guest boot(BootRequest request) throws IOException {
        GuestDirectory directory = GuestDirectory.create(request.scratch());
        boolean started = false;
        try {
            DiskOverlay disk =
                    DiskOverlay.create(request.image(), directory.resolve("disk.qcow2"), request.diskBytes());
            SshKey key = SshKey.generate(directory.resolve("key"));
            MachineSpec spec = spec(request, directory, disk, seed(request, key).write(directory.path()));
            Guest guest = new Guest(request, directory, disk, key, VirtualMachine.start(spec, request.emulator()));
            started = true;
            return guest;
        } finally {
            if (!started) {
                directory.close();
            }
        }
    }

    private static NoCloudSeed seed(BootRequest request, SshKey key) {
        List<String> keys = new ArrayList<>(request.sshKeys());
        keys.add(key.line());
        return new NoCloudSeed("i-" + UUID.randomUUID(), request.hostName(), request.user(), keys);
    }

    private static MachineSpec spec(BootRequest request, GuestDirectory directory, DiskOverlay disk, Path seed)
            throws IOException {
        Optional<Path> variables = Optional.empty();
        if (request.firmware() == Firmware.UEFI) {
            Path copy = directory.resolve("variables.fd");
            variables = Optional.of(Files.copy(Firmware.findOvmf().variables(), copy));
        }
        return new MachineSpec(
                disk.file(),
                seed,
                request.firmware(),
                variables,
                request.memoryMib(),
                request.cpus(),
                request.sshPort().isPresent() ? request.sshPort().getAsInt() : freePort(),
                directory.resolve("serial.log"),
                directory.resolve("firmware.log"),
                directory.resolve("monitor"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What it was started from. */
    public BootRequest request() {
        return request;
    }

    /** The size of its disk in bytes. */
    public long diskBytes() {
        return disk.bytes();
    }

    /** The public key that opens it: a line of {@code authorized_keys}. */
    public String publicKey() {
        return key.line();
    }

    /** What a person types to log in: with their own key when the request brought one, else with the machine's. */
    public String loginCommand() {
        String identity = request.sshKeys().isEmpty() ? "-i " + key.file() + " " : "";
        return "ssh " + identity + "-p " + machine.spec().sshPort()
                + " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null " + request.user() + "@127.0.0.1";
    }

    /**
     * Waits until a command can be run through ssh.
     *
     * @return seconds since the machine was started
     * @throws GuestException if the limit passes, the machine stops, or its last words say that it has given up
     */
    public double awaitSsh(Duration limit) throws IOException {
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
        closeShared();
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

    /** Runs a command as the seed's user, both outputs in one. Exit code 255 means that the connection failed. */
    public CommandResult run(String command) throws IOException {
        return ssh.run(command, COMMAND);
    }

    /** Runs a shell script as root, both outputs in one, for at most two minutes. */
    public CommandResult runAsRoot(String script) throws IOException {
        return runAsRoot(script, COMMAND);
    }

    /** Runs a shell script as root, both outputs in one. */
    public CommandResult runAsRoot(String script, Duration limit) throws IOException {
        return ssh.runAsRoot(script, limit);
    }

    /** Whether the guest lets in a key that it was never given. */
    public boolean admitsStrangers() throws IOException {
        Path other = directory.resolve("stranger");
        SshKey stranger = Files.exists(other) ? new SshKey(other, "") : SshKey.generate(other);
        return ssh.withKey(stranger.file()).run("true", LOGIN).succeeded();
    }

    /** Whether it was closed, by its owner or because this process ends. */
    public boolean isClosed() {
        return ended;
    }

    /** Waits until the machine ends, by itself or because it is closed, at most this long. */
    public boolean awaitEnd(Duration limit) throws IOException {
        return machine.awaitEnd(limit);
    }

    /** The file that its serial port's output goes to, as long as it runs. */
    public Path serialLog() {
        return machine.spec().serialLog();
    }

    /**
     * Freezes the disk as it is at this moment, as a power cut would leave it: what the guest had not written yet is not on
     * it. The machine goes on.
     *
     * @return the frozen disk, qcow2; it is there until the guest is closed
     */
    public Path freezeDisk() throws IOException {
        Path now = written;
        Path next = directory.resolve("disk-" + ++frozen + ".qcow2");
        try (Monitor monitor = new Monitor(machine.spec().monitor())) {
            monitor.freezeDisk(next);
        }
        written = next;
        return now;
    }

    /** Copies what its serial port has said to a file. */
    public void saveSerialLog(Path file) throws IOException {
        Path log = serialLog();
        if (Files.exists(log)) {
            Files.copy(log, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.writeString(file, "");
        }
    }

    private static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the guest");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException e) {
            // The process is ending: the hook does, or has done, the same.
        }
        end();
    }

    private void closeShared() {
        shared.ifPresent(RunningCommand::close);
        shared = Optional.empty();
    }

    private synchronized void end() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        closeShared();
        machine.close();
        directory.close();
    }

    private void endQuietly() {
        try {
            end();
        } catch (IOException e) {
            // Nobody is left to tell; the kernel ends the machine with this process.
        }
    }
}
