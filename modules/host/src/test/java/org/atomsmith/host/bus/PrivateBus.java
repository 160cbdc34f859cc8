package org.atomsmith.host.bus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.RunningCommand;
import org.junit.jupiter.api.Assumptions;

/** A D-Bus daemon of a test's own, on which everybody may do everything. */
final class PrivateBus implements AutoCloseable {
    private static final String CONFIGURATION = """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
              "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig><type>system</type><listen>unix:path=@</listen>
            <policy context="default">
              <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/>
            </policy></busconfig>
            """;

    private final Path socket;
    private final RunningCommand daemon;

    private PrivateBus(Path socket, RunningCommand daemon) {
        this.socket = socket;
        this.daemon = daemon;
    }

    static PrivateBus start(Path directory) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/dbus-daemon")), "dbus-daemon is not installed");
        Path socket = directory.resolve("bus");
        Path configuration = directory.resolve("bus.conf");
        Files.writeString(configuration, CONFIGURATION.replace("@", socket.toString()));
        RunningCommand daemon = Command.of("dbus-daemon", "--config-file=" + configuration, "--nofork", "--nopidfile")
                .withDeathOfParent()
                .start();
        for (int i = 0; i < 200 && !Files.exists(socket); i++) {
            Thread.sleep(Duration.ofMillis(25));
        }
        return new PrivateBus(socket, daemon);
    }

    String address() {
        return "unix:path=" + socket;
    }

    @Override
    public void close() {
        daemon.close();
    }
}
