package org.atomsmith.host.update;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.Retention;
import org.atomsmith.ostree.sysroot.Staging;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.etc.ConfigurationConflicts;
import org.atomsmith.ostree.sysroot.etc.ConfigurationDiff;

/**
 * Lays out what boots next. On the host that runs it is staged: all heavy work is done now, and the shutdown merges
 * {@code /etc} and switches. On a disk that is only mounted it is deployed at once.
 */
public final class Stager {
    private final Host host;
    private final String cause;

    /**
     * Stages for a host.
     *
     * @param cause the command, for the history
     */
    public Stager(Host host, String cause) {
        this.host = host;
        this.cause = cause;
    }

    /**
     * Lays a deployment out.
     *
     * @param wanted what to lay out; its archives for the initramfs are those that its origin asks for
     * @param locked whether it waits for {@code finalize-deployment}
     * @param out told which files of {@code /etc} are in conflict
     * @throws HostException when the shutdown could not finish it; then what was staged before stays so
     */
    public InstalledDeployment stage(DeployRequest wanted, boolean locked, PrintStream out) throws IOException {
        return stage(wanted, locked, out, _ -> {});
    }

    /**
     * The same with something that is done to what is laid out, last of all before it is staged.
     *
     * @param last when it fails, what was staged before stays so
     */
    public InstalledDeployment stage(DeployRequest wanted, boolean locked, PrintStream out, Staging.Check last)
            throws IOException {
        Sysroot sysroot = host.sysroot();
        DeployRequest request = wanted.withOverlayInitrds(
                InitramfsEtc.overlays(host, wanted.origin().orElse(Origin.NONE)));
        if (host.booted().isEmpty()) {
            sysroot.cleanUp();
            InstalledDeployment deployed = sysroot.deploy(request);
            last.check(deployed);
            sysroot.add(deployed, request.merge(), Retention.DEFAULT);
            sysroot.cleanUp();
            sysroot.prune();
            new History(host).add("deployed", deployed, cause);
            return deployed;
        }
        InstalledDeployment staged = sysroot.staging().stage(request, locked, laidOut -> {
            requireFinishable(laidOut, request.merge(), out);
            last.check(laidOut);
        });
        sysroot.staging().prepareKernel(staged);
        new History(host).add("staged", staged, cause);
        return staged;
    }

    /** What would fail at the shutdown, when nobody looks, fails now. */
    private void requireFinishable(InstalledDeployment laidOut, Optional<InstalledDeployment> merge, PrintStream out)
            throws IOException {
        if (merge.isPresent()) {
            conflicts(merge.get(), laidOut, out);
        }
        long shortage = host.sysroot().staging().bootShortage(laidOut);
        if (shortage > 0) {
            throw new HostException("/boot lacks " + ByteCount.text(shortage) + " for the new kernel, even without"
                    + " the deployments that would go: unpin one ('atomic host unpin'), or remove what else is"
                    + " there");
        }
    }

    private void conflicts(InstalledDeployment merge, InstalledDeployment staged, PrintStream out) throws IOException {
        ConfigurationConflicts conflicts = conflicts(host, merge, staged);
        if (!conflicts.blocking().isEmpty()) {
            throw new HostException("/etc/" + conflicts.blocking().getFirst()
                    + " is a directory on one side and a file on the other, here and in the new system: no rule says"
                    + " which of them is needed. Move yours away and run this again");
        }
        conflicts.keepNewDefaults(host.rootOf(staged));
        List<String> both = conflicts.both();
        if (!both.isEmpty()) {
            out.println("Changed here and in the new system (yours stays, the new default is put beside it):");
            both.forEach(path -> out.println("  /etc/" + path + "  ->  /etc/" + path + ConfigurationConflicts.SUFFIX));
        }
    }

    /** Puts the new defaults of files that both sides changed beside the host's own, in what is staged. */
    public static void keepNewDefaults(Host host, InstalledDeployment staged) throws IOException {
        Optional<InstalledDeployment> merge = host.sysroot().staging().merge();
        if (merge.isPresent()) {
            conflicts(host, merge.get(), staged).keepNewDefaults(host.rootOf(staged));
        }
    }

    /** The conflicts of one deployment's configuration with the defaults of another. */
    public static ConfigurationConflicts conflicts(Host host, InstalledDeployment merge, InstalledDeployment next)
            throws IOException {
        Path root = host.rootOf(merge);
        ConfigurationDiff changes = host.sysroot().configurationDiff(merge);
        return ConfigurationConflicts.between(changes, root, host.rootOf(next));
    }
}
