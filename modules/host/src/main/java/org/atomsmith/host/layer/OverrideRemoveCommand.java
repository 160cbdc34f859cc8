package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;

/** {@code atomic host override remove}: leaves packages of the image out. */
final class OverrideRemoveCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "PACKAGE...",
                "Leave packages of the image out",
                "override remove nano",
                LayerOperation.options(
                        Option.value("install", "PACKAGE", "Layer this package in the same change"),
                        Option.value("uninstall", "PACKAGE", "Take this layered package back in the same change")));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("at least one package must be named");
        }
        return new LayerOperation(call, "override remove").run((host, before) -> {
            Layers layers = UninstallCommand.without(before, call.values("uninstall"), host);
            SortedSet<String> packages = new TreeSet<>(layers.packages());
            packages.addAll(call.values("install"));
            SortedSet<String> removals = new TreeSet<>(layers.removals());
            for (String name : call.arguments()) {
                if (!removals.add(name)) {
                    throw new LayerException("'" + name + "' is left out already");
                }
            }
            return layers.withPackages(packages).withRemovals(removals);
        });
    }
}
