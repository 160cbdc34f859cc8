package org.atomsmith.host.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic-install}: puts a live system on a disk of the machine. */
public final class InstallToDiskCommand implements Command {
    private static final Path LIVE = Path.of("/run/live");
    private static final Path ROOT = Path.of("/");

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Install this live system to a disk of the machine",
                        "install-to-disk --disk=/dev/sda --stay",
                        Option.value(
                                "disk", "DEVICE", "Install to this disk without asking; 'auto' for the only free one"),
                        Option.value("answers", "FILE", "Take answers from this file"),
                        Option.flag("force", "Overwrite a disk that is in use"),
                        Option.flag("stay", "Neither reboot nor switch off when it is done"))
                .withDescription("""
                        Without --disk it asks, unless answers name one: at the address in the kernel argument
                        'atomic.install.answers', in atomic-install.conf on a disk labelled CIDATA, or on the medium.""");
    }

    @Override
    public int run(Call call) throws IOException {
        LiveDisk live = LiveDisk.of(LIVE);
        Answers answers = answers(call);
        List<TargetDisk> disks = TargetDisk.all(ROOT);
        if (answers.disk().isEmpty()) {
            Optional<Answers> asked = new InstallerConsole(call.in(), call.out()).ask(answers, disks);
            if (asked.isEmpty()) {
                call.out().println("Nothing was written.");
                return ExitCode.NOTHING;
            }
            answers = asked.get();
        }
        String wanted = answers.disk().orElseThrow(() -> new HostException("no disk was named"));
        new Installation(live, call.out()).run(TargetDisk.find(disks, wanted), answers);
        switch (answers.then()) {
            case REBOOT -> org.atomsmith.linux.Command.of("systemctl", "reboot").runOrThrow();
            case POWEROFF ->
                org.atomsmith.linux.Command.of("systemctl", "poweroff").runOrThrow();
            case STAY -> call.out().println("Restart the machine to start the installed system.");
        }
        return ExitCode.DONE;
    }

    private static Answers answers(Call call) throws IOException {
        Optional<String> file = call.value("answers");
        Answers answers = file.isPresent()
                ? Answers.parse(Files.readString(Path.of(file.get())), file.get())
                : new AnswerSources(Files.readString(Path.of("/proc/cmdline")), LIVE.resolve("medium")).find();
        Optional<String> disk = call.value("disk");
        answers = disk.isPresent() ? answers.withDisk(disk.get()) : answers;
        answers = call.has("force") ? answers.withForce() : answers;
        return call.has("stay") ? answers.withThen(Answers.Then.STAY) : answers;
    }
}
