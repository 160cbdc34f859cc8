package org.atomsmith.ostree.maintenance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.object.Bindings;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.Collections;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;

/** Checks a repository: refs name commits that are there, and all that these need is there and what its name says. */
public final class Fsck {
    private final Repository repository;
    private final FsckRequest request;
    private final FsckListener listener;
    private final PartialCommits partial;

    /** A check of a repository. */
    public Fsck(Repository repository, FsckRequest request, FsckListener listener) {
        this.repository = repository;
        this.request = request;
        this.listener = listener;
        this.partial = new PartialCommits(repository);
    }

    /**
     * Checks it.
     *
     * @throws FsckException when something is broken, at the first such thing unless the request says to go on
     */
    public void run() throws IOException {
        listener.note("Validating refs...");
        checkRefs();
        listener.note("Validating refs in collections...");
        checkCollectionRefs();
        listener.note("Enumerating commits...");
        int partialCommits = 0;
        int brokenCommits = 0;
        List<Checksum> whole = new ArrayList<>();
        List<Checksum> missingParents = new ArrayList<>();
        for (Checksum checksum : repository.listCommits()) {
            Commit commit = repository.readCommit(checksum);
            if (request.verifyBackReferences()) {
                checkBackReferences(checksum, commit);
            }
            if (commit.parent().isPresent()
                    && !repository.has(
                            new ObjectName(ObjectType.COMMIT, commit.parent().get()))) {
                missingParents.add(commit.parent().get());
            }
            if (!partial.contains(checksum)) {
                whole.add(checksum);
            } else {
                partialCommits++;
                brokenCommits += partial.isBroken(checksum) ? 1 : 0;
            }
        }
        listener.note("Verifying content integrity of " + whole.size() + " commit objects...");
        if (!new ObjectCheck(repository, request, listener).check(whole)) {
            throw new FsckException("Repository corruption encountered");
        }
        if (request.addTombstones()) {
            addTombstones(missingParents);
        }
        finish(whole.size(), partialCommits - brokenCommits, brokenCommits);
    }

    private void finish(int whole, int partialCommits, int brokenCommits) throws FsckException {
        if (partialCommits > 0) {
            listener.note(partialCommits + " partial commits not verified");
        }
        if (brokenCommits > 0) {
            throw new FsckException(brokenCommits + " fsck-marked partial commits not verified: pull them again");
        }
        listener.note("object fsck of " + whole + " commits completed successfully - no errors found.");
    }

    private void addTombstones(List<Checksum> missingParents) throws IOException {
        Tombstones.enable(repository);
        for (Checksum parent : missingParents) {
            listener.note("Adding tombstone for commit " + parent);
            repository.writeTombstone(parent);
        }
    }

    private void checkRefs() throws IOException {
        for (Map.Entry<String, Checksum> entry : repository.refs().listAll().entrySet()) {
            String refspec = entry.getKey();
            Commit commit = load("ref " + refspec, entry.getValue());
            if (bindings()) {
                // Those of a remote bind by their own name, in whatever collection the remote is.
                boolean local = refspec.indexOf(':') < 0;
                require(
                        commit,
                        Optional.of(refspec.substring(refspec.indexOf(':') + 1)),
                        local ? repository.config().collectionId() : Optional.empty());
            }
        }
    }

    private void checkCollectionRefs() throws IOException {
        for (Map.Entry<CollectionRef, Checksum> entry :
                Collections.of(repository).local().entrySet()) {
            CollectionRef ref = entry.getKey();
            Commit commit = load("ref " + ref, entry.getValue());
            if (bindings()) {
                require(commit, Optional.of(ref.ref()), Optional.of(ref.collection()));
            }
        }
    }

    private boolean bindings() {
        return request.verifyBindings() || request.verifyBackReferences();
    }

    private Commit load(String what, Checksum checksum) throws IOException {
        try {
            return repository.readCommit(checksum);
        } catch (ObjectNotFoundException e) {
            throw new FsckException(
                    "Loading commit for " + what + ": No such metadata object " + checksum + ".commit", e);
        } catch (IOException e) {
            throw new FsckException("Loading commit for " + what + ": " + e.getMessage(), e);
        }
    }

    private static void require(Commit commit, Optional<String> ref, Optional<String> collection) throws FsckException {
        Optional<String> complaint = Bindings.of(commit).complaint(ref, collection);
        if (complaint.isPresent()) {
            throw new FsckException(complaint.get());
        }
    }

    private void checkBackReferences(Checksum checksum, Commit commit) throws IOException {
        Bindings bindings = Bindings.of(commit);
        for (String ref : bindings.refs().orElse(List.of())) {
            Optional<Checksum> target;
            String what;
            if (bindings.collection().isPresent()) {
                CollectionRef name = new CollectionRef(bindings.collection().get(), ref);
                target = Optional.ofNullable(Collections.of(repository).refs().get(name));
                what = "Collection\u2013ref " + name;
            } else {
                target = repository.refs().resolve(ref);
                what = "Ref \u2018" + ref + "\u2019";
            }
            if (target.isEmpty()) {
                throw new FsckException(what + " in bindings for commit " + checksum + " does not exist");
            }
            if (!isInHistory(checksum, target.get())) {
                throw new FsckException(
                        what + " in bindings for commit " + checksum + " does not resolve to that commit");
            }
        }
    }

    private boolean isInHistory(Checksum commit, Checksum newest) throws IOException {
        Optional<Checksum> next = Optional.of(newest);
        while (next.isPresent() && repository.has(new ObjectName(ObjectType.COMMIT, next.get()))) {
            if (next.get().equals(commit)) {
                return true;
            }
            next = repository.readCommit(next.get()).parent();
        }
        return false;
    }
}
