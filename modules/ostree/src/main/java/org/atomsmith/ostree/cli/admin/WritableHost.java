package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.Sysroot;

/**
 * A running host keeps {@code /sysroot} and {@code /boot} read-only. What changes them runs again in mounts of its own,
 * where they are writable: the rest of the system never sees them so.
 */
public final class WritableHost {
    /** Is set in the second run: what is still read-only then stays so. */
    public static final String SECOND_RUN = "ATOMSMITH_WRITABLE_SYSROOT";

    private static final String SCRIPT = """
            mount -o remount,rw /sysroot || exit
            if mountpoint -q /boot; then mount -o remount,rw /boot || exit; fi
            exec "$@"
            """;

    private WritableHost() {}

    /** The exit code of the second run; empty when none is needed. */
    public static Optional<Integer> rerun(Call call, Sysroot sysroot) throws IOException {
        Path disk = Path.of("/sysroot");
        boolean needed = sysroot.state().booted().isPresent()
                && call.environment(SECOND_RUN).isEmpty()
                && Files.isDirectory(disk)
                // Not by its file store: Java takes the first mount of the same file system.
                && LinuxFiles.fileSystem(disk).readOnly();
        ProcessHandle.Info self = ProcessHandle.current().info();
        if (!needed || self.command().isEmpty() || self.arguments().isEmpty()) {
            return Optional.empty();
        }
        List<String> command =
                new ArrayList<>(List.of("unshare", "--mount", "--propagation", "slave", "sh", "-c", SCRIPT, "sh"));
        command.add(self.command().get());
        command.addAll(List.of(self.arguments().get()));
        call.out().flush();
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().put(SECOND_RUN, "1");
        try {
            return Optional.of(process.start().waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the host was changed", e);
        }
    }
}
