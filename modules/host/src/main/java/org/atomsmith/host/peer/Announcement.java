package org.atomsmith.host.peer;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;

/** What systemd-resolved says of this host's server over multicast DNS: files below {@code /run}, gone with the boot. */
final class Announcement {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RESOLVED = "systemd-resolved.service";
    private static final int READABLE = 0644;
    private static final int LISTABLE = 0755;

    private final Path run;
    private final PeerSettings settings;
    private final Consumer<String> complaints;

    /**
     * The announcement of a host whose {@code /run} this is.
     *
     * @param complaints takes a line on what could not be done
     */
    Announcement(Path run, PeerSettings settings, Consumer<String> complaints) {
        this.run = run;
        this.settings = settings;
        this.complaints = complaints;
    }

    /**
     * Says which commits there are; says nothing anew when it is the same as before.
     *
     * @return false when nobody is there to say it
     */
    boolean publish(List<Checksum> commits) throws IOException {
        // Distributions build it so that it speaks multicast DNS only where that is switched on.
        boolean changed = write(configuration(), "[Resolve]\nMulticastDNS=yes\n");
        changed |= write(service(), text(commits));
        if (!Files.isDirectory(run.resolve("systemd/resolve"))) {
            return false;
        }
        if (changed) {
            Command.of("systemctl", "reload-or-restart", RESOLVED)
                    .withInheritedEnvironment()
                    .withTimeout(PATIENCE)
                    .runOrThrow();
        }
        for (NetworkInterface one : PeerFinder.interfaces(settings)) {
            CommandResult result = Command.of("resolvectl", "mdns", one.getName(), "yes")
                    .withInheritedEnvironment()
                    .withTimeout(PATIENCE)
                    .run();
            if (!result.succeeded()) {
                complaints.accept("no multicast DNS on " + one.getName() + ": "
                        + result.errors().strip());
            }
        }
        return true;
    }

    /** Says nothing any more. Interfaces keep what they were told, which without the service means little. */
    void withdraw() throws IOException {
        boolean changed = Files.deleteIfExists(service());
        changed |= Files.deleteIfExists(configuration());
        if (changed && Files.isDirectory(run.resolve("systemd/resolve"))) {
            // Not waited for: when the system goes down, nobody does it any more.
            Command.of("systemctl", "--no-block", "reload-or-restart", RESOLVED)
                    .withInheritedEnvironment()
                    .withTimeout(PATIENCE)
                    .run();
        }
    }

    private Path configuration() {
        return run.resolve("systemd/resolved.conf.d/50-atomic-peers.conf");
    }

    private Path service() {
        return run.resolve("systemd/dnssd/atomic-peers.dnssd");
    }

    /** The service as systemd.dnssd(5) has it; %H is the host's name. */
    private String text(List<Checksum> commits) {
        return "[Service]\nName=%H\nType=" + PeerService.TYPE + "\nPort=" + settings.port() + "\nTxtText="
                + String.join(" ", PeerService.text(commits)) + "\n";
    }

    private static boolean write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return false;
        }
        Path directory = file.resolve("..").normalize();
        Files.createDirectories(directory);
        // resolved runs as a user of its own.
        LinuxFiles.chmod(directory, LISTABLE);
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), READABLE);
        return true;
    }
}
