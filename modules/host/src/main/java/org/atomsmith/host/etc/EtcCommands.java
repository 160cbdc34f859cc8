package org.atomsmith.host.etc;

import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.Node;

/** The words after {@code atomic host etc}. */
public final class EtcCommands implements Group {

    @Override
    public String summary() {
        return "Commands on the host's own configuration";
    }

    @Override
    public List<String> names() {
        return List.of("diff");
    }

    @Override
    public Optional<Node> find(String name) {
        return name.equals("diff") ? Optional.of(new EtcDiffCommand()) : Optional.empty();
    }
}
