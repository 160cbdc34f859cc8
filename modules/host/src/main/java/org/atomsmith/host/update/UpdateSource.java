package org.atomsmith.host.update;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.host.container.ContainerImport;
import org.atomsmith.host.container.ContainerReference;
import org.atomsmith.host.system.HostException;
import org.atomsmith.oci.Credentials;
import org.atomsmith.oci.policy.SignaturePolicy;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.pull.Pull;
import org.atomsmith.ostree.pull.PullListener;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.pull.PullResult;
import org.atomsmith.ostree.pull.RefQuery;
import org.atomsmith.ostree.pull.RefRequest;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;

/** The remotes of a host: what they have that is new, and its objects. */
public final class UpdateSource {
    private static final Duration REPORT = Duration.ofMillis(250);

    /** How many commits of a history come at once. */
    private static final int STRIDE = 16;

    /** A version older than so many commits is named by its checksum. */
    private static final int MAX_HISTORY = 2000;

    private final Repository repository;
    private final Map<String, String> environment;

    /** The remotes of a repository. */
    public UpdateSource(Repository repository, Map<String, String> environment) {
        this.repository = repository;
        this.environment = environment;
    }

    /** The commit that a ref names now. This is one small request where nothing changed. */
    public Checksum newest(Refspec refspec) throws IOException {
        Optional<ContainerReference> image = refspec.container();
        if (image.isPresent()) {
            return image(image.get()).newest();
        }
        return RefQuery.newest(
                repository,
                refspec.remote(),
                refspec.ref(),
                PullOptions.builder().environment(environment).build());
    }

    /** A commit itself, verified as the remote asks; what it is made of is left alone. */
    public Commit commit(Refspec refspec, Checksum checksum) throws IOException {
        try {
            return repository.readCommit(checksum);
        } catch (ObjectNotFoundException e) {
            Optional<ContainerReference> image = refspec.container();
            if (image.isPresent()) {
                image(image.get()).fetchCommit();
            } else {
                history(refspec, checksum, 0);
            }
            return repository.readCommit(checksum);
        }
    }

    /**
     * The newest commit of a version.
     *
     * @throws HostException when the history that the remote keeps has none
     */
    public Checksum ofVersion(Refspec refspec, String version) throws IOException {
        if (refspec.container().isPresent()) {
            throw new HostException(
                    refspec.text() + " has one version only: 'atomic host rebase' to the tag that has " + version);
        }
        Optional<Checksum> at = Optional.of(newest(refspec));
        for (int i = 0; i < MAX_HISTORY && at.isPresent(); i++) {
            Optional<Commit> commit = find(at.get());
            if (commit.isEmpty()) {
                history(refspec, at.get(), STRIDE);
                commit = find(at.get());
            }
            if (commit.isEmpty()) {
                break;
            }
            if (commit.get().version().filter(version::equals).isPresent()) {
                return at.get();
            }
            at = commit.get().parent();
        }
        throw new HostException("no commit of " + refspec.text() + " has the version '" + version
                + "', as far as its remote keeps them");
    }

    /** Whether objects come over the network one by one, so that peers may give them as well. */
    boolean isFar(Refspec refspec) throws IOException {
        if (refspec.container().isPresent()) {
            return false;
        }
        String url = Remotes.of(repository).get(refspec.remote()).url();
        return url.startsWith("http") || url.contains("list=") || url.contains("link=");
    }

    /**
     * Fetches a commit with all its objects and lets the ref name it. What came before a failure is not fetched again.
     *
     * @param isNewest whether it is what the ref names at the remote: then deltas that only the summary names are used
     * @param announce told before anything large is fetched; what it throws stops the pull
     */
    public void fetch(
            Refspec refspec,
            Checksum commit,
            boolean isNewest,
            Consumer<PullResult.Plan> announce,
            PullListener listener)
            throws IOException {
        Optional<ContainerReference> image = refspec.container();
        if (image.isPresent()) {
            fetch(image.get(), commit, announce, listener);
            return;
        }
        if (isNewest) {
            Checksum got = pull(refspec, Optional.empty(), announce, listener);
            if (got.equals(commit)) {
                return;
            }
            // The summary, which names the deltas, is older or newer than the ref.
        }
        pull(refspec, Optional.of(commit), announce, listener);
    }

    private Checksum pull(
            Refspec refspec, Optional<Checksum> commit, Consumer<PullResult.Plan> announce, PullListener listener)
            throws IOException {
        PullOptions options = PullOptions.builder()
                .environment(environment)
                .ref(new RefRequest(Optional.empty(), refspec.ref(), commit))
                .build();
        PullResult result = new Pull(repository, refspec.remote(), options, listener, REPORT).run(announce);
        return Optional.ofNullable(result.refs().get(refspec.ref()))
                .orElseThrow(() -> new HostException("the pull of " + refspec.text() + " brought no commit"));
    }

    private ContainerImport image(ContainerReference image) throws IOException {
        return ContainerImport.find(
                repository,
                image,
                Credentials.ofSystem(Path.of("/"), Path.of("/run"), environment),
                SignaturePolicy.ofSystem(Path.of("/")),
                environment);
    }

    private void fetch(
            ContainerReference reference, Checksum commit, Consumer<PullResult.Plan> announce, PullListener listener)
            throws IOException {
        ContainerImport image = image(reference);
        if (!image.newest().equals(commit)) {
            throw new HostException(reference + " got a new image while it was looked at: run it again");
        }
        announce.accept(
                new PullResult.Plan(Optional.empty(), Optional.of((long) image.missingLayers()), image.missingBytes()));
        long begun = System.nanoTime();
        image.run((layers, all, bytes, allBytes) -> listener.progress(
                allBytes == 0 ? 1 : (double) bytes / allBytes,
                new PullListener.Progress(
                        layers, all, false, bytes, (System.nanoTime() - begun) / 1e9, PullListener.Parts.NONE)));
    }

    private void history(Refspec refspec, Checksum from, int depth) throws IOException {
        PullOptions options = PullOptions.builder()
                .environment(environment)
                .commitOnly(true)
                .depth(depth)
                .commit(from)
                .build();
        new Pull(repository, refspec.remote(), options).run();
    }

    private Optional<Commit> find(Checksum commit) throws IOException {
        try {
            return Optional.of(repository.readCommit(commit));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }
}
