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
import org.atomsmith.linux.FileLock;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic-install}: puts a live system on a disk of the machine. */
public final class InstallToDiskCommand implements Command {
    private static final Path LIVE = Path.of("/run/live");
    private static final Path ROOT = Path.of("/");
    private static final Path LOCK = Path.of("/run/atomic-install.lock");

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
        AnswerSources.Found found = answers(call);
        Answers answers = found.answers();
        List<TargetDisk> disks = TargetDisk.all(ROOT).stream()
                .map(disk -> disk.without(found.device()))
                .toList();
        if (answers.disk().isEmpty()) {
            Optional<Answers> asked = new InstallerConsole(call.in(), call.out()).ask(answers, disks);
            if (asked.isEmpty()) {
                call.out().println("Nothing was written.");
                return ExitCode.NOTHING;
            }
            answers = asked.get();
        }
        Optional<FileLock> lock = FileLock.tryAcquire(LOCK, FileLock.Mode.EXCLUSIVE);
        if (lock.isEmpty()) {
            throw new HostException("an installation is under way, begun at another console; nothing was written");
        }
        String wanted = answers.disk().orElseThrow(() -> new HostException("no disk was named"));
        try (FileLock held = lock.get()) {
            new Installation(live, call.out(), found.source()).run(TargetDisk.find(disks, wanted), answers);
        }
        switch (answers.then()) {
            case REBOOT -> org.atomsmith.linux.Command.of("systemctl", "reboot").runOrThrow();
            case POWEROFF ->
                org.atomsmith.linux.Command.of("systemctl", "poweroff").runOrThrow();
            case STAY -> call.out().println("Restart the machine to start the installed system.");
        }
        return ExitCode.DONE;
    }

    private static AnswerSources.Found answers(Call call) throws IOException {
        Optional<String> file = call.value("answers");
        AnswerSources.Found found = file.isPresent()
                ? new AnswerSources.Found(
                        Answers.parse(AnswerSources.read(Path.of(file.get())), file.get()),
                        file.get(),
                        Optional.empty())
                : new AnswerSources(Files.readString(Path.of("/proc/cmdline")), LIVE).find();
        Answers answers = found.answers();
        Optional<String> disk = call.value("disk");
        answers = disk.isPresent() ? answers.withDisk(disk.get()) : answers;
        answers = call.has("force") ? answers.withForce() : answers;
        answers = call.has("stay") ? answers.withThen(Answers.Then.STAY) : answers;
        return new AnswerSources.Found(answers, found.source(), found.device());
    }
}
