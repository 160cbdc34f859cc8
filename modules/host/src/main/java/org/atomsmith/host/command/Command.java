package org.atomsmith.host.command;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;

/** One command of {@code atomic}. */
public non-sealed interface Command extends Node {

    /** What it takes. */
    Syntax syntax();

    /**
     * Does it.
     *
     * @return an {@link ExitCode}
     * @throws org.atomsmith.ostree.cli.command.UsageException when its words do not fit
     * @throws IOException when it fails; the message is all that a user sees
     */
    int run(Call call) throws IOException;

    @Override
    default String summary() {
        return syntax().summary();
    }
}
