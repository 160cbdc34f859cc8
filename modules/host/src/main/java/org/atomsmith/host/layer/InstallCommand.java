package org.atomsmith.host.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.rpm.PackageHeader;

/** {@code atomic host install}: layers packages on the image, from repositories or from files. */
public final class InstallCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "PACKAGE|FILE...",
                        "Layer packages on the image; they stay through upgrades",
                        "install tmux ./local_1.0_amd64.deb",
                        LayerOperation.options(
                                Option.flag("idempotent", "Do nothing for packages that are requested already"),
                                Option.flag(
                                        "allow-inactive", "Also request what the image has; it counts once it has not"),
                                Option.value("uninstall", "PACKAGE", "Take this package back in the same change")))
                .withDescription("""
                        A new tree is derived from the image and the packages, by the packages' own scriptlets in a sandbox,
                        and boots next. Every upgrade derives it anew. An argument with a slash is a package file.""");
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("at least one package must be named");
        }
        return new LayerOperation(call, "install").run(new LayerOperation.Change() {
            @Override
            public Layers apply(LayeredHost host, Layers before) throws IOException {
                Layers layers = UninstallCommand.without(before, call.values("uninstall"), host);
                return with(call, host, layers);
            }

            @Override
            public void check(LayerPlan plan, Layers before) throws IOException {
                for (String request : plan.inactive().keySet()) {
                    if (!before.packages().contains(request) && !call.has("allow-inactive")) {
                        throw new LayerException("'" + request + "' is part of the image already ("
                                + plan.inactive().get(request)
                                + "); with --allow-inactive it is requested all the same");
                    }
                }
            }
        });
    }

    private static Layers with(Call call, LayeredHost host, Layers before) throws IOException {
        SortedSet<String> packages = new TreeSet<>(before.packages());
        SortedMap<String, String> local = new TreeMap<>(before.local());
        for (String argument : call.arguments()) {
            if (isFile(argument)) {
                file(host, Path.of(argument), local);
            } else if (!packages.add(argument) && !call.has("idempotent")) {
                throw new LayerException("'" + argument + "' is requested already; --idempotent accepts that");
            }
        }
        return before.withPackages(packages).withLocal(local);
    }

    static boolean isFile(String argument) {
        return argument.contains("/") || argument.endsWith(".deb") || argument.endsWith(".rpm");
    }

    /** Keeps a package file and notes it, in place of another version of the package. */
    static PackageHeader file(LayeredHost host, Path file, SortedMap<String, String> to) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new LayerException("there is no package file " + file);
        }
        PackageHeader header = PackageKinds.header(file);
        String name = header.nevra().name() + "-";
        to.values()
                .removeIf(nevra ->
                        nevra.startsWith(name) && nevra.substring(name.length()).matches("[0-9].*"));
        to.put(host.layering().localPackages().keep(file), header.nevra().toString());
        return header;
    }
}
