package org.atomsmith.host.packages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootState;

/** Commits as people name them for {@code db}: by ref, checksum or version of a deployment. */
final class Revisions {
    private final Repository repository;
    private final Optional<Host> host;

    private Revisions(Repository repository, Optional<Host> host) {
        this.repository = repository;
        this.host = host;
    }

    /** Those of {@code --repo}, or of the host. */
    static Revisions of(Call call) throws IOException {
        Optional<String> repo = call.value("repo");
        if (repo.isPresent()) {
            return new Revisions(Repository.open(Path.of(repo.get())), Optional.empty());
        }
        Host host = Host.of(call);
        return new Revisions(host.sysroot().repository(), Optional.of(host));
    }

    /** Where the commits are. */
    Repository repository() {
        return repository;
    }

    /** The packages of a revision. */
    List<InstalledPackage> packages(Checksum revision) throws IOException {
        Commit commit = repository.readCommit(revision);
        return PackageList.of(commit)
                .orElseThrow(() -> new HostException("the commit " + revision + " does not list its packages"));
    }

    /** The advisories that a revision names. */
    Advisories advisories(Checksum revision) throws IOException {
        return Advisories.of(repository.readCommit(revision));
    }

    /** The commit that a word names. */
    Checksum find(String word) throws IOException {
        if (host.isPresent()) {
            for (InstalledDeployment deployment : host.get().state().deployments()) {
                Checksum commit = deployment.deployment().commit();
                if (repository.readCommit(commit).version().filter(word::equals).isPresent()) {
                    return commit;
                }
            }
        }
        return repository.resolve(word);
    }

    /** What runs, or else the first. */
    Checksum booted() throws IOException {
        return current(state()).deployment().commit();
    }

    /** What waits for the next boot, or else what could be gone back to. */
    Optional<Checksum> other() throws IOException {
        SysrootState state = state();
        return state.pending()
                .or(state::rollback)
                .or(() -> state.deployments().stream().skip(1).findFirst())
                .map(d -> d.deployment().commit());
    }

    /** Whether what {@link #other} names comes after what runs. */
    boolean isPending() throws IOException {
        return state().pending().isPresent();
    }

    private SysrootState state() throws IOException {
        return host.orElseThrow(() -> new HostException("with --repo, commits must be named"))
                .state();
    }

    private static InstalledDeployment current(SysrootState state) throws IOException {
        return state.booted().isPresent() ? state.booted().get() : state.at(0);
    }
}
