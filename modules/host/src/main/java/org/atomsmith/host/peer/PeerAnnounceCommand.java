package org.atomsmith.host.peer;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic host peer announce}: has systemd-resolved tell the local network of this host's server. */
final class PeerAnnounceCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Tell the local network that this host gives objects, and which commits it has",
                        "peer announce",
                        Option.flag("withdraw", "Tell it no more"))
                .withDescription("""
                        systemd-resolved answers those who look for peers, so that nothing of ours has to stay in
                        memory. atomic-peers.socket runs this when it starts and after each update.""");
    }

    @Override
    public int run(Call call) throws IOException {
        PeerHost host = PeerHost.of(call);
        PeerSettings settings = PeerSettings.read(host.directories());
        Announcement announcement = new Announcement(host.directories().run(), settings, call.err()::println);
        if (call.has("withdraw")) {
            announcement.withdraw();
            return ExitCode.DONE;
        }
        SharedCommits commits =
                new SharedCommits(host.repository(), host.directories().root(), settings.remotes());
        if (!announcement.publish(commits.list())) {
            call.err()
                    .println("systemd-resolved does not run here, so others do not find this host by themselves:"
                            + " name it in their /etc/atomsmith/peers.conf, [peers] addresses=");
        }
        return ExitCode.DONE;
    }
}
