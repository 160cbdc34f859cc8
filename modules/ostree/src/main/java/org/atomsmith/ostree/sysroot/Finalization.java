package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.linux.AtomicFile;

/**
 * The end of a shutdown, when the staged deployment is made ready and becomes what boots; and the boot that follows, which
 * tells what went wrong with that.
 */
public final class Finalization {
    /** What libostree calls the file that says why a staged deployment could not be finished. */
    private static final String FAILURE = "boot/finalize-failure.stamp";

    /** Ends the trial of a deployment that works. One without it would be left after three boots. */
    private static final String HEALTH_SERVICE = "usr/lib/systemd/system/atomic-health.service";

    private final Sysroot sysroot;

    Finalization(Sysroot sysroot) {
        this.sysroot = sysroot;
    }

    /**
     * Makes the staged deployment ready and what the system boots, at the end of a shutdown.
     *
     * @return false when nothing is staged or it is locked
     * @throws IOException when it fails: the next boot tells so, by {@link #completeBoot}
     */
    public boolean finish() throws IOException {
        boolean done = switchToStaged();
        if (done) {
            sysroot.cleanUp();
        }
        return done;
    }

    /**
     * The same, and leaves what is not needed any more to the next {@link Sysroot#cleanUp}: a shutdown should be over soon.
     *
     * @return false when nothing is staged or it is locked
     * @throws IOException when it fails: the next boot tells so, by {@link #completeBoot}
     */
    public boolean switchToStaged() throws IOException {
        Path failure = failure();
        try {
            boolean done = mergeAndSwitch();
            Files.deleteIfExists(failure);
            return done;
        } catch (IOException | RuntimeException e) {
            try {
                AtomicFile.write(failure, String.valueOf(e.getMessage()));
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /**
     * Tells, once, what went wrong when the system shut down.
     *
     * @throws SysrootException with that
     */
    public void completeBoot() throws IOException {
        Path failure = failure();
        if (Files.exists(failure)) {
            String reason = Files.readString(failure);
            Files.delete(failure);
            throw new SysrootException("ostree-finalize-staged.service failed on previous boot: " + reason);
        }
    }

    private boolean mergeAndSwitch() throws IOException {
        Optional<InstalledDeployment> staged = sysroot.state().staged();
        if (staged.isEmpty() || staged.get().locked()) {
            return false;
        }
        Optional<InstalledDeployment> merge = sysroot.staging().merge();
        // From here on a half-made merge must never be taken for a whole one.
        Files.delete(StagedDeployment.file(sysroot.settings().run()));
        SysrootState state = sysroot.reload();
        InstalledDeployment finished =
                sysroot.finisher().finish(staged.get(), merge, state.booted()).finished();
        if (Files.exists(sysroot.path().resolve(finished.deployment().path()).resolve(HEALTH_SERVICE))) {
            finished.deployment().trial().arm(sysroot.path().resolve("boot"));
        }
        sysroot.add(finished, merge, Retention.DEFAULT);
        return true;
    }

    private Path failure() {
        return sysroot.path().resolve(FAILURE);
    }
}
