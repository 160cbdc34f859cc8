package org.atomsmith.cli.build;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.qa.InteractiveBoot;
import org.atomsmith.qa.machine.BootRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomsmith boot}: an image runs for a person. */
@Command(
        description = "Boots an image in QEMU and prints the ssh command; ctrl-c ends it. The image is not written.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "QEMU is this machine's, or a newer one, fetched into the cache once, where this machine's would emulate slowly.",
            "$ATOMSMITH_QEMU names the QEMU to take instead: qemu-system-x86_64 is this machine's.",
            "",
            "Examples:",
            "  atomsmith boot out/container-host.qcow2",
            "  atomsmith boot out/container-host.qcow2 --firmware uefi --ssh-key ~/.ssh/id_ed25519.pub --port 2222"
        })
public final class BootCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Session session;

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(names = "--ssh-key", paramLabel = "FILE", description = "A public key that opens the user 'core'.")
    private List<Path> keys = new ArrayList<>();

    @Option(names = "--port", paramLabel = "N", description = "The port on 127.0.0.1 for ssh (default: any free one).")
    private Optional<Integer> port = Optional.empty();

    /** Makes the command. */
    public BootCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path key : keys) {
            texts.add(Files.readString(key).strip());
        }
        BootRequest request;
        try (Display display = session.progress()) {
            request = machine.request(session.environment(), display).withSshKeys(texts);
        }
        if (port.isPresent()) {
            request = request.withSshPort(port.get());
        }
        PrintWriter out = new PrintWriter(session.terminal().out().stream(), true, StandardCharsets.UTF_8);
        new InteractiveBoot(out, LIMIT).run(request);
        return ExitCode.DONE;
    }
}
