package org.atomsmith.host.menu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootState;

/** {@code atomic host cleanup}: removes deployments that nobody needs, and what was kept for speed. */
public final class CleanupCommand implements Command {
    /** What layering packages keeps of repositories, below {@code /var}. */
    private static final String METADATA = "cache/atomsmith/metadata";

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Remove deployments, and data that can be had again",
                "cleanup -p",
                Syntax.OS,
                Option.flag("pending", 'p', "Remove what is staged or would boot next"),
                Option.flag("rollback", 'r', "Remove what 'rollback' would go back to"),
                Option.flag("base", 'b', "Remove leftovers of earlier changes, and objects that nothing needs"),
                Option.flag("repomd", 'm', "Remove the metadata of package repositories"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (!call.has("pending") && !call.has("rollback") && !call.has("base") && !call.has("repomd")) {
            throw new UsageException("at least one of -p, -r, -b and -m must be specified");
        }
        return HostChange.run(call, "cleanup", host -> {
            if (call.has("pending") || call.has("rollback")) {
                deployments(call, host);
            }
            host.sysroot().cleanUp();
            long freed = host.sysroot().prune();
            if (call.has("repomd")) {
                Path metadata = host.directories().var().resolve(METADATA);
                Trees.delete(metadata);
            }
            call.out().println("Freed: " + ByteCount.text(freed));
            return ExitCode.DONE;
        });
    }

    private static void deployments(Call call, Host host) throws IOException {
        SysrootState state = host.state();
        String stateroot = host.stateroot(call);
        List<InstalledDeployment> kept = new ArrayList<>();
        boolean passed = state.booted().isEmpty();
        for (InstalledDeployment deployment : state.deployments()) {
            boolean booted = state.booted().filter(deployment::isSame).isPresent();
            boolean goes = passed
                    ? call.has("rollback") && !(state.booted().isEmpty() && kept.isEmpty())
                    : call.has("pending");
            boolean own = deployment.deployment().stateroot().equals(stateroot);
            passed |= booted;
            if (!goes || booted || deployment.pinned() || !own) {
                kept.add(deployment);
            }
        }
        if (kept.size() == state.deployments().size()) {
            call.out().println("Deployments unchanged.");
        } else {
            host.sysroot().write(kept);
        }
    }
}
