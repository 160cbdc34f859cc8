package org.atomsmith.host.status;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.json.JsonPath;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic host status}: lists the deployments. */
public final class StatusCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Show the deployments, in the order of the boot menu",
                        "status --jsonpath '$.deployments[0].version'",
                        Syntax.JSON,
                        Option.value("jsonpath", "EXPR", "Print what a JSON path picks, as JSON"),
                        Option.flag("booted", 'b', "Only the deployment that runs"),
                        Option.flag("verbose", 'v', "Print more about each"),
                        Option.flag("pending-exit-77", "Exit with 77 when another deployment starts next"))
                .withDescription("The one that runs has a star; the first is started by the next reboot.");
    }

    @Override
    public int run(Call call) throws IOException {
        Host host = Host.of(call);
        boolean booted = call.has("booted");
        if (booted) {
            host.state().requireBooted();
        }
        if (call.has("jsonpath")) {
            call.out()
                    .print(JsonText.of(
                            JsonPath.select(call.value("jsonpath").orElseThrow(), StatusFacts.of(host, booted))));
        } else if (call.has("json")) {
            call.out().print(JsonText.of(StatusFacts.of(host, booted)));
        } else {
            new StatusText(host, call.out(), call.has("verbose")).print(booted);
        }
        boolean pending = call.has("pending-exit-77") && host.state().pending().isPresent();
        return pending ? ExitCode.NOTHING : ExitCode.DONE;
    }
}
