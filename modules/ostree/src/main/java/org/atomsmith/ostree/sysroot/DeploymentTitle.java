package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;

/** What a deployment is called in the boot menu. */
final class DeploymentTitle {
    private static final long MAX_SIZE = 1 << 20;

    private DeploymentTitle() {}

    /** The name of the operating system in a deployment. */
    static String ofSystem(Path deployment) throws IOException {
        Path file = deployment.resolve("usr/lib/os-release");
        if (!Files.exists(file)) {
            file = deployment.resolve("etc/os-release");
        }
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_SIZE) {
            throw new SysrootException(
                    "Reading os-release: " + deployment + " has neither /usr/lib/os-release nor /etc/os-release");
        }
        Path found = file;
        return OsRelease.parse(Files.readString(file))
                .title()
                .orElseThrow(() -> new SysrootException("No PRETTY_NAME or ID in " + found));
    }

    /** The commit's version, where the commit is there and has one. */
    static Optional<String> version(Repository repository, Checksum commit) throws IOException {
        try {
            return repository.readCommit(commit).version();
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The commit, where it is there. */
    static Optional<Commit> commit(Repository repository, Checksum commit) throws IOException {
        try {
            return Optional.of(repository.readCommit(commit));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }
}
