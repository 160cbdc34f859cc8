package org.atomsmith.ostree.cli.command;

import java.io.IOException;

/** One command of {@code ostree}. */
public interface Command {

    /** What it takes. */
    Syntax syntax();

    /**
     * Does it.
     *
     * @return the exit code, 0 when all is well
     * @throws UsageException when its words do not fit
     * @throws IOException when it fails; exceptions of the engine say why in their message
     */
    int run(Call call) throws IOException;
}
