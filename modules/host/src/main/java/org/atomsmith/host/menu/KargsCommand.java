package org.atomsmith.host.menu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.host.update.Ending;
import org.atomsmith.host.update.Stager;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/** {@code atomic host kargs}: shows kernel arguments, or stages the same system with others. */
public final class KargsCommand implements Command {
    private static final Path COMMAND_LINE = Path.of("/proc/cmdline");
    private static final List<String> CHANGES =
            List.of("append", "append-if-missing", "delete", "delete-if-present", "replace", "editor");

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Show or change the kernel's arguments",
                "kargs --append=mitigations=auto,nosmt --reboot",
                Syntax.OS,
                Syntax.REBOOT,
                Option.value("append", "KEY=VALUE", "Add an argument; a key may be there several times"),
                Option.value("append-if-missing", "KEY=VALUE", "Add it unless it is there"),
                Option.value("delete", "KEY=VALUE", "Remove one; KEY alone where it is there once"),
                Option.value("delete-if-present", "KEY=VALUE", "Remove it if it is there"),
                Option.value("replace", "KEY=VALUE[=NEW]", "Set another value for a key, or for one of them"),
                Option.flag("editor", "Edit them with $EDITOR"),
                Option.value("deploy-index", "INDEX", "Begin with the arguments of this deployment"),
                Option.flag("import-proc-cmdline", "Begin with the running kernel's arguments"),
                Option.flag("unchanged-exit-77", "Exit with 77 when nothing would change"),
                Option.flag("lock-finalization", "Do not switch at a shutdown before finalize-deployment"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (CHANGES.stream().noneMatch(call::has)) {
            Host host = Host.of(call);
            call.out().println(before(call, host, tree(call, host)).text());
            return ExitCode.DONE;
        }
        boolean[] changed = new boolean[1];
        int code = HostChange.run(call, "kargs", host -> change(call, host, changed));
        if (changed[0]) {
            Ending.reboot(call);
        }
        return code;
    }

    private static int change(Call call, Host host, boolean[] changed) throws IOException {
        CurrentTree tree = tree(call, host);
        KernelArguments before = before(call, host, tree);
        KernelArguments after = call.has("editor") ? edited(call, before) : changed(call, before);
        if (after.equals(tree.arguments())) {
            call.out().println("No changes.");
            return call.has("unchanged-exit-77") ? ExitCode.NOTHING : ExitCode.DONE;
        }
        call.out().println("Kernel arguments will be: " + after.text());
        DeployRequest request = DeployRequest.of(
                        tree.stateroot(),
                        tree.deployment().deployment().commit(),
                        Optional.of(tree.origin()),
                        tree.merge())
                .withArguments(after);
        InstalledDeployment staged =
                new Stager(host, "kargs").stage(request, call.has("lock-finalization"), call.out());
        Ending.of(call, host, staged);
        changed[0] = true;
        return ExitCode.DONE;
    }

    private static CurrentTree tree(Call call, Host host) throws IOException {
        Optional<String> index = call.value("deploy-index");
        return index.isPresent()
                ? CurrentTree.of(host, PinCommand.at(host.state(), index.get()))
                : CurrentTree.of(host, host.stateroot(call));
    }

    private static KernelArguments before(Call call, Host host, CurrentTree tree) throws IOException {
        return call.has("import-proc-cmdline")
                ? KernelArguments.ofRunningKernel(Files.readString(
                        host.booted().isPresent() ? host.directories().root().resolve("proc/cmdline") : COMMAND_LINE))
                : tree.arguments();
    }

    /** In rpm-ostree's order: deletions, then replacements, then additions. */
    private static KernelArguments changed(Call call, KernelArguments before) throws IOException {
        KernelArguments arguments = before;
        try {
            for (String argument : call.values("delete")) {
                KernelArguments without = arguments.delete(argument);
                if (without.equals(arguments)) {
                    throw new HostException(
                            "the kernel arguments have no '" + argument + "' to delete: " + arguments.text());
                }
                arguments = without;
            }
            for (String argument : call.values("delete-if-present")) {
                arguments = arguments.delete(argument);
            }
            for (String argument : call.values("replace")) {
                arguments = replaced(arguments, argument);
            }
        } catch (IllegalArgumentException e) {
            throw new HostException(e.getMessage() + ": name one as KEY=VALUE", e);
        }
        for (String argument : call.values("append-if-missing")) {
            arguments = arguments.appendIfMissing(argument);
        }
        return arguments.appendAll(call.values("append"));
    }

    /** {@code KEY=NEW}, or {@code KEY=OLD=NEW} where a key is there several times. */
    private static KernelArguments replaced(KernelArguments arguments, String argument) throws HostException {
        int first = argument.indexOf('=');
        int second = argument.indexOf('=', first + 1);
        if (first < 0) {
            throw new UsageException("--replace takes KEY=VALUE or KEY=OLD=NEW, not '" + argument + "'");
        }
        String key = argument.substring(0, first);
        List<String> list = arguments.arguments();
        String old = second < 0 ? "" : argument.substring(0, second);
        if (second >= 0 && list.contains(old)) {
            return new KernelArguments(list.stream()
                    .map(one -> one.equals(old) ? key + argument.substring(second) : one)
                    .toList());
        }
        long count = list.stream()
                .filter(one -> one.equals(key) || one.startsWith(key + "="))
                .count();
        if (count == 0) {
            throw new HostException("the kernel arguments have no '" + key + "' to replace: " + arguments.text());
        }
        if (count > 1) {
            throw new HostException(
                    "the kernel arguments have '" + key + "' " + count + " times: name one as --replace=KEY=OLD=NEW");
        }
        return new KernelArguments(list.stream()
                .map(one -> one.equals(key) || one.startsWith(key + "=") ? argument : one)
                .toList());
    }

    private static KernelArguments edited(Call call, KernelArguments before) throws IOException {
        Path file = Files.createTempFile("kargs", ".txt");
        try {
            Files.writeString(
                    file,
                    "# One argument in a line; lines with # say nothing.\n" + String.join("\n", before.arguments())
                            + "\n");
            String editor = call.environment("EDITOR")
                    .or(() -> call.environment("VISUAL"))
                    .orElse("vi");
            Process process = new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new HostException("'" + editor + "' failed: nothing was changed");
            }
            StringBuilder text = new StringBuilder();
            for (String line : Files.readAllLines(file)) {
                text.append(line.strip().startsWith("#") ? "" : line + " ");
            }
            return KernelArguments.parse(text.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the kernel arguments were edited", e);
        } catch (IllegalArgumentException e) {
            throw new HostException(String.valueOf(e.getMessage()), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
