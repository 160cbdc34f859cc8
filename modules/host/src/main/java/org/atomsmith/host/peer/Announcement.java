package org.atomsmith.host.peer;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;

/** What systemd-resolved says of this host's server over multicast DNS: files below {@code /run}, gone with the boot. */
final class Announcement {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int READABLE = 0644;
    private static final int LISTABLE = 0755;

    private final Path run;
    private final PeerSettings settings;

    /** The announcement of a host whose {@code /run} this is. */
    Announcement(Path run, PeerSettings settings) {
        this.run = run;
        this.settings = settings;
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
            reload();
        }
        for (NetworkInterface one : PeerFinder.interfaces(settings)) {
            call("resolvectl", "mdns", one.getName(), "yes");
        }
        return true;
    }

    /** Says nothing any more. Interfaces keep what they were told, which without the service means little. */
    void withdraw() throws IOException {
        boolean changed = Files.deleteIfExists(service());
        changed |= Files.deleteIfExists(configuration());
        if (changed && Files.isDirectory(run.resolve("systemd/resolve"))) {
            reload();
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
        AtomicFile.write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), READABLE);
        return true;
    }

    private static void reload() throws IOException {
        call("systemctl", "reload-or-restart", "systemd-resolved.service");
    }

    private static void call(String program, String... arguments) throws IOException {
        Command.of(program, arguments)
                .withInheritedEnvironment()
                .withTimeout(PATIENCE)
                .runOrThrow();
    }
}
