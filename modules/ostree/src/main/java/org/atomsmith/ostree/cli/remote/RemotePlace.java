package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.Repository;

/**
 * The repository whose remotes a command is about: that of a system, with {@code --sysroot}, or any other.
 *
 * @param repository that keeps the remotes
 * @param remotes of it
 * @param system whether it is a system's
 */
record RemotePlace(Repository repository, Remotes remotes, boolean system) {
    static final Option SYSROOT = Option.value("sysroot", "PATH", "Use sysroot at PATH (overrides --repo)");

    static RemotePlace of(Call call) throws IOException {
        Optional<String> sysroot = call.value("sysroot");
        if (sysroot.isPresent()) {
            Path root = Path.of(sysroot.get());
            Repository repository = Repository.open(root.resolve("ostree/repo"));
            // The root of a deployment has an /etc for remotes; the root of the disk that it is on has none.
            boolean deployed = Files.isSymbolicLink(root.resolve("ostree"));
            return new RemotePlace(
                    repository, deployed ? Remotes.ofSystem(repository, root) : Remotes.of(repository), true);
        }
        Repository repository = call.repository();
        return new RemotePlace(repository, Remotes.of(repository), false);
    }

    /** The name of the remote that a command is about. */
    static String name(Call call) {
        if (call.arguments().isEmpty()) {
            throw new UsageException("NAME must be specified");
        }
        return call.argument(0, "NAME");
    }
}
