package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;

/** {@code atomic host override reset}: has packages as the image has them again. */
final class OverrideResetCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "PACKAGE...",
                "Have packages as the image has them again",
                "override reset nano",
                LayerOperation.options(Option.flag("all", 'a', "All packages that are left out or exchanged")));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty() && !call.has("all")) {
            throw new UsageException("at least one package must be named, or --all");
        }
        return new LayerOperation(call, "override reset").run((host, before) -> {
            if (call.has("all")) {
                return before.withRemovals(new TreeSet<>()).withReplacements(new TreeMap<>());
            }
            SortedSet<String> removals = new TreeSet<>(before.removals());
            SortedMap<String, String> replacements = new TreeMap<>(before.replacements());
            for (String name : call.arguments()) {
                boolean found = removals.remove(name);
                found |= replacements.values().removeIf(nevra -> UninstallCommand.isOf(nevra, name));
                if (!found) {
                    throw new LayerException("'" + name
                            + "' is neither left out nor exchanged; 'atomic host override list' lists what is");
                }
            }
            return before.withRemovals(removals).withReplacements(replacements);
        });
    }
}
