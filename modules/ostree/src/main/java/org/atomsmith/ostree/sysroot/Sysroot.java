package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.maintenance.Prune;
import org.atomsmith.ostree.maintenance.PruneRequest;
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

    /** What waits for the shutdown. */
    public Staging staging() {
        return new Staging(this);
    }

    /** The end of a shutdown, and what the next boot has to tell of it. */
    public Finalization finalization() {
        return new Finalization(this);
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
        InstalledDeployment laidOut = writer().write(request);
        return finisher().finish(laidOut, request.merge(), state.booted());
    }

    /** Makes a list of deployments what the system boots, the first by default. */
    public void write(List<InstalledDeployment> deployments) throws IOException {
        settle();
        BootSpace space = new BootSpace(path, settings);
        if (space.mustPruneFirst(state, deployments)) {
            messages.accept("Insufficient space left in bootfs; updating bootloader in two steps");
            List<InstalledDeployment> kept = space.kept(state, deployments);
            new BootTransaction(path, settings, repository, messages).write(state, kept);
            cleanup().bootDirectories(reload());
        }
        boolean keepsStaged = !deployments.isEmpty() && deployments.getFirst().staged();
        boolean dropsStaged = state.staged().isPresent() && !keepsStaged;
        if (dropsStaged) {
            staging().discard(state.staged().get().deployment());
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

    /** Removes what upgrades replaced and killed ones left, all but objects of the repository. */
    public void cleanUp() throws IOException {
        settle();
        cleanup().clean(state);
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

    /** How it is treated. */
    SysrootSettings settings() {
        return settings;
    }

    /** Lays commits out as deployments. */
    DeploymentWriter writer() {
        return new DeploymentWriter(path, settings, repository);
    }

    /** Makes deployments that were laid out ready. */
    DeploymentFinisher finisher() {
        return new DeploymentFinisher(path, settings, messages);
    }

    /** Removes what is not needed any more. */
    SysrootCleanup cleanup() {
        return new SysrootCleanup(path, settings, repository);
    }

    /** Tells something to whoever watches. */
    void tell(String message) {
        messages.accept(message);
    }

    /** Replaces a deployment's origin. */
    public void writeOrigin(InstalledDeployment deployment, Origin origin) throws IOException {
        finisher()
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
        if (deployment.staged()) {
            staging().setKernelArguments(arguments);
        } else {
            new EntryEdit(path, settings).setArguments(state, deployment, arguments);
        }
        reload();
    }

    /** How a deployment's configuration differs from its defaults. */
    public ConfigurationDiff configurationDiff(InstalledDeployment deployment) throws IOException {
        Path root = path.resolve(deployment.deployment().path());
        return ConfigurationDiff.between(root.resolve("usr/etc"), root.resolve("etc"));
    }
}
