package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/**
 * What waits for the shutdown of a running system: one deployment at most, laid out already. {@link Finalization} makes it
 * what boots.
 */
public final class Staging {
    private final Sysroot sysroot;
    private final SysrootSettings settings;

    Staging(Sysroot sysroot) {
        this.sysroot = sysroot;
        this.settings = sysroot.settings();
    }

    /** Looks at a deployment that was laid out, before it takes the place of what is staged. */
    @FunctionalInterface
    public interface Check {
        /**
         * Looks.
         *
         * @throws IOException when it is not to be staged
         */
        void check(InstalledDeployment laidOut) throws IOException;
    }

    /**
     * Refuses where nothing can be staged.
     *
     * @throws SysrootException when this is not the system that runs
     */
    public void requirePossible() throws SysrootException {
        if (sysroot.state().booted().isEmpty()) {
            throw new SysrootException("Cannot stage deployment: Not currently booted into an OSTree system");
        }
    }

    /**
     * Lays a commit out, to be made ready and booted when the system shuts down.
     *
     * @param locked whether it waits even then, until somebody unlocks it
     * @throws SysrootException when this is not the system that runs
     */
    public InstalledDeployment stage(DeployRequest request, boolean locked) throws IOException {
        return stage(request, locked, _ -> {});
    }

    /**
     * The same when a check passes. When it does not, or the commit cannot be laid out, what was staged before stays so.
     */
    public InstalledDeployment stage(DeployRequest request, boolean locked, Check check) throws IOException {
        requirePossible();
        FinalizeService.start(settings);
        InstalledDeployment laidOut = layOut(request, check);
        Optional<InstalledDeployment> before = sysroot.state().staged();
        StagedDeployment.of(
                        laidOut.deployment(),
                        request.merge().map(InstalledDeployment::deployment),
                        request.arguments(),
                        request.overlayInitrds(),
                        locked)
                .write(settings.run());
        if (before.isPresent()) {
            sysroot.cleanup().remove(before.get().deployment());
        }
        setLockFile(locked);
        BootTransaction.touch(sysroot.path());
        sysroot.reload();
        sysroot.cleanUp();
        return laidOut;
    }

    private InstalledDeployment layOut(DeployRequest request, Check check) throws IOException {
        try {
            InstalledDeployment laidOut = sysroot.writer().write(request);
            sysroot.finisher().writeOrigin(laidOut);
            check.check(laidOut);
            return laidOut;
        } catch (IOException | RuntimeException e) {
            try {
                sysroot.cleanUp();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /**
     * How many bytes {@code /boot} lacks for a deployment that is laid out, when what goes on staging and finishing it has
     * gone.
     *
     * @return 0 when it has room
     */
    public long bootShortage(InstalledDeployment laidOut) throws IOException {
        SysrootState state = sysroot.state();
        SysrootState others = new SysrootState(state.version(), state.finished(), state.booted());
        return new BootSpace(sysroot.path(), settings)
                .shortage(others, Retention.DEFAULT.menu(others, laidOut, state.booted()));
    }

    /**
     * Puts the kernel of a staged deployment into {@code /boot} now, where it fits beside all that is there, so that less
     * is left for the shutdown.
     *
     * @return false when it does not fit
     */
    public boolean prepareKernel(InstalledDeployment staged) throws IOException {
        if (!new BootSpace(sysroot.path(), settings).hasRoomBeside(staged)) {
            return false;
        }
        SysrootState state = sysroot.state();
        new KernelInstaller(sysroot.path(), settings, sysroot.repository(), state.version(), state)
                .copy(staged.deployment());
        new SysrootSync(sysroot.path(), settings).beforeSwitch();
        return true;
    }

    /** The deployment whose configuration the staged one takes over; empty when nothing is staged, or it takes none. */
    public Optional<InstalledDeployment> merge() throws IOException {
        Optional<StagedDeployment> staged = StagedDeployment.read(settings.run());
        Optional<Deployment> wanted = staged.isPresent() ? staged.get().merge() : Optional.empty();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(sysroot.state().finished().stream()
                .filter(d -> d.deployment().path().equals(wanted.get().path()))
                .findFirst()
                .orElseThrow(() -> new SysrootException(
                        "Failed to find merge deployment " + wanted.get().name() + " for staged")));
    }

    /** Locks what is staged, or unlocks it. */
    public void setLocked(boolean locked) throws IOException {
        require().with("locked", Variant.bool(locked)).write(settings.run());
        setLockFile(locked);
        sysroot.reload();
    }

    /** Keeps a file to be unpacked over the initramfs of a deployment to come; returns its checksum. */
    public String keepOverlayInitrd(Path file) throws IOException {
        Path directory = StagedDeployment.initrds(settings.run());
        Files.createDirectories(directory);
        Path aside = Files.createTempFile(directory, "incoming-", "");
        try {
            MessageDigest digest = Checksum.sha256OfContent();
            try (InputStream in = Files.newInputStream(file);
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(aside), digest)) {
                in.transferTo(out);
            }
            LinuxFiles.chmod(aside, 0644);
            String checksum = Checksum.of(digest.digest()).hex();
            LinuxFiles.rename(aside, directory.resolve(checksum));
            return checksum;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Replaces the kernel arguments of what is staged. */
    void setKernelArguments(KernelArguments arguments) throws IOException {
        require().with("kargs", Variant.strings(arguments.arguments())).write(settings.run());
    }

    /** Stages nothing any more. */
    void discard(Deployment staged) throws IOException {
        Files.deleteIfExists(StagedDeployment.file(settings.run()));
        sysroot.cleanup().remove(staged);
        setLockFile(false);
    }

    private StagedDeployment require() throws IOException {
        return StagedDeployment.read(settings.run()).orElseThrow(() -> new SysrootException("No staged deployment"));
    }

    private void setLockFile(boolean locked) throws IOException {
        Path file = StagedDeployment.lockFile(settings.run());
        if (!locked) {
            Files.deleteIfExists(file);
        } else if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }
}
