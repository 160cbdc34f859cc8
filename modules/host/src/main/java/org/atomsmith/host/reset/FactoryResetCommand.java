package org.atomsmith.host.reset;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.host.update.Ending;
import org.atomsmith.host.update.Stager;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootState;
import org.atomsmith.ostree.sysroot.etc.ConfigurationDiff;
import org.atomsmith.ostree.sysroot.etc.ConfigurationMerge;

/** {@code atomic host factory-reset}: the same system with the image's {@code /etc} and an empty {@code /var}. */
public final class FactoryResetCommand implements Command {
    /** Without it a host would get no more updates. */
    private static final String REMOTES = "ostree/remotes.d";

    private static final int TOKEN = 16;

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Start this system as it came, without its configuration and data",
                        "factory-reset --keep=/var/home --yes --reboot",
                        Syntax.REBOOT,
                        Option.flag("yes", 'y', "Yes, all data in /var and all changes of /etc may go"),
                        Option.value("keep", "PATH", "Keep this path of /var or /etc"),
                        Option.flag("empty-var", ""))
                .withDescription("""
                        The next reboot starts the same version with the image's /etc, and empties /var. Until then,
                        'atomic host cleanup -p' takes it back. Other file systems below /var stay as they are, and so
                        do the remotes that updates come from, and kernel arguments. The running deployment stays in the
                        menu, with its /etc; its data in /var will be gone.""");
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.has("empty-var")) {
            return HostChange.run(call, "factory-reset", host -> empty(call, host));
        }
        if (!call.has("yes")) {
            throw new UsageException("this removes all data in /var and all changes of /etc: --yes says that it may");
        }
        for (String path : call.values("keep")) {
            boolean fits = (path.startsWith("/var/") || path.startsWith("/etc/"))
                    && !path.contains("/../")
                    && !path.contains(";");
            if (!fits) {
                throw new UsageException("--keep takes a path below /var or /etc, not '" + path + "'");
            }
        }
        boolean[] done = new boolean[1];
        int code = HostChange.run(call, "factory-reset", host -> {
            reset(call, host);
            done[0] = true;
            return ExitCode.DONE;
        });
        if (done[0]) {
            Ending.reboot(call);
        }
        return code;
    }

    private static void reset(Call call, Host host) throws IOException {
        InstalledDeployment booted = host.state().requireBooted();
        CurrentTree tree = CurrentTree.of(host, booted);
        byte[] random = new byte[TOKEN];
        new SecureRandom().nextBytes(random);
        FactoryReset order = new FactoryReset(HexFormat.of().formatHex(random), below(call, "/var/"));
        DeployRequest request = DeployRequest.of(
                        tree.stateroot(),
                        booted.deployment().commit(),
                        Optional.of(order.in(tree.origin())),
                        Optional.empty())
                .withArguments(tree.arguments());
        InstalledDeployment staged = stage(call, host, request, order, booted);
        call.out()
                .println("/etc will be the image's, and /var will be emptied"
                        + (call.values("keep").isEmpty() ? "" : ", but for " + String.join(" ", call.values("keep")))
                        + "; 'atomic host cleanup -p' takes this back");
        Ending.of(call, host, staged);
    }

    /** All of it or nothing: what fails leaves what was staged, and what was ordered, before. */
    private static InstalledDeployment stage(
            Call call, Host host, DeployRequest request, FactoryReset order, InstalledDeployment booted)
            throws IOException {
        List<String> kept = new ArrayList<>(below(call, "/etc/"));
        kept.add(REMOTES);
        Optional<String> before = FactoryReset.text(host.directories());
        try {
            return new Stager(host, "factory-reset").stage(request, false, call.out(), laidOut -> {
                new ConfigurationMerge(
                                host.rootOf(booted).resolve("etc"),
                                host.rootOf(laidOut).resolve("etc"),
                                host.settings().xattrs())
                        .apply(changes(host.sysroot().configurationDiff(booted), kept));
                order.write(host.directories());
            });
        } catch (IOException | RuntimeException e) {
            try {
                takeBack(host, order, before);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static void takeBack(Host host, FactoryReset order, Optional<String> before) throws IOException {
        SysrootState state = host.sysroot().reload();
        if (order.isFor(state.staged())) {
            host.sysroot().write(state.finished());
            host.sysroot().cleanUp();
        }
        FactoryReset.putBack(host.directories(), before);
    }

    private static ConfigurationDiff changes(ConfigurationDiff all, List<String> kept) {
        return new ConfigurationDiff(
                all.modified().stream().filter(path -> isBelow(path, kept)).toList(),
                all.removed().stream().filter(path -> isBelow(path, kept)).toList(),
                all.added().stream().filter(path -> isBelow(path, kept)).toList());
    }

    private static boolean isBelow(String path, List<String> kept) {
        return kept.stream().anyMatch(one -> path.equals(one) || path.startsWith(one + "/"));
    }

    private static List<String> below(Call call, String directory) {
        List<String> paths = new ArrayList<>();
        for (String path : call.values("keep")) {
            if (path.startsWith(directory)) {
                String name = path.substring(directory.length());
                paths.add(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
            }
        }
        return paths;
    }

    /** What the service calls early in a boot. */
    private static int empty(Call call, Host host) throws IOException {
        Optional<FactoryReset> order = FactoryReset.read(host.directories());
        if (order.isEmpty()) {
            return ExitCode.DONE;
        }
        if (!order.get().isFor(host.booted())) {
            call.out().println("The factory reset waits for the boot of another deployment");
            return ExitCode.DONE;
        }
        if (!Files.isDirectory(host.directories().var())) {
            throw new HostException("there is no " + host.directories().var());
        }
        order.get().run(host.directories());
        call.out().println("/var was emptied");
        return ExitCode.DONE;
    }
}
