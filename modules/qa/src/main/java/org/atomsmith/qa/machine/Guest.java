package org.atomsmith.qa.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.atomsmith.linux.CommandResult;

/**
 * A system that runs in a virtual machine of its own, from a disk that is thrown away with it. Closing it, or the end of
 * this process in whatever way, ends the machine.
 */
public final class Guest implements AutoCloseable {
    private static final Duration COMMAND = Duration.ofSeconds(120);
    private static final String DISK = "disk";

    private final BootRequest request;
    private final GuestDirectory directory;
    private final DiskOverlay disk;
    private final SshKey key;
    private final Machine machine;
    private final Login login;
    private Path written;
    private int frozen;

    private Guest(BootRequest request, GuestDirectory directory, DiskOverlay disk, SshKey key, Machine machine) {
        this.request = request;
        this.directory = directory;
        this.disk = disk;
        this.written = disk.file();
        this.key = key;
        this.machine = machine;
        this.login = machine.login(request.user(), key.file());
    }

    /** Starts a machine; it has only begun to boot when this returns. */
    public static Guest boot(BootRequest request) throws IOException {
        GuestDirectory directory = GuestDirectory.create(request.scratch());
        boolean prepared = false;
        DiskOverlay disk;
        SshKey key;
        Path seed;
        try {
            disk = DiskOverlay.create(request.image(), directory.resolve("disk.qcow2"), request.diskBytes());
            key = SshKey.generate(directory.resolve("key"));
            seed = seed(request, key).write(directory.path());
            prepared = true;
        } finally {
            if (!prepared) {
                directory.close();
            }
        }
        Hardware hardware = new Hardware(
                request.firmware(),
                request.memoryMib(),
                request.cpus(),
                List.of(Drive.disk(DISK, disk.file()), Drive.beside("seed", seed)),
                Optional.empty());
        Machine machine = Machine.start(hardware, request.emulator(), request.sshPort(), directory);
        return new Guest(request, directory, disk, key, machine);
    }

    private static NoCloudSeed seed(BootRequest request, SshKey key) {
        List<String> keys = new ArrayList<>(request.sshKeys());
        keys.add(key.line());
        return new NoCloudSeed("i-" + UUID.randomUUID(), request.hostName(), request.user(), keys);
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
        return login.await(limit);
    }

    /**
     * Restarts the guest and waits until a command can be run again.
     *
     * @return seconds from the order to the first login
     */
    public double reboot(Duration limit) throws IOException {
        return login.reboot(limit);
    }

    /**
     * Orders a restart and returns at once: for systems that may panic, hang and start again several times before one answers.
     * What is run later connects anew.
     */
    public void leaveAlone() throws IOException {
        login.leaveAlone();
    }

    /** Runs a command as the seed's user, both outputs in one. Exit code 255 means that the connection failed. */
    public CommandResult run(String command) throws IOException {
        return login.run(command);
    }

    /** Runs a shell script as root, both outputs in one, for at most two minutes. */
    public CommandResult runAsRoot(String script) throws IOException {
        return runAsRoot(script, COMMAND);
    }

    /** Runs a shell script as root, both outputs in one. */
    public CommandResult runAsRoot(String script, Duration limit) throws IOException {
        return login.runAsRoot(script, limit);
    }

    /** Whether the guest lets in a key that it was never given. */
    public boolean admitsStrangers() throws IOException {
        Path other = directory.resolve("stranger");
        return login.admits(Files.exists(other) ? new SshKey(other, "") : SshKey.generate(other));
    }

    /** Whether it was closed, by its owner or because this process ends. */
    public boolean isClosed() {
        return machine.isClosed();
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
            monitor.freezeDisk(DISK, next);
        }
        written = next;
        return now;
    }

    /** Copies what its serial port has said to a file. */
    public void saveSerialLog(Path file) throws IOException {
        machine.saveSerialLog(file);
    }

    @Override
    public void close() throws IOException {
        login.close();
        machine.close();
    }
}
