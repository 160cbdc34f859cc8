package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.host.update.Ending;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.Command.Output;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;

/** What all commands that change layers do: plan, say it, derive, deploy, say what is next. */
final class LayerOperation {
    private static final List<Option> OPTIONS = List.of(
            Syntax.OS,
            Syntax.REBOOT,
            Option.flag("dry-run", 'n', "Say what would happen and change nothing"),
            Option.flag("cache-only", 'C', "Use only package lists and packages that are in the cache"),
            Option.flag("apply-live", 'A', "Bring what is added into the running system too"),
            Option.flag("assumeyes", 'y', "Ask nothing (nothing is asked anyway)"),
            Option.flag("unchanged-exit-77", "Exit with 77 when nothing changes"));

    private final Call call;
    private final String name;
    private boolean deployed;

    LayerOperation(Call call, String name) {
        this.call = call;
        this.name = name;
    }

    /** A command's options after those that all have. */
    static Option[] options(Option... own) {
        List<Option> all = new ArrayList<>(List.of(own));
        all.addAll(OPTIONS);
        return all.toArray(Option[]::new);
    }

    /** What a command wants layered. */
    interface Change {
        /** The layers after the command. */
        Layers apply(LayeredHost host, Layers before) throws IOException;

        /** Looks at what the image makes of it, and refuses what was not meant. */
        default void check(LayerPlan plan, Layers before) throws IOException {}
    }

    /** Does it; returns the exit code. */
    int run(Change change) throws IOException {
        LayerMounts.rerun(call);
        int code = HostChange.run(call, name, host -> change(host, change));
        if (!deployed) {
            return code;
        }
        if (call.has("apply-live")) {
            applyLive();
        }
        Ending.reboot(call);
        return code;
    }

    /** This process changes the disk in mounts of its own, and what is applied must be seen by the whole system. */
    private void applyLive() throws IOException {
        call.out().flush();
        List<String> command = new ArrayList<>();
        if (!LiveApply.isInMountsOfTheSystem()) {
            command.addAll(List.of("nsenter", "--mount=/proc/1/ns/mnt", "--"));
        }
        command.addAll(List.of("atomic", "host", "apply-live"));
        Command.of(command)
                .withInheritedEnvironment()
                .withOutput(new Output.Inherited())
                .runOrThrow();
    }

    private int change(Host host, Change change) throws IOException {
        CurrentTree current = CurrentTree.of(host, host.stateroot(call));
        InstalledDeployment next;
        try (Progress progress = Progress.of(call)) {
            progress.plan(LayerProgress.phases());
            progress.enter("find");
            LayeredHost layered = new LayeredHost(host, current, call.has("cache-only"), LayerProgress.of(progress));
            Origin origin = current.origin();
            Layers before = Layers.of(origin);
            Layers after = change.apply(layered, before);
            if (after.equals(before)) {
                call.out().println("No changes: the layers are as asked for.");
                return call.has("unchanged-exit-77") ? ExitCode.NOTHING : ExitCode.DONE;
            }
            LayerPlan plan = layered.layering().plan(layered.base(), after);
            change.check(plan, before);
            call.out().println(LayerText.first(plan));
            LayerText.packages(plan).forEach(call.out()::println);
            progress.flush(call.out());
            if (call.has("dry-run")) {
                call.out().println("Nothing was changed (--dry-run).");
                return ExitCode.DONE;
            }
            progress.enter("derive");
            Checksum commit = layered.derive(plan);
            progress.enter("stage");
            next = layered.deploy(commit, after.in(origin), name, call.out());
        }
        if (!call.has("apply-live")) {
            Ending.of(call, host, next);
        }
        deployed = true;
        return ExitCode.DONE;
    }
}
