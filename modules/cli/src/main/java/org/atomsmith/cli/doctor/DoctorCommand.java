package org.atomsmith.cli.doctor;

import java.util.List;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code atomsmith doctor}: what this machine lacks, and the commands that bring it. */
@Command(
        description = "Tells what this machine lacks for building and testing, and the commands that bring it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 0 when nothing that is needed is missing, else 1.",
            "",
            "Examples:",
            "  atomsmith doctor",
            "  atomsmith doctor --json | jq -r '.remedies[]'"
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final List<Check> CHECKS = List.of(
            new JavaCheck(),
            new ToolsCheck(Tool.all()),
            new NamespaceCheck(),
            new OverlayCheck(),
            new DiskSpaceCheck(),
            new KvmCheck(),
            new EmulatorCheck());

    private final Session session;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Machine machine = Machine.thisOne(session.environment());
        Diagnosis diagnosis = Diagnosis.of(
                CHECKS.stream().flatMap(check -> check.look(machine).stream()).toList());
        json.print(session, diagnosis, () -> diagnosis.text(session.terminal().out()));
        return diagnosis.healthy() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
