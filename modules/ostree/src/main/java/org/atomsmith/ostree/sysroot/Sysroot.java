package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.maintenance.Prune;
import org.atomsmith.ostree.maintenance.PruneRequest;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.EntryName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.atomsmith.ostree.sysroot.etc.ConfigurationDiff;

/**
 * A system made of deployments, on the disk that it boots from: {@code /ostree} and {@code /boot}. What changes it is
 * to hold its {@link #lock}. Not thread-safe.
 */
public final class Sysroot {
    /** What libostree calls the file that says why a staged deployment could not be finished. */
    /** Ends the trial of a deployment that works. One without it would be left after three boots. */
    private static final String HEALTH_SERVICE = "usr/lib/systemd/system/atomic-health.service";

    private static final String FINALIZE_FAILURE = "boot/finalize-failure.stamp";

    private final Path path;
    private final SysrootSettings settings;
    private final Repository repository;
    private final Consumer<String> messages;
    private SysrootState state;

    /** Whether what boots is known to be on the disk. */
    private boolean settled;

    private Sysroot(Path path, SysrootSettings settings, Repository repository, Consumer<String> messages)
            throws IOException {
        this.path = path;
        this.settings = settings;
        this.repository = repository;
        this.messages = messages;
        this.state = new SysrootLoader(path, settings).load();
    }

    /**
     * Opens a system.
     *
     * @param path its root: {@code /} of one that runs, or where its disk is mounted
     * @param messages takes one line on each larger thing that was done
     */
    public static Sysroot open(Path path, SysrootSettings settings, Consumer<String> messages) throws IOException {
        return new Sysroot(path, settings, Repository.open(path.resolve("ostree/repo")), messages);
    }

    /**
     * Makes the directories of a system and its repository, where they are missing.
     *
     * @param epoch 0 makes all directories of a root; 1 only {@code /boot} and {@code /ostree}; 2 keeps {@code /ostree}
     *     from ordinary users as well
     */
    public static void create(Path path, int epoch) throws IOException {
        if (epoch == 0) {
            for (String name : List.of("dev", "home", "proc", "run", "sys")) {
                DeploymentWriter.directories(path.resolve(name), 0755);
            }
            DeploymentWriter.directories(path.resolve("root"), 0700);
            DeploymentWriter.directories(path.resolve("tmp"), 01777);
        }
        DeploymentWriter.directories(path.resolve("boot"), 0755);
        DeploymentWriter.directories(path.resolve("ostree"), epoch >= 2 ? 0700 : 0755);
        DeploymentWriter.directories(path.resolve("ostree/deploy"), 0755);
        Repository.create(path.resolve("ostree/repo"), RepositoryMode.BARE);
    }

    /** Its root. */
    public Path path() {
        return path;
    }

    /** Its repository. */
    public Repository repository() {
        return repository;
    }

    /** What it was made of when it was last looked at: on opening, and after each change by this instance. */
    public SysrootState state() {
        return state;
    }

    /** Looks again. */
    public SysrootState reload() throws IOException {
        state = new SysrootLoader(path, settings).load();
        return state;
    }

    /** Takes the lock of the system, as libostree does; empty when another has it. */
    public Optional<FileLock> tryLock() throws IOException {
        Optional<FileLock> lock = FileLock.tryAcquire(path.resolve("ostree/lock"), FileLock.Mode.EXCLUSIVE);
        if (lock.isPresent()) {
            settled = false;
            reload();
        }
        return lock;
    }

    /** Takes the lock of the system, waiting for whoever has it. */
    public FileLock lock(Duration patience) throws IOException {
        FileLock lock = FileLock.acquire(path.resolve("ostree/lock"), FileLock.Mode.EXCLUSIVE, patience);
        settled = false;
        reload();
        return lock;
    }

    /** Makes an empty stateroot. */
    public void initializeStateroot(String name) throws IOException {
        if (!EntryName.isValid(name)) {
            throw new SysrootException("'" + name + "' cannot be the name of a stateroot");
        }
        Path stateroot = path.resolve("ostree/deploy/" + name);
        DeploymentWriter.directories(path.resolve("ostree/deploy"), 0755);
        LinuxFiles.mkdir(stateroot, 0755);
        LinuxFiles.chmod(stateroot, 0755);
        LinuxFiles.mkdir(stateroot.resolve("var"), 0755);
        LinuxFiles.chmod(stateroot.resolve("var"), 0755);
        BootTransaction.touch(path);
    }

    /**
     * Lays a commit out as a new deployment and makes it ready; nothing boots it before {@link #write} or {@link #add}.
     *
     * @throws SysrootException when there is no such stateroot, the commit has no kernel, or the merge of the
     *     configuration finds what it cannot decide
     */
    public InstalledDeployment deploy(DeployRequest request) throws IOException {
        InstalledDeployment laidOut = new DeploymentWriter(path, settings, repository).write(request);
        return new DeploymentFinisher(path, settings, messages).finish(laidOut, request.merge(), state.booted());
    }

    /** Makes a list of deployments what the system boots, the first by default. */
    public void write(List<InstalledDeployment> deployments) throws IOException {
        settle();
        BootSpace space = new BootSpace(path, settings);
        if (space.mustPruneFirst(state, deployments)) {
            messages.accept("Insufficient space left in bootfs; updating bootloader in two steps");
            List<InstalledDeployment> kept = space.kept(state, deployments);
            new BootTransaction(path, settings, repository, messages).write(state, kept);
            new SysrootCleanup(path, settings, repository).bootDirectories(reload());
        }
        boolean keepsStaged = !deployments.isEmpty() && deployments.getFirst().staged();
        boolean dropsStaged = state.staged().isPresent() && !keepsStaged;
        if (dropsStaged) {
            new Staging(path, settings).discard(state.staged().get().deployment());
        }
        boolean changed = new BootTransaction(path, settings, repository, messages).write(state, deployments);
        if (changed || dropsStaged) {
            BootTransaction.touch(path);
            reload();
        }
    }

    /**
     * Adds a deployment to what the system boots, and drops what is not to be kept.
     *
     * @param merge whose configuration it took over
     */
    public void add(InstalledDeployment added, Optional<InstalledDeployment> merge, Retention retention)
            throws IOException {
        write(retention.menu(state, added, merge));
    }

    /**
     * Lays a commit out, to be made ready and booted when the system shuts down.
     *
     * @param locked whether it waits even then, until somebody unlocks it
     * @throws SysrootException when this is not the system that runs
     */
    public InstalledDeployment stage(DeployRequest request, boolean locked) throws IOException {
        requireStaging();
        FinalizeService.start(settings);
        InstalledDeployment laidOut = new DeploymentWriter(path, settings, repository).write(request);
        new DeploymentFinisher(path, settings, messages).writeOrigin(laidOut);
        Optional<Deployment> before = state.staged().map(InstalledDeployment::deployment);
        new Staging(path, settings)
                .replace(
                        StagedDeployment.of(
                                laidOut.deployment(),
                                request.merge().map(InstalledDeployment::deployment),
                                request.arguments(),
                                request.overlayInitrds(),
                                locked),
                        before,
                        new SysrootCleanup(path, settings, repository));
        BootTransaction.touch(path);
        reload();
        cleanUp();
        return laidOut;
    }

    /**
     * How many bytes {@code /boot} lacks for a deployment that is staged, when what goes on finishing it has gone.
     *
     * @return 0 when it has room
     */
    public long bootShortage(InstalledDeployment staged) throws IOException {
        SysrootState others = new SysrootState(state.version(), state.finished(), state.booted());
        return new BootSpace(path, settings).shortage(Retention.DEFAULT.menu(others, staged, state.booted()));
    }

    /**
     * Puts the kernel of a staged deployment into {@code /boot} now, where it fits beside all that is there, so that less
     * is left for the shutdown.
     *
     * @return false when it does not fit
     */
    public boolean prepareKernel(InstalledDeployment staged) throws IOException {
        if (!new BootSpace(path, settings).hasRoomBeside(staged)) {
            return false;
        }
        new KernelInstaller(path, settings, repository, state.version(), state).copy(staged.deployment());
        new SysrootSync(path, settings).beforeSwitch();
        return true;
    }

    /**
     * Refuses where nothing can be staged.
     *
     * @throws SysrootException when this is not the system that runs
     */
    public void requireStaging() throws SysrootException {
        if (state.booted().isEmpty()) {
            throw new SysrootException("Cannot stage deployment: Not currently booted into an OSTree system");
        }
    }

    /**
     * Makes the staged deployment ready and what the system boots, at the end of a shutdown.
     *
     * @return false when nothing is staged or it is locked
     * @throws IOException when it fails: the next boot tells so, by {@link #completeBoot}
     */
    public boolean finalizeStaged() throws IOException {
        boolean done = switchToStaged();
        if (done) {
            cleanUp();
        }
        return done;
    }

    /**
     * The same, and leaves what is not needed any more to the next {@link #cleanUp}: a shutdown should be over soon.
     *
     * @return false when nothing is staged or it is locked
     * @throws IOException when it fails: the next boot tells so, by {@link #completeBoot}
     */
    public boolean switchToStaged() throws IOException {
        Path failure = path.resolve(FINALIZE_FAILURE);
        try {
            boolean done = finishStaged();
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
        Path failure = path.resolve(FINALIZE_FAILURE);
        if (Files.exists(failure)) {
            String reason = Files.readString(failure);
            Files.delete(failure);
            throw new SysrootException("ostree-finalize-staged.service failed on previous boot: " + reason);
        }
    }

    private boolean finishStaged() throws IOException {
        Optional<StagedDeployment> staged = StagedDeployment.read(settings.run());
        if (staged.isEmpty() || state.staged().isEmpty() || state.staged().get().locked()) {
            return false;
        }
        Optional<InstalledDeployment> merge = mergeOf(staged.get());
        InstalledDeployment laidOut = state.staged().get();
        // From here on a half-made merge must never be taken for a whole one.
        Files.delete(StagedDeployment.file(settings.run()));
        InstalledDeployment finished = new DeploymentFinisher(path, settings, messages)
                .finish(laidOut, merge, state.booted())
                .finished();
        state = new SysrootState(state.version(), state.finished(), state.booted());
        if (Files.exists(path.resolve(finished.deployment().path()).resolve(HEALTH_SERVICE))) {
            finished.deployment().trial().arm(path.resolve("boot"));
        }
        add(finished, merge, Retention.DEFAULT);
        return true;
    }

    /** The deployment whose configuration the staged one takes over; empty when nothing is staged, or it takes none. */
    public Optional<InstalledDeployment> mergeOfStaged() throws IOException {
        Optional<StagedDeployment> staged = StagedDeployment.read(settings.run());
        return staged.isPresent() ? mergeOf(staged.get()) : Optional.empty();
    }

    private Optional<InstalledDeployment> mergeOf(StagedDeployment staged) throws SysrootException {
        Optional<Deployment> wanted = staged.merge();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(state.finished().stream()
                .filter(d -> d.deployment().path().equals(wanted.get().path()))
                .findFirst()
                .orElseThrow(() -> new SysrootException(
                        "Failed to find merge deployment " + wanted.get().name() + " for staged")));
    }

    /** Locks the staged deployment, or unlocks it. */
    public void lockStaged(boolean locked) throws IOException {
        new Staging(path, settings).lock(locked);
        reload();
    }

    /** Keeps a file to be unpacked over the initramfs of a deployment to come; returns its checksum. */
    public String stageOverlayInitrd(Path file) throws IOException {
        Path directory = StagedDeployment.initrds(settings.run());
        Files.createDirectories(directory);
        Path aside = Files.createTempFile(directory, "incoming-", "");
        try {
            MessageDigest digest = Checksum.sha256();
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

    /** Removes what upgrades replaced and killed ones left, all but objects of the repository. */
    public void cleanUp() throws IOException {
        settle();
        new SysrootCleanup(path, settings, repository).clean(state);
    }

    /**
     * Removes objects that no ref and, after {@link #cleanUp}, no deployment needs.
     *
     * @return how many bytes that freed
     */
    public long prune() throws IOException {
        return new Prune(repository).run(PruneRequest.ofRefs(0)).bytes();
    }

    /**
     * Whoever was killed may have switched in memory only: a boot loader, which reads the disk, still needs what was there
     * before, until the switch is on the disk too.
     */
    private void settle() throws IOException {
        if (!settled
                && Files.exists(
                        path.resolve("boot/loader." + (1 - state.version().boot())))) {
            new SysrootSync(path, settings).afterSwitch();
        }
        settled = true;
    }

    /** Makes deployments immutable again, where a copy of the disk's files lost that. */
    public void seal() throws IOException {
        if (!settings.mutableDeployments()) {
            for (InstalledDeployment deployment : state.finished()) {
                LinuxFiles.setImmutable(path.resolve(deployment.deployment().path()), true);
            }
        }
    }

    /** Tells something to whoever watches. */
    void tell(String message) {
        messages.accept(message);
    }

    /** Replaces a deployment's origin. */
    public void writeOrigin(InstalledDeployment deployment, Origin origin) throws IOException {
        new DeploymentFinisher(path, settings, messages)
                .writeOrigin(InstalledDeployment.of(
                        deployment.deployment(), deployment.entry(), Optional.of(origin), List.of()));
        BootTransaction.touch(path);
        reload();
    }

    /** Pins a deployment, which is kept until it is unpinned. */
    public void pin(InstalledDeployment deployment, boolean pinned) throws IOException {
        if (deployment.staged()) {
            throw new SysrootException("Cannot pin staged deployment");
        }
        Origin origin = deployment.origin().orElse(Origin.NONE);
        writeOrigin(
                deployment,
                pinned
                        ? new Origin(origin.file().with("libostree-transient", "pinned", "true"))
                        : new Origin(origin.file().withoutGroup("libostree-transient")));
    }

    /** Replaces the kernel arguments of a deployment. */
    public void setKernelArguments(InstalledDeployment deployment, KernelArguments arguments) throws IOException {
        write(state.deployments().stream()
                .map(d -> d.isSame(deployment) ? d.withEntry(d.entry().with("options", arguments.text())) : d)
                .toList());
    }

    /** Replaces the kernel arguments of a deployment in its boot entry, without a new set of entries. */
    public void editKernelArguments(InstalledDeployment deployment, KernelArguments arguments) throws IOException {
        new Staging(path, settings).edit(state, deployment, arguments);
        reload();
    }

    /** How a deployment's configuration differs from its defaults. */
    public ConfigurationDiff configurationDiff(InstalledDeployment deployment) throws IOException {
        Path root = path.resolve(deployment.deployment().path());
        return ConfigurationDiff.between(root.resolve("usr/etc"), root.resolve("etc"));
    }
}
