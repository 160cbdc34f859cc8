package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.LinuxFiles;

/**
 * Waits until what was written is on the disk, in the way that boot loaders need. They read file systems without
 * replaying their journals: ext4 and others are brought in order by {@code syncfs}, XFS only by a freeze.
 */
final class SysrootSync {
    private static final long XFS_MAGIC = 0x58465342L;

    /**
     * Freezes and thaws in one child, so that this process never waits for itself; a second child thaws when the first
     * was killed in between. Arguments: the path, seconds to wait for the thaw.
     */
    private static final String FREEZE = """
            trap '' INT TERM HUP
            ( sleep "$2"; fsfreeze --unfreeze "$1" ) >/dev/null 2>&1 &
            watchdog=$!
            fsfreeze --freeze "$1" && fsfreeze --unfreeze "$1"
            code=$?
            kill -KILL $watchdog
            exit $code
            """;

    /** The watchdog's part alone, as when the freezing child was killed. */
    private static final String WATCHDOG = """
            trap '' INT TERM HUP
            sleep "$2"
            fsfreeze --unfreeze "$1" 2>/dev/null
            echo 'fifreeze watchdog was run' >&2
            """;

    private final Path sysroot;
    private final Path boot;
    private final SysrootSettings settings;

    SysrootSync(Path sysroot, SysrootSettings settings) {
        this.sysroot = sysroot;
        this.boot = sysroot.resolve("boot");
        this.settings = settings;
    }

    /** Everything, before what is new is switched to. */
    void beforeSwitch() throws IOException {
        if (settings.testFreeze()) {
            shell(WATCHDOG, "1")
                    .withErrors(new Command.Output.Inherited())
                    .withTimeout(Duration.ofMinutes(1))
                    .run();
            throw new SysrootException("During fsfreeze-thaw: aborting due to test-fifreeze");
        }
        if (settings.sync()) {
            LinuxFiles.syncFileSystem(sysroot);
            bootLoaderReadable();
        }
    }

    /** The switch itself, before what is old is removed. */
    void afterSwitch() throws IOException {
        if (settings.sync()) {
            LinuxFiles.syncFileSystem(sysroot.resolve("ostree"));
            bootLoaderReadable();
        }
    }

    private void bootLoaderReadable() throws IOException {
        if (LinuxFiles.fileSystem(boot).type() == XFS_MAGIC) {
            CommandResult frozen = shell(FREEZE, "30").run();
            if (frozen.succeeded()) {
                return;
            }
        }
        LinuxFiles.syncFileSystem(boot);
    }

    private Command shell(String script, String seconds) {
        return Command.of(
                        "sh",
                        "-c",
                        script,
                        "sh",
                        boot.toAbsolutePath().normalize().toString(),
                        seconds)
                .withInheritedEnvironment()
                .withTimeout(Duration.ofMinutes(5));
    }
}
