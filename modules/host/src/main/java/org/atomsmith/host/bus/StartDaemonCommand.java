package org.atomsmith.host.bus;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.host.bus.sd.BusConnection;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.policy.UpdateSettings;
import org.atomsmith.host.policy.UpdateSettings.Policy;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic host start-daemon}: serves D-Bus until nobody has asked for a while. */
public final class StartDaemonCommand implements Command {
    private static final long IDLE_SECONDS = 60;

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Serve org.projectatomic.rpmostree1 on D-Bus, until nobody has asked for a while",
                        "start-daemon --idle=10",
                        Option.value("bus", "ADDRESS", "Serve on the bus at this address (default: the system's)"),
                        Option.value("idle", "SECONDS", "End after so long without a caller (default: 60)"),
                        Option.value("program", "PROGRAM", "What runs changes (default: /usr/bin/atomic)"))
                .withDescription("""
                        The bus starts it when somebody calls, by atomic-daemon.service; nobody has to start it by hand.
                        """);
    }

    @Override
    public int run(Call call) throws IOException {
        Host host = Host.of(call);
        Path sockets = host.directories().runState().resolve("daemon");
        Files.createDirectories(sockets);
        LinuxFiles.chmod(sockets, 0711);
        removeSockets(sockets);
        HostView view = new HostView(host);
        try (Loop loop = new Loop();
                BusConnection bus = call.value("bus").isPresent()
                        ? BusConnection.bus(call.value("bus").get())
                        : BusConnection.system()) {
            new Session(
                            loop,
                            bus,
                            view,
                            new ChangeRunner(List.of(call.value("program").orElse("/usr/bin/atomic")), options(call)),
                            sockets,
                            Duration.ofSeconds(call.number("idle", IDLE_SECONDS)),
                            () -> policy(host.directories()))
                    .run();
        }
        return ExitCode.DONE;
    }

    /** What updates do by themselves; settings that cannot be read are told by who makes the updates. */
    private static String policy(HostDirectories directories) {
        try {
            return UpdateSettings.read(directories).policy().text();
        } catch (IOException e) {
            return Policy.NONE.text();
        }
    }

    /** What a killed service left: nobody listens there any more. */
    private static void removeSockets(Path sockets) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(sockets, "transaction-*")) {
            for (Path socket : left) {
                Files.delete(socket);
            }
        }
    }

    /** What this command was told that those it runs have to know. */
    private static List<String> options(Call call) {
        List<String> options = new ArrayList<>();
        call.value("sysroot").ifPresent(directory -> options.add("--sysroot=" + directory));
        return options;
    }
}
