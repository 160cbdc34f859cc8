package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;

/** {@code atomic host uninstall}: takes layered packages back. */
public final class UninstallCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "PACKAGE...",
                "Take layered packages back",
                "uninstall tmux",
                LayerOperation.options(
                        Option.flag("all", "Take all layered packages back"),
                        Option.flag("idempotent", "Do nothing for packages that are not layered"),
                        Option.value("install", "PACKAGE", "Layer this package in the same change")));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty() && !call.has("all")) {
            throw new UsageException("at least one package must be named, or --all");
        }
        return new LayerOperation(call, "uninstall").run((host, before) -> {
            if (call.has("all")) {
                return before.withPackages(new TreeSet<>(call.values("install")))
                        .withLocal(new TreeMap<>());
            }
            List<String> names = call.arguments();
            if (call.has("idempotent")) {
                names = names.stream().filter(n -> isLayered(before, n)).toList();
            }
            Layers after = without(before, names, host);
            SortedSet<String> packages = new TreeSet<>(after.packages());
            packages.addAll(call.values("install"));
            return after.withPackages(packages);
        });
    }

    private static boolean isLayered(Layers layers, String name) {
        return layers.packages().contains(name)
                || layers.local().values().stream().anyMatch(nevra -> isOf(nevra, name));
    }

    /** Whether a nevra is meant by a name or by itself. */
    static boolean isOf(String nevra, String name) {
        return nevra.equals(name)
                || nevra.startsWith(name + "-")
                        && nevra.substring(name.length() + 1).matches("[0-9].*");
    }

    /** Layers without these packages, which are named as they were requested, or of a file by name or nevra. */
    static Layers without(Layers before, List<String> names, LayeredHost host) throws IOException {
        SortedSet<String> packages = new TreeSet<>(before.packages());
        SortedMap<String, String> local = new TreeMap<>(before.local());
        for (String name : names) {
            boolean found = packages.remove(name);
            found |= local.values().removeIf(nevra -> isOf(nevra, name));
            if (!found) {
                throw notLayered(name, before, host);
            }
        }
        return before.withPackages(packages).withLocal(local);
    }

    private static LayerException notLayered(String name, Layers layers, LayeredHost host) throws IOException {
        boolean ofImage = host.system().packages().stream()
                .anyMatch(m -> m.description().name().equals(name));
        if (ofImage) {
            return new LayerException(
                    "'" + name + "' is part of the image: 'atomic host override remove " + name + "' leaves it out");
        }
        List<String> all = new ArrayList<>(layers.packages());
        all.addAll(layers.local().values());
        return new LayerException(
                "'" + name + "' is not layered; " + (all.isEmpty() ? "nothing is" : String.join(", ", all)));
    }
}
