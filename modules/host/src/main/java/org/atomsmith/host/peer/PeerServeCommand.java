package org.atomsmith.host.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.serve.ObjectServer;
import org.atomsmith.ostree.serve.ServedObjects;
import org.atomsmith.ostree.serve.ServerLimits;

/** {@code atomic host peer serve}: gives objects to others, until nobody has asked for a while. */
final class PeerServeCommand implements Command {
    private static final int BACKLOG = 64;
    private static final Duration FOREVER = Duration.ofDays(36_500);

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Give objects of this host's images to others in the local network",
                        "peer serve --listen=127.0.0.1:8791",
                        Option.value("listen", "ADDRESS:PORT", "Listen there, and stay (default: systemd's socket)"),
                        Option.value("idle", "SECONDS", "End after so long without anybody who asks"))
                .withDescription("""
                        'systemctl enable --now atomic-peers.socket' has it started when somebody asks; nobody has to
                        start it by hand. It gives away what this host pulled from its remotes, by checksum, and
                        nothing that was made on this machine.""");
    }

    @Override
    public int run(Call call) throws IOException {
        PeerHost host = PeerHost.of(call);
        PeerSettings settings = PeerSettings.read(host.directories());
        ServerLimits usual = ServerLimits.DEFAULT;
        ServerLimits limits = new ServerLimits(
                settings.connections(),
                Math.min(usual.perAddress(), settings.connections()),
                usual.perSecond(),
                usual.patience());
        SharedCommits commits =
                new SharedCommits(host.repository(), host.directories().root(), settings.remotes());
        boolean stays = call.value("listen").isPresent();
        Duration idle = call.value("idle").isPresent()
                ? Duration.ofSeconds(call.number("idle", settings.idle().toSeconds()))
                : stays ? FOREVER : settings.idle();
        try (ServerSocketChannel listener = stays ? bind(call.value("listen").orElseThrow()) : inherited();
                ObjectServer server = new ObjectServer(
                        listener,
                        new ServedObjects(host.repository(), commits),
                        limits,
                        settings.networks(),
                        call.err()::println)) {
            if (stays) {
                call.out().println("Serving " + commits.list().size() + " commits at " + listener.getLocalAddress());
                call.out().flush();
            }
            server.run(idle);
            call.err().println("Nobody asks any more; served " + server.served() + " connections");
        }
        return ExitCode.DONE;
    }

    /** What systemd listens at, and gives as the standard input. */
    private static ServerSocketChannel inherited() throws IOException {
        if (System.inheritedChannel() instanceof ServerSocketChannel listener) {
            return listener;
        }
        throw new UsageException("there is no socket to serve at: 'systemctl enable --now atomic-peers.socket' makes"
                + " one, or --listen=ADDRESS:PORT does without systemd");
    }

    private static ServerSocketChannel bind(String text) throws IOException {
        try {
            URI uri = new URI("http://" + text);
            if (uri.getHost() == null || uri.getPort() < 0) {
                throw new UsageException("--listen is ADDRESS:PORT, not '" + text + "'");
            }
            return ServerSocketChannel.open().bind(new InetSocketAddress(uri.getHost(), uri.getPort()), BACKLOG);
        } catch (URISyntaxException e) {
            throw new UsageException("--listen is ADDRESS:PORT, not '" + text + "'");
        }
    }
}
