package org.atomsmith.host.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.repo.Repository;

/**
 * What a server for peers sees of its host: the repository and the settings. Deployments, {@code /boot} and {@code /var} it
 * does not look at, and its service may not.
 *
 * @param repository of the host
 * @param directories where its settings are
 */
record PeerHost(Repository repository, HostDirectories directories) {

    /** The host that a call names. */
    static PeerHost of(Call call) throws IOException {
        Optional<String> named = call.value("sysroot").or(() -> call.environment("OSTREE_SYSROOT"));
        Path root = Path.of(call.environment("ATOMIC_ROOT").or(() -> named).orElse("/"));
        Path disk = named.map(Path::of).orElse(root);
        Path run = call.environment("ATOMIC_RUN").map(Path::of).orElse(root.resolve("run"));
        Path repo = disk.resolve("ostree/repo");
        if (!Files.isDirectory(repo)) {
            throw new HostException("there is no atomic host at " + disk + ": it has no ostree/repo");
        }
        return new PeerHost(Repository.open(repo), new HostDirectories(disk, root, run, root.resolve("var")));
    }
}
