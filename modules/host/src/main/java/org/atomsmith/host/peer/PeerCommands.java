package org.atomsmith.host.peer;

import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.Node;

/** {@code atomic host peer}. */
public final class PeerCommands implements Group {

    @Override
    public String summary() {
        return "Share what was downloaded with the hosts of the local network";
    }

    @Override
    public List<String> names() {
        return List.of("list", "serve", "announce");
    }

    @Override
    public Optional<Node> find(String name) {
        return switch (name) {
            case "list" -> Optional.of(new PeerListCommand());
            case "serve" -> Optional.of(new PeerServeCommand());
            case "announce" -> Optional.of(new PeerAnnounceCommand());
            default -> Optional.empty();
        };
    }
}
