package org.atomsmith.host.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Namespaces;
import org.atomsmith.ostree.cli.command.Call;

/**
 * Scriptlets run in mounts that nobody else sees. On a running host a change is made in such mounts anyway; where it is
 * not, as on the disk of another system, the command runs again in mounts of its own.
 */
public final class LayerMounts {
    /** Is set in the second run, so that there is no third. */
    private static final String SECOND_RUN = "ATOMSMITH_LAYER_MOUNTS";

    private LayerMounts() {}

    /** The exit code of the second run; empty when none is needed. */
    public static Optional<Integer> rerun(Call call) throws IOException {
        Namespaces own = Namespaces.current();
        if (own.canBuildTrees()
                || own.uid() != 0
                || call.environment(SECOND_RUN).isPresent()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "slave"));
        // Java tells its own arguments only while they are few.
        command.addAll(List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0")));
        call.out().flush();
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().put(SECOND_RUN, "1");
        try {
            return Optional.of(process.start().waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while packages were layered", e);
        }
    }
}
