package org.atomsmith.host.etc;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.Stager;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.etc.ConfigurationConflicts;
import org.atomsmith.ostree.sysroot.etc.ConfigurationDiff;

/** {@code atomic host etc diff}: what differs from the image, and what the next system wants otherwise too. */
public final class EtcDiffCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Show what /etc changed against the image, and conflicts with the next one",
                        "etc diff",
                        Syntax.OS,
                        Syntax.JSON)
                .withDescription("""
                        M is changed, D is removed, A is added, C is changed here and in what is staged: the host's own
                        stays, and the new default is put beside it as FILE.atomic-new.""");
    }

    @Override
    public int run(Call call) throws IOException {
        Host host = Host.of(call);
        InstalledDeployment current = host.state()
                .merge(host.stateroot(call))
                .orElseGet(() -> host.state().deployments().getFirst());
        ConfigurationDiff diff = host.sysroot().configurationDiff(current);
        Optional<InstalledDeployment> next =
                host.state().staged().or(() -> host.state().pending());
        List<String> conflicts = List.of();
        List<String> blocking = List.of();
        if (next.isPresent()) {
            ConfigurationConflicts found = Stager.conflicts(host, current, next.get());
            conflicts = found.both();
            blocking = found.blocking();
        }
        if (call.has("json")) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("modified", diff.modified());
            facts.put("removed", diff.removed());
            facts.put("added", diff.added());
            facts.put("conflicts", conflicts);
            facts.put("blocking", blocking);
            call.out().print(JsonText.of(facts));
        } else {
            diff.modified().forEach(path -> call.out().println("M    " + path));
            diff.removed().forEach(path -> call.out().println("D    " + path));
            diff.added().forEach(path -> call.out().println("A    " + path));
            conflicts.forEach(path -> call.out().println("C    " + path));
            blocking.forEach(
                    path -> call.out().println("C    " + path + " (file here, directory there, or otherwise)"));
        }
        return ExitCode.DONE;
    }
}
