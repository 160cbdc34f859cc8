package org.atomsmith.ostree.cli.delta;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Group;

/** {@code ostree static-delta}: Commands on static deltas. A new one is a name and a line here. */
public final class DeltaCommands implements Group {
    private static final List<String> NAMES =
            List.of("list", "show", "delete", "generate", "apply-offline", "verify", "indexes", "reindex");

    @Override
    public List<String> path() {
        return List.of("static-delta");
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public Optional<Command> command(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "list" -> new ListDeltasCommand();
                    case "show" -> new ShowDeltaCommand();
                    case "delete" -> new DeleteDeltaCommand();
                    case "generate" -> new GenerateDeltaCommand();
                    case "apply-offline" -> new ApplyOfflineCommand();
                    case "verify" -> new VerifyDeltaCommand();
                    case "indexes" -> new ListIndexesCommand();
                    case "reindex" -> new ReindexCommand();
                    default -> null;
                });
    }
}
