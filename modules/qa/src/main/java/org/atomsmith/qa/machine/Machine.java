package org.atomsmith.qa.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A virtual machine that runs, and the directory with its files. Closing it, or the end of this process in whatever way, ends
 * it.
 */
public final class Machine implements AutoCloseable {
    private final GuestDirectory directory;
    private final VirtualMachine running;
    private final SerialConsole console;
    private final Thread cleanUp;
    private volatile boolean ended;

    private Machine(GuestDirectory directory, VirtualMachine running) {
        this.directory = directory;
        this.running = running;
        this.console = new SerialConsole(running);
        this.cleanUp = new Thread(this::endQuietly, "end of the guest");
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    /**
     * Starts a machine; it has only begun to boot when this returns.
     *
     * @param scratch the directory under which its files are made, and from which they vanish
     */
    public static Machine start(Hardware hardware, Emulator emulator, Path scratch) throws IOException {
        GuestDirectory directory = GuestDirectory.create(scratch);
        return start(hardware, emulator, OptionalInt.empty(), directory);
    }

    /** Starts one in a directory, which it owns from now on: it is removed too when this fails. */
    static Machine start(Hardware hardware, Emulator emulator, OptionalInt sshPort, GuestDirectory directory)
            throws IOException {
        boolean started = false;
        try {
            Machine machine =
                    new Machine(directory, VirtualMachine.start(spec(hardware, sshPort, directory), emulator));
            started = true;
            return machine;
        } finally {
            if (!started) {
                directory.close();
            }
        }
    }

    private static MachineSpec spec(Hardware hardware, OptionalInt sshPort, GuestDirectory directory)
            throws IOException {
        Optional<Path> variables = Optional.empty();
        if (hardware.firmware() == Firmware.UEFI) {
            Path copy = directory.resolve("variables.fd");
            variables = Optional.of(Files.copy(Firmware.findOvmf().variables(), copy));
        }
        return new MachineSpec(
                hardware,
                variables,
                sshPort.isPresent() ? sshPort.getAsInt() : freePort(),
                directory.resolve("serial.log"),
                directory.resolve("serial"),
                directory.resolve("firmware.log"),
                directory.resolve("monitor"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    MachineSpec spec() {
        return running.spec();
    }

    /** Its first serial port. */
    public SerialConsole console() {
        return console;
    }

    /**
     * The way into an account by ssh.
     *
     * @param key the file of a private key that opens it
     */
    public Login login(String user, Path key) {
        return new Login(running, new SshClient(user, spec().sshPort(), key, Optional.of(directory.resolve("ssh"))));
    }

    /** Whether it was closed, by its owner or because this process ends. */
    public boolean isClosed() {
        return ended;
    }

    /** Waits until it ends, by itself or because it is closed, at most this long. */
    public boolean awaitEnd(Duration limit) throws IOException {
        return running.awaitEnd(limit);
    }

    /** Copies what its serial port has said to a file. */
    public void saveSerialLog(Path file) throws IOException {
        Path log = spec().serialLog();
        if (Files.exists(log)) {
            Files.copy(log, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.writeString(file, "");
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

    private synchronized void end() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        console.close();
        running.close();
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
