package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.diff.LocalFile;

/** {@code ostree checksum}: the checksum that a file would have as an object. */
public final class ChecksumCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(
                "PATH",
                "Checksum a file or directory",
                Option.flag("ignore-xattrs", "Don't include xattrs in checksum"));
    }

    @Override
    public int run(Call call) throws IOException {
        Path path = Path.of(call.argument(0, "A filename"));
        call.out().println(LocalFile.checksum(path, !call.has("ignore-xattrs")).hex());
        return 0;
    }
}
