package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.LongAdder;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.archive.ArchiveReader;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.ByteOrderedNames;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.Refs;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.repo.TransactionStatistics;
import org.atomsmith.ostree.tree.TreeRoot;

/** Makes a commit as libostree's command does, in one transaction. */
public final class CommitOperation {
    private final Repository repository;

    /** Commits to a repository. */
    public CommitOperation(Repository repository) {
        this.repository = repository;
    }

    /**
     * What came of it.
     *
     * @param commit the commit, or the parent when there was no change
     * @param statistics what was written
     * @param cacheHits files that were known by their inode
     */
    public record Result(Checksum commit, TransactionStatistics statistics, long cacheHits) {}

    /** Signs a commit: called with the transaction before it is committed. */
    @FunctionalInterface
    public interface Signing {
        /** No signature. */
        Signing NONE = (_, _) -> {};

        /** Adds signatures to the detached metadata of the commit. */
        void sign(Transaction transaction, Checksum commit) throws IOException;
    }

    /**
     * Commits.
     *
     * @throws UnmatchedPathsException when a rule names a path that is not there
     */
    public Result commit(CommitRequest request, Signing signing) throws IOException {
        Optional<Checksum> parent = parent(request.name());
        try (Transaction transaction =
                request.has(CommitRequest.Flag.GENERATE_SIZES) ? repository.beginWithSizes() : repository.begin()) {
            LongAdder hits = new LongAdder();
            TreeRoot root = tree(request, transaction, hits);
            if (request.has(CommitRequest.Flag.SKIP_IF_UNCHANGED)
                    && parent.isPresent()
                    && TreeRoot.of(repository.readCommit(parent.get())).equals(root)) {
                return new Result(parent.get(), new TransactionStatistics(0, 0, 0, 0, 0), hits.sum());
            }
            Checksum commit = transaction.write(describe(request, parent, root));
            if (!request.detached().isEmpty()) {
                transaction.setDetachedMetadata(commit, request.detached());
            }
            signing.sign(transaction, commit);
            request.name().branch().ifPresent(branch -> transaction.setRef(branch, commit));
            TransactionStatistics statistics = transaction.commit();
            consume(request);
            return new Result(commit, statistics, hits.sum());
        }
    }

    private Optional<Checksum> parent(CommitRequest.Name name) throws IOException {
        Refs refs = repository.refs();
        if (name.parent().isPresent()) {
            String revision = name.parent().get();
            return revision.equals("none") ? Optional.empty() : Optional.of(repository.resolve(revision));
        }
        return name.branch().isPresent() ? refs.resolve(name.branch().get()) : Optional.empty();
    }

    private TreeRoot tree(CommitRequest request, Transaction transaction, LongAdder hits) throws IOException {
        MutableTree tree = new MutableTree();
        CommitRequest.Content content = request.content();
        if (content.base().isPresent()) {
            Commit base =
                    repository.readCommit(repository.resolve(content.base().get()));
            tree.become(repository, TreeRoot.of(base));
        }
        CommitModifier modifier = new CommitModifier(
                repository.mode() == RepositoryMode.BARE_USER_ONLY
                        ? content.rules().withCanonicalPermissions()
                        : content.rules());
        KnownObjects known = known(request);
        boolean consume = request.has(CommitRequest.Flag.CONSUME);
        for (TreeSource source : content.sources()) {
            switch (source) {
                case TreeSource.Directory directory ->
                    new DirectorySource(transaction, modifier, known, consume, hits).read(directory.path(), tree);
                case TreeSource.Revision revision ->
                    new RevisionSource(transaction, modifier)
                            .read(TreeRoot.of(repository.readCommit(repository.resolve(revision.revision()))), tree);
                case TreeSource.Archive archive -> {
                    try (ArchiveReader reader = ArchiveReader.open(archive.open())) {
                        new ArchiveSource(transaction, modifier, content.archives(), tree).read(reader);
                    }
                }
            }
        }
        UnmatchedPathsException.throwIfAny(modifier);
        return tree.write(transaction);
    }

    private KnownObjects known(CommitRequest request) throws IOException {
        boolean always = request.has(CommitRequest.Flag.LINKS_ARE_CANONICAL);
        return always || request.has(CommitRequest.Flag.LINK_SPEEDUP)
                ? ObjectInodes.scan(repository, always)
                : KnownObjects.NONE;
    }

    private Commit describe(CommitRequest request, Optional<Checksum> parent, TreeRoot root) throws IOException {
        SequencedMap<String, Variant> metadata = new LinkedHashMap<>(request.metadata());
        if (!request.kept().isEmpty() && parent.isPresent()) {
            SequencedMap<String, Variant> before =
                    repository.readCommit(parent.get()).metadata();
            for (String key : request.kept()) {
                Variant value = before.get(key);
                if (value == null) {
                    throw new RepositoryException(
                            "Missing metadata key '" + key + "' from commit '" + parent.get() + "'");
                }
                metadata.put(key, value);
            }
        }
        bind(request.name(), metadata);
        if (request.has(CommitRequest.Flag.BOOTABLE)) {
            metadata.putAll(BootableTree.metadata(repository, root));
        }
        if (request.has(CommitRequest.Flag.GENERATE_SIZES) && repository.mode() == RepositoryMode.ARCHIVE) {
            metadata.put("ostree.sizes", new ObjectSizes(repository).of(root));
        }
        return new Commit(
                metadata,
                parent,
                request.message().subject(),
                request.message().body(),
                request.timestamp().orElse(Instant.now().getEpochSecond()),
                root.tree(),
                root.meta());
    }

    private void bind(CommitRequest.Name name, SequencedMap<String, Variant> metadata) {
        if (name.withoutBindings()) {
            return;
        }
        List<String> refs = new ArrayList<>(name.boundRefs());
        name.branch().ifPresent(refs::add);
        refs.sort(ByteOrderedNames.ORDER);
        metadata.putIfAbsent("ostree.ref-binding", Variant.strings(refs));
        repository
                .config()
                .collectionId()
                .ifPresent(id -> metadata.putIfAbsent("ostree.collection-binding", Variant.string(id)));
    }

    private static void consume(CommitRequest request) throws IOException {
        if (!request.has(CommitRequest.Flag.CONSUME)) {
            return;
        }
        for (TreeSource source : request.content().sources()) {
            if (source instanceof TreeSource.Directory directory) {
                Trees.delete(directory.path());
            }
        }
    }
}
