package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Bindings;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.trust.RemoteTrust;

/** What a commit must be before it is written: signed, made for what it is pulled as, and no step back. */
final class CommitChecks {
    private final Repository repository;
    private final Optional<RemoteTrust> trust;
    private final boolean verifyBindings;
    private final Optional<String> collection;
    private final boolean timestampCheck;
    private final Optional<Checksum> timestampCheckFrom;
    private final Optional<String> remote;
    private final Consumer<String> signatures;

    /**
     * The checks of one pull.
     *
     * @param trust the signatures that are asked for; empty for none
     * @param collection the collection that the remote is
     * @param remote the name of the remote whose refs say what the timestamps are compared with
     * @param signatures told what is known of each good signature
     */
    CommitChecks(
            Repository repository,
            Optional<RemoteTrust> trust,
            PullOptions options,
            Optional<String> collection,
            Optional<String> remote,
            Consumer<String> signatures) {
        this.repository = repository;
        this.trust = trust;
        this.verifyBindings = options.verifyBindings();
        this.collection = collection;
        this.timestampCheck = options.timestampCheck();
        this.timestampCheckFrom = options.timestampCheckFrom();
        this.remote = remote;
        this.signatures = signatures;
    }

    /**
     * Checks a commit.
     *
     * @param ref what it was asked for as; empty for a parent, or when it was asked for by its checksum
     * @throws IOException when it is refused
     */
    void check(Checksum checksum, Commit commit, byte[] bytes, Optional<byte[]> detached, Optional<RefRequest> ref)
            throws IOException {
        if (trust.isPresent() && trust.get().verifiesCommits()) {
            signatures.accept(trust.get().verifyCommit(checksum, bytes, metadata(checksum, detached)));
        }
        if (verifyBindings && ref.isPresent()) {
            checkBindings(checksum, commit, ref.get().ref());
        }
        if (timestampCheckFrom.isPresent()) {
            refuseOlder(checksum, commit, timestampCheckFrom.get());
        }
        if (timestampCheck && ref.isPresent()) {
            String refspec =
                    remote.map(name -> name + ":").orElse("") + ref.get().ref();
            Optional<Checksum> now = repository.refs().resolve(refspec);
            if (now.isPresent()) {
                refuseOlder(checksum, commit, now.get());
            }
        }
    }

    private SequencedMap<String, Variant> metadata(Checksum checksum, Optional<byte[]> detached) throws IOException {
        if (detached.isEmpty()) {
            return repository.readDetachedMetadata(checksum).orElseGet(LinkedHashMap::new);
        }
        try {
            return Variant.parse(Variant.DICT, detached.get()).asDict();
        } catch (VariantException e) {
            throw new PullException("detached metadata of commit " + checksum + ": " + e.getMessage(), e);
        }
    }

    private void checkBindings(Checksum checksum, Commit commit, String ref) throws PullException {
        Bindings bindings = Bindings.of(commit);
        Optional<String> complaint = bindings.complaint(Optional.of(ref), collection);
        if (complaint.isPresent()) {
            boolean madeForOthers =
                    bindings.refs().filter(refs -> !refs.contains(ref)).isPresent();
            throw new PullException("Commit " + checksum + ": " + complaint.get()
                    + (madeForOthers ? ": pull one of these, or give --disable-verify-bindings" : ""));
        }
    }

    private void refuseOlder(Checksum checksum, Commit commit, Checksum than) throws IOException {
        Commit now = repository.readCommit(than);
        if (commit.timestamp() < now.timestamp()) {
            throw new PullException("Upgrade target revision '" + checksum + "' with timestamp '"
                    + Instant.ofEpochSecond(commit.timestamp()) + "' is chronologically older than current revision '"
                    + than + "' with timestamp '" + Instant.ofEpochSecond(now.timestamp())
                    + "': pull without the check of timestamps to go back");
        }
    }
}
