package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.OwnMounts;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.Sysroot;

/**
 * A running host keeps {@code /sysroot} and {@code /boot} read-only. What changes them runs again in mounts of its own,
 * where they are writable: the rest of the system never sees them so.
 */
public final class WritableHost {
    private static final String SCRIPT = """
            mount -o remount,rw /sysroot || exit
            if mountpoint -q /boot; then mount -o remount,rw /boot || exit; fi
            exec "$@"
            """;

    private static final OwnMounts MOUNTS =
            new OwnMounts("ATOMSMITH_WRITABLE_SYSROOT", List.of("sh", "-c", SCRIPT, "sh"));

    private WritableHost() {}

    /** Whether this is the second run: what is still read-only then stays so. */
    public static boolean isSecondRun(Call call) {
        return MOUNTS.isSecondRun(call.environment());
    }

    /** Does nothing where the system can be written to; else this is the end of the first run. */
    public static void rerun(Call call, Sysroot sysroot) throws IOException {
        Path disk = Path.of("/sysroot");
        boolean needed = sysroot.state().booted().isPresent()
                && !isSecondRun(call)
                && Files.isDirectory(disk)
                // Not by its file store: Java takes the first mount of the same file system.
                && LinuxFiles.fileSystem(disk).readOnly();
        if (needed) {
            call.out().flush();
            MOUNTS.rerun();
        }
    }
}
