package org.atomsmith.host.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootSettings;
import org.atomsmith.ostree.sysroot.SysrootState;

/**
 * A host: the system that runs, or one whose disk is mounted somewhere ({@code --sysroot}). The environment's
 * {@code ATOMIC_ROOT} and {@code ATOMIC_RUN} stand for {@code /} and {@code /run} of a system that only seems to run.
 * Not thread-safe.
 */
public final class Host {
    private final Sysroot sysroot;
    private final HostDirectories directories;
    private final SysrootSettings settings;
    private final Map<String, String> environment;

    private Host(
            Sysroot sysroot, HostDirectories directories, SysrootSettings settings, Map<String, String> environment) {
        this.sysroot = sysroot;
        this.directories = directories;
        this.settings = settings;
        this.environment = environment;
    }

    /** The host that a call names, to look at; what changes it is a {@link HostChange}. */
    public static Host of(Call call) throws IOException {
        return of(call, _ -> {});
    }

    /**
     * The same with somebody who listens.
     *
     * @param messages takes one line on each larger thing that is done
     */
    public static Host of(Call call, Consumer<String> messages) throws IOException {
        Optional<String> named = call.value("sysroot").or(() -> call.environment("OSTREE_SYSROOT"));
        Path root = Path.of(call.environment("ATOMIC_ROOT").or(() -> named).orElse("/"));
        Path run = call.environment("ATOMIC_RUN").map(Path::of).orElse(root.resolve("run"));
        return open(named.map(Path::of).orElse(root), root, run, call.environment(), messages);
    }

    /**
     * Opens a host.
     *
     * @param disk the root of its disk; for the system that runs, its own root does
     * @param root the root of the system that runs
     * @param run its {@code /run}
     * @throws HostException when there is no host
     */
    public static Host open(Path disk, Path root, Path run, Map<String, String> environment, Consumer<String> messages)
            throws IOException {
        if (!Files.isDirectory(disk.resolve("ostree/repo"))) {
            throw new HostException("there is no atomic host at " + disk + ": it has no ostree/repo"
                    + (disk.equals(Path.of("/")) ? "; --sysroot=DIR names the disk of another system" : ""));
        }
        SysrootSettings settings = SysrootSettings.of(environment).withHost(root, run);
        Sysroot sysroot = Sysroot.open(disk, settings, messages);
        Path var = sysroot.state().booted().isPresent()
                ? root.resolve("var")
                : staterootOf(sysroot.state())
                        .map(name -> disk.resolve("ostree/deploy/" + name + "/var"))
                        .orElse(disk.resolve("var"));
        return new Host(sysroot, new HostDirectories(disk, root, run, var), settings, environment);
    }

    /** The same host as it is now, for another look or another thread; nobody listens to that one. */
    public Host again() throws IOException {
        return open(directories.sysroot(), directories.root(), directories.run(), environment, _ -> {});
    }

    /** Its disk: deployments, repository, boot menu. */
    public Sysroot sysroot() {
        return sysroot;
    }

    /** What its deployments are. */
    public SysrootState state() {
        return sysroot.state();
    }

    /** Where its own files are. */
    public HostDirectories directories() {
        return directories;
    }

    /** How the engine treats it. */
    public SysrootSettings settings() {
        return settings;
    }

    /** The variables that it was opened with. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The deployment that runs, when this is the system that runs. */
    public Optional<InstalledDeployment> booted() {
        return sysroot.state().booted();
    }

    /** The root of a deployment. */
    public Path rootOf(InstalledDeployment deployment) {
        return directories.sysroot().resolve(deployment.deployment().path());
    }

    /**
     * The stateroot that commands mean: of the deployment that runs, or else of the first.
     *
     * @throws HostException when nothing is deployed
     */
    public String stateroot() throws HostException {
        return staterootOf(sysroot.state())
                .orElseThrow(() -> new HostException("nothing is deployed on " + directories.sysroot()));
    }

    /** The stateroot that a call names, or else the usual one. */
    public String stateroot(Call call) throws HostException {
        Optional<String> named = call.value("os");
        return named.isPresent() ? named.get() : stateroot();
    }

    /** Whether this process may change a host. */
    static boolean isRoot() throws IOException {
        return LinuxFiles.statFollowing(Path.of("/proc/self")).uid() == 0;
    }

    private static Optional<String> staterootOf(SysrootState state) {
        return state.booted()
                .or(() -> state.deployments().stream().findFirst())
                .map(d -> d.deployment().stateroot());
    }
}
