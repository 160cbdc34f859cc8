package org.atomsmith.host.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;

/** {@code atomic host override replace}: puts another version in the place of a package of the image, and pins it. */
final class OverrideReplaceCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "FILE...",
                "Exchange packages of the image for other versions, from files",
                "override replace ./podman_5.5.0-1_amd64.deb",
                LayerOperation.options(
                        Option.value("remove", "PACKAGE", "Leave this package of the image out in the same change")));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("at least one package file must be named");
        }
        return new LayerOperation(call, "override replace").run((host, before) -> {
            SortedMap<String, String> replacements = new TreeMap<>(before.replacements());
            for (String argument : call.arguments()) {
                InstallCommand.file(host, Path.of(argument), replacements);
            }
            SortedSet<String> removals = new TreeSet<>(before.removals());
            removals.addAll(call.values("remove"));
            return before.withReplacements(replacements).withRemovals(removals);
        });
    }
}
