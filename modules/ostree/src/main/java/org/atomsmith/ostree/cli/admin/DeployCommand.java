package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.Retention;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootException;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/** {@code ostree admin deploy}: makes a commit of the repository what boots next. */
final class DeployCommand implements Command {
    private static final Path COMMAND_LINE = Path.of("/proc/cmdline");

    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "REFSPEC",
                "Checkout revision REFSPEC as the new default deployment",
                Option.value("os", "STATEROOT", "Use a different operating system root than the current one"),
                Option.value("stateroot", "STATEROOT", "Target the provided stateroot"),
                Option.value("origin-file", "FILENAME", "Specify origin file"),
                Option.flag("no-prune", "Don't prune the repo when done"),
                Option.flag(
                        "no-merge", "Do not apply configuration (/etc and kernel arguments) from booted deployment"),
                Option.flag("retain", "Do not delete previous deployments"),
                Option.flag("stage", "Complete deployment at OS shutdown"),
                Option.flag("lock-finalization", "Prevent automatic deployment finalization on shutdown"),
                Option.flag("retain-pending", "Do not delete pending deployments"),
                Option.flag("retain-rollback", "Do not delete rollback deployments"),
                Option.flag("not-as-default", "Append rather than prepend new deployment"),
                Option.flag("karg-proc-cmdline", "Import current /proc/cmdline"),
                Option.value(
                        "karg",
                        "NAME=VALUE",
                        "Set kernel argument, like root=/dev/sda1; overrides any earlier argument with the same name"),
                Option.value(
                        "karg-append",
                        "NAME=VALUE",
                        "Append kernel argument; useful with e.g. console= that can be used multiple times"),
                Option.flag("karg-none", "Do not import kernel arguments"),
                Option.value("karg-delete", "NAME=VALUE", "Delete kernel argument if exists, can be used many times"),
                Option.value("overlay-initrd", "FILE", "Overlay initramfs file"));
    }

    @Override
    public int run(Call call) throws IOException {
        String refspec = call.argument(0, "REF/REV");
        refuse(call, "karg-proc-cmdline", "karg-none");
        refuse(call, "karg-none", "karg-delete");
        refuse(call, "no-merge", "karg-delete");
        return AdminCall.locked(call, sysroot -> deploy(call, sysroot, refspec));
    }

    private static void refuse(Call call, String one, String other) {
        if (call.has(one) && call.has(other)) {
            throw new UsageException("Can't specify both --" + one + " and --" + other);
        }
    }

    private static void deploy(Call call, Sysroot sysroot, String refspec) throws IOException {
        String stateroot = AdminCall.stateroot(call, sysroot);
        Checksum commit = sysroot.repository().resolve(refspec);
        Optional<InstalledDeployment> merge =
                call.has("no-merge") ? Optional.empty() : sysroot.state().merge(stateroot);
        boolean stage = call.has("stage");
        if (stage) {
            check(call);
            sysroot.staging().requirePossible();
        }
        sysroot.cleanUp();
        DeployRequest request = DeployRequest.of(stateroot, commit, Optional.of(origin(call, refspec)), merge);
        Optional<KernelArguments> arguments = arguments(call, merge);
        if (arguments.isPresent()) {
            request = request.withArguments(arguments.get());
        }
        List<String> overlays = new ArrayList<>();
        for (String file : call.values("overlay-initrd")) {
            overlays.add(sysroot.staging().keepOverlayInitrd(Path.of(file)));
        }
        request = request.withOverlayInitrds(overlays);
        if (stage) {
            sysroot.staging().stage(request, call.has("lock-finalization"));
            return;
        }
        InstalledDeployment deployed = sysroot.deploy(request);
        sysroot.add(
                deployed,
                merge,
                new Retention(
                        call.has("retain"),
                        call.has("retain-pending"),
                        call.has("retain-rollback"),
                        !call.has("not-as-default")));
        if (call.has("no-prune")) {
            sysroot.cleanUp();
        } else {
            AdminCall.cleanUp(call, sysroot);
        }
    }

    private static void check(Call call) throws SysrootException {
        if (call.has("retain-pending") || call.has("retain-rollback")) {
            throw new SysrootException("--stage cannot currently be combined with --retain arguments");
        }
        if (call.has("not-as-default")) {
            throw new SysrootException("--stage cannot currently be combined with --not-as-default");
        }
    }

    private static Origin origin(Call call, String refspec) throws IOException {
        Optional<String> file = call.value("origin-file");
        return file.isPresent()
                ? Origin.parse(Files.readString(Path.of(file.get())), file.get())
                : Origin.ofRefspec(refspec);
    }

    /** Empty where nothing is asked for: those of the merge deployment stay as they are. */
    private static Optional<KernelArguments> arguments(Call call, Optional<InstalledDeployment> merge)
            throws IOException {
        boolean none = call.has("karg-none");
        boolean running = call.has("karg-proc-cmdline");
        boolean changes = call.has("karg") || call.has("karg-append") || call.has("karg-delete");
        if (!none && !running && !changes) {
            return Optional.empty();
        }
        KernelArguments arguments = KernelArguments.NONE;
        if (running) {
            arguments = KernelArguments.ofRunningKernel(Files.readString(COMMAND_LINE));
        } else if (!none && merge.isPresent()) {
            arguments = merge.get().entry().options();
        }
        for (String argument : call.values("karg")) {
            arguments = arguments.replace(argument);
        }
        arguments = arguments.appendAll(call.values("karg-append"));
        for (String argument : call.values("karg-delete")) {
            arguments = arguments.delete(argument);
        }
        return Optional.of(arguments);
    }
}
