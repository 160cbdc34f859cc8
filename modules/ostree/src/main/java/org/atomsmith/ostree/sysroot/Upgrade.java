package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.Transaction;

/** Looks for a newer commit where a deployment came from, and deploys it. */
public final class Upgrade {
    /** How often a stream may lead to another one. */
    private static final int MAX_REBASES = 8;

    private final Sysroot sysroot;
    private final String stateroot;
    private final InstalledDeployment merge;
    private final CommitFetcher fetcher;
    private Origin origin;

    /**
     * An upgrade of a stateroot.
     *
     * @throws SysrootException when nothing of it is deployed, or it is unknown where that came from
     */
    public Upgrade(Sysroot sysroot, String stateroot, CommitFetcher fetcher) throws IOException {
        this.sysroot = sysroot;
        this.stateroot = stateroot;
        this.fetcher = fetcher;
        this.merge = sysroot.state()
                .merge(stateroot)
                .orElseThrow(() -> new SysrootException("No previous deployment for OS '" + stateroot + "'"));
        this.origin = merge.origin()
                .map(Origin::withoutTransientState)
                .orElseThrow(() -> new SysrootException(
                        "No origin known for deployment " + merge.deployment().name()));
    }

    /**
     * What is looked for.
     *
     * @param fetch whether the remote is asked; else what an earlier upgrade fetched is taken
     * @param allowOlder whether a commit may be older than what is deployed
     * @param commit this commit in place of the newest
     */
    public record Wanted(boolean fetch, boolean allowOlder, Optional<Checksum> commit) {}

    /** The refspec that updates come from. */
    public String refspec() throws SysrootException {
        return origin.file()
                .get("origin", "refspec")
                .orElseThrow(() -> new SysrootException(
                        "No origin/refspec in current deployment origin; cannot upgrade via ostree"));
    }

    /** Refuses a system that is to be registered somewhere before it gets updates; its origin says where. */
    public void requireConfigured() throws SysrootException {
        Optional<String> reason = origin.file().get("origin", "unconfigured-state");
        if (reason.isPresent()) {
            throw new SysrootException("origin unconfigured-state: " + reason.get());
        }
    }

    /** Takes updates from elsewhere. */
    public void rebase(String newRefspec) {
        origin = Origin.ofRefspec(newRefspec);
    }

    /**
     * Finds the commit to deploy. A stream that has ended and names another one is left for that one.
     *
     * @return empty when it is deployed already
     */
    public Optional<Checksum> find(Wanted wanted) throws IOException {
        for (int i = 0; i < MAX_REBASES; i++) {
            Checksum found = resolve(wanted);
            Optional<String> next =
                    sysroot.repository().readCommit(found).metadata().get("ostree.endoflife-rebase")
                                    instanceof Variant.Text text
                            ? Optional.of(text.value())
                            : Optional.empty();
            if (next.isEmpty()) {
                if (found.equals(merge.deployment().commit())) {
                    return Optional.empty();
                }
                if (!wanted.allowOlder()) {
                    requireNotOlder(found);
                }
                return Optional.of(found);
            }
            String old = refspec();
            sysroot.tell("Updating to new ref '" + next.get() + "' due to endoflife-rebase");
            int colon = old.indexOf(':');
            origin = new Origin(origin.file().with("origin", "refspec", old.substring(0, colon + 1) + next.get()));
        }
        throw new SysrootException("the streams that follow " + refspec() + " lead round in circles");
    }

    private Checksum resolve(Wanted wanted) throws IOException {
        String refspec = refspec();
        int colon = refspec.indexOf(':');
        if (wanted.fetch() && colon > 0) {
            fetcher.fetch(
                    refspec.substring(0, colon),
                    refspec.substring(colon + 1),
                    wanted.commit(),
                    wanted.allowOlder()
                            ? Optional.empty()
                            : Optional.of(merge.deployment().commit()));
        }
        if (wanted.commit().isPresent()) {
            if (wanted.fetch()) {
                setRef(refspec, wanted.commit().get());
            }
            return wanted.commit().get();
        }
        return sysroot.repository().resolve(refspec);
    }

    private void setRef(String refspec, Checksum commit) throws IOException {
        try (Transaction transaction = sysroot.repository().begin()) {
            transaction.setRef(refspec, commit);
            transaction.commit();
        }
    }

    private void requireNotOlder(Checksum found) throws IOException {
        Checksum current = merge.deployment().commit();
        Optional<Commit> deployed = DeploymentTitle.commit(sysroot.repository(), current);
        long newer = sysroot.repository().readCommit(found).timestamp();
        if (deployed.isPresent() && deployed.get().timestamp() > newer) {
            throw new SysrootException("Upgrade target revision '" + found + "' with timestamp '"
                    + Instant.ofEpochSecond(newer) + "' is chronologically older than current revision '" + current
                    + "' with timestamp '"
                    + Instant.ofEpochSecond(deployed.get().timestamp())
                    + "'; use --allow-downgrade to permit");
        }
    }

    /** Deploys a commit: it boots next, or when this system has shut down. */
    public void deploy(Checksum commit, boolean stage) throws IOException {
        DeployRequest request = DeployRequest.of(stateroot, commit, Optional.of(origin), Optional.of(merge));
        if (stage) {
            sysroot.staging().stage(request, false);
        } else {
            sysroot.add(sysroot.deploy(request), Optional.of(merge), Retention.DEFAULT);
        }
    }
}
