package org.atomsmith.qa.machine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.RunningCommand;

/** Runs commands in a guest through the {@code ssh} program, with no configuration but what is given here. */
final class SshClient {
    /** What ssh exits with when the connection, and not the command, failed. */
    static final int CONNECTION_FAILED = 255;

    /** A socket's name may have 108 bytes, and ssh adds 17 while it makes one. */
    private static final int LONGEST_SOCKET_NAME = 85;

    private static final Duration BANNER = Duration.ofSeconds(3);

    private final String user;
    private final int port;
    private final Path key;
    private final Optional<Path> control;

    /**
     * A way into an account.
     *
     * @param control the socket of a connection to share, where there may be one
     */
    SshClient(String user, int port, Path key, Optional<Path> control) {
        this.user = user;
        this.port = port;
        this.key = key;
        this.control = control;
    }

    /** The same account with another key, over connections of its own. */
    SshClient withKey(Path other) {
        return new SshClient(user, port, other, Optional.empty());
    }

    /**
     * Opens the connection that later commands share: a translated processor takes seconds for each key exchange. A
     * command that finds it gone opens its own.
     */
    Optional<RunningCommand> openShared() throws IOException {
        if (control.isEmpty() || control.get().toString().length() > LONGEST_SOCKET_NAME) {
            return Optional.empty();
        }
        Files.deleteIfExists(control.get());
        return Optional.of(ssh(List.of("-M", "-N"), List.of())
                .withTimeout(Duration.ofDays(365))
                .start());
    }

    /** Whether an ssh server greets at the port. QEMU accepts connections long before the guest does. */
    boolean greets() {
        try (Socket socket = new Socket()) {
            int millis = (int) BANNER.toMillis();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs a command in the guest, with both outputs in {@link CommandResult#output()}. */
    CommandResult run(String command, Duration limit) throws IOException {
        return ssh(List.of(), List.of(command)).withTimeout(limit).run();
    }

    /** Runs a shell script in the guest as root. */
    CommandResult runAsRoot(String script, Duration limit) throws IOException {
        return ssh(List.of(), List.of("sudo -n sh -s"))
                .withInput(new Command.Input.Bytes(script.getBytes(StandardCharsets.UTF_8)))
                .withTimeout(limit)
                .run();
    }

    private Command ssh(List<String> flags, List<String> command) {
        List<String> arguments = new ArrayList<>(List.of("ssh", "-q", "-F", "/dev/null", "-i", key.toString()));
        arguments.addAll(List.of("-p", Integer.toString(port)));
        for (String option : List.of(
                "IdentitiesOnly=yes",
                "IdentityAgent=none",
                "BatchMode=yes",
                "StrictHostKeyChecking=no",
                "UserKnownHostsFile=/dev/null",
                "ConnectTimeout=10",
                "ServerAliveInterval=15",
                "ServerAliveCountMax=4")) {
            arguments.addAll(List.of("-o", option));
        }
        arguments.addAll(
                List.of("-o", "ControlPath=" + control.map(Path::toString).orElse("none")));
        arguments.addAll(flags);
        arguments.add(user + "@127.0.0.1");
        arguments.addAll(command);
        return Command.of(arguments)
                .withEnvironment("PATH", "/usr/local/bin:/usr/bin:/bin")
                .withErrorsInOutput()
                .withDeathOfParent();
    }
}
