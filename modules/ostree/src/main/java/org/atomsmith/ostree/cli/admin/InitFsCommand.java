package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.Sysroot;

/** {@code ostree admin init-fs}: makes the directories of a system. */
final class InitFsCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "PATH",
                "Initialize a root filesystem",
                Option.flag("modern", "Equivalent to --epoch=1"),
                Option.value(
                        "epoch",
                        'E',
                        "EPOCH",
                        "Initialize with this epoch (default=0); 1 makes only /boot and /ostree, 2 hides /ostree"));
    }

    @Override
    public int run(Call call) throws IOException {
        Path path = Path.of(call.argument(0, "PATH"));
        int epoch = Math.max((int) call.number("epoch", 0), call.has("modern") ? 1 : 0);
        Sysroot.create(path, epoch);
        return 0;
    }
}
