package org.atomsmith.host.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.ostree.cli.command.Call;

/** {@code atomic host peer list}: which peers there are. */
final class PeerListCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "Look for peers in the local network", "peer list", Syntax.JSON)
                .withDescription("""
                        Lists those that answer now, and the commits that they say they have.""");
    }

    @Override
    public int run(Call call) throws IOException {
        PeerSettings settings = PeerSettings.read(PeerHost.of(call).directories());
        List<FoundPeer> peers = new PeerFinder(settings).all();
        if (call.has("json")) {
            List<Map<String, Object>> facts = new ArrayList<>();
            for (FoundPeer peer : peers) {
                Map<String, Object> fact = new LinkedHashMap<>();
                fact.put("name", peer.name());
                fact.put("url", peer.uri().toString());
                peer.commits().ifPresent(commits -> fact.put("commits", commits));
                facts.add(fact);
            }
            call.out().print(JsonText.of(Map.of("use", settings.use(), "peers", facts)));
            return ExitCode.DONE;
        }
        for (FoundPeer peer : peers) {
            call.out()
                    .println(peer.name() + "  " + peer.uri() + "  "
                            + peer.commits()
                                    .map(commits -> String.join(" ", commits))
                                    .orElse("(from peers.conf)"));
        }
        if (peers.isEmpty()) {
            call.out().println("No peer answers in the local network.");
        }
        if (!settings.use()) {
            call.out().println("Updates do not ask peers: [peers] use=yes in /etc/atomsmith/peers.conf makes them");
        }
        return ExitCode.DONE;
    }
}
