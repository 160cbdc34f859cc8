package org.atomsmith.host.bootloader;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.Call;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** {@code atomic host bootloader status}: how the boot loader on the disk compares with the image's. */
final class BootloaderStatusCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Compare the boot loader on the disk with the one that the image brings",
                "bootloader status",
                Syntax.JSON);
    }

    @Override
    public int run(Call call) throws IOException {
        return HostChange.run(call, "bootloader status", host -> {
            var states = loader(host).state();
            if (call.has("json")) {
                call.out().println(json(states));
                return ExitCode.DONE;
            }
            for (LoaderState state : states) {
                call.out().printf("%-5s %-10s %s%n", state.name(), state.state().text(), state.detail());
            }
            if (states.stream().anyMatch(s -> s.state() == LoaderState.State.DIFFERENT)) {
                call.out().println("Run 'atomic host bootloader update' to install the image's.");
            }
            return ExitCode.DONE;
        });
    }

    static InstalledLoader loader(Host host) throws IOException {
        if (host.booted().isEmpty()) {
            throw new HostException("only the boot loader of the system that runs is looked at");
        }
        return new InstalledLoader(
                BootDisk.of(host.directories().sysroot().resolve("sysroot"), Path.of("/sys"), Path.of("/dev")),
                host.directories().sysroot().resolve("boot"),
                host.directories().root(),
                host.directories().runState());
    }

    private static String json(Iterable<LoaderState> states) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("parts");
            for (LoaderState state : states) {
                json.writeStartObject();
                json.writeStringProperty("name", state.name());
                json.writeStringProperty("state", state.state().text());
                json.writeStringProperty("detail", state.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }
}
