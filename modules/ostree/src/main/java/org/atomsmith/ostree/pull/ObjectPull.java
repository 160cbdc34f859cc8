package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;

/**
 * Brings commits object by object: a commit, its directories, their files. Each object is fetched once, whatever refers
 * to it; metadata is read before it is written, so nothing that is not well-formed gets into the repository.
 */
final class ObjectPull {
    private static final int ALL_PARENTS = -1;
    private static final int DEEPEST = 1000;

    private final Source source;
    private final List<Repository> caches;
    private final Transaction target;
    private final PartialCommits partial;
    private final CommitChecks checks;
    private final Subpaths subpaths;
    private final boolean commitOnly;
    private final boolean dryRun;
    private final boolean tombstones;
    private final Counters counters;
    private final Workers workers;
    private final Set<ObjectName> requested = ConcurrentHashMap.newKeySet();
    private final Set<String> walkedInPart = ConcurrentHashMap.newKeySet();
    private final Set<Checksum> complete = ConcurrentHashMap.newKeySet();

    /**
     * A pull of objects.
     *
     * @param tombstones whether the remote says of commits that are missing there that they were deleted: others that
     *     are missing are a fault
     */
    ObjectPull(
            Source source,
            List<Repository> caches,
            Transaction target,
            CommitChecks checks,
            PullOptions options,
            boolean dryRun,
            boolean tombstones,
            Counters counters,
            Workers workers)
            throws PullException {
        this.source = source;
        this.caches = caches;
        this.target = target;
        this.partial = new PartialCommits(target.repository());
        this.checks = checks;
        this.subpaths = Subpaths.of(options.subpaths());
        this.commitOnly = options.commitOnly();
        this.dryRun = dryRun;
        this.tombstones = tombstones;
        this.counters = counters;
        this.workers = workers;
    }

    /** The commits that have everything when the workers are done. */
    Set<Checksum> complete() {
        return complete;
    }

    /** Asks for a commit, with so many of its parents. */
    void request(Checksum commit, int depth, Optional<RefRequest> ref) {
        workers.find(() -> commit(commit, depth, ref, false));
    }

    private void commit(Checksum checksum, int depth, Optional<RefRequest> ref, boolean isParent) throws IOException {
        ObjectName name = new ObjectName(ObjectType.COMMIT, checksum);
        boolean stored = target.has(name);
        Optional<byte[]> detached = source.detached(checksum);
        Optional<byte[]> found = stored ? Optional.of(stored(name)) : bring(name);
        if (found.isEmpty()) {
            if (isParent && (!tombstones || source.file(tombstone(checksum)).isPresent())) {
                return;
            }
            throw missing(name, isParent ? "a commit after it, and not deleted there by intention" : "");
        }
        Commit commit = Commit.parse(found.get());
        checks.check(checksum, commit, found.get(), detached, ref);
        boolean whole = stored && !partial.contains(checksum);
        if (!dryRun) {
            if (!stored) {
                partial.mark(checksum);
            }
            if (detached.isPresent()) {
                target.setDetachedMetadata(checksum, detachedMetadata(detached.get()));
            }
            if (!stored) {
                target.importMetadata(name, found.get(), source.localFile(name));
            }
        }
        if (!whole && !commitOnly) {
            tree(checksum, commit);
        }
        if (depth != 0 && commit.parent().isPresent()) {
            Checksum parent = commit.parent().get();
            if (requested.add(new ObjectName(ObjectType.COMMIT, parent))) {
                int rest = depth == ALL_PARENTS ? ALL_PARENTS : depth - 1;
                workers.find(() -> commit(parent, rest, Optional.empty(), true));
            }
        }
    }

    private static String tombstone(Checksum commit) {
        String hex = commit.hex();
        return "objects/" + hex.substring(0, 2) + "/" + hex.substring(2) + "."
                + ObjectType.COMMIT_TOMBSTONE.extension();
    }

    private void tree(Checksum checksum, Commit commit) throws IOException {
        if (subpaths.isAll()) {
            complete.add(checksum);
        }
        dirMeta(commit.rootMeta(), "/");
        directory(commit.rootTree(), "", subpaths.root(), 0);
    }

    private void directory(Checksum tree, String path, Subpaths.Part part, int depth) throws IOException {
        ObjectName name = new ObjectName(ObjectType.DIRTREE, tree);
        boolean first = part == Subpaths.Part.ALL ? requested.add(name) : walkedInPart.add(tree.hex() + path);
        if (!first) {
            return;
        }
        if (depth > DEEPEST) {
            throw new PullException("the tree nests deeper than " + DEEPEST + " directories at " + path);
        }
        counters.metadataWanted.increment();
        workers.find(() -> {
            DirTree entries = dirTree(name, path);
            counters.metadataDone.increment();
            for (DirTree.Directory child : entries.directories()) {
                String childPath = path + "/" + child.name();
                Subpaths.Part childPart = part == Subpaths.Part.ALL ? part : subpaths.of(childPath);
                if (childPart != Subpaths.Part.NONE) {
                    dirMeta(child.meta(), childPath);
                    directory(child.tree(), childPath, childPart, depth + 1);
                }
            }
            for (DirTree.File file : entries.files()) {
                if (part == Subpaths.Part.ALL || subpaths.of(path + "/" + file.name()) == Subpaths.Part.ALL) {
                    content(file.checksum(), path, file.name());
                }
            }
        });
    }

    private DirTree dirTree(ObjectName name, String path) throws IOException {
        if (target.has(name)) {
            return DirTree.parse(stored(name));
        }
        byte[] bytes = bringNeeded(name, path.isEmpty() ? "/" : path);
        DirTree entries;
        try {
            entries = DirTree.parse(bytes);
        } catch (CorruptObjectException e) {
            String why = String.valueOf(e.getMessage());
            throw new CorruptObjectException(
                    name + ": " + (why.startsWith("dirtree: ") ? why.substring("dirtree: ".length()) : why), e);
        }
        keep(name, bytes);
        return entries;
    }

    private void dirMeta(Checksum checksum, String path) throws IOException {
        ObjectName name = new ObjectName(ObjectType.DIRMETA, checksum);
        if (!requested.add(name) || target.has(name)) {
            return;
        }
        counters.metadataWanted.increment();
        workers.find(() -> {
            byte[] bytes = bringNeeded(name, path);
            DirMeta.parse(bytes);
            keep(name, bytes);
            counters.metadataDone.increment();
        });
    }

    private void content(Checksum checksum, String directory, String file) throws IOException {
        ObjectName name = ObjectName.file(checksum);
        if (target.has(name) || !requested.add(name)) {
            return;
        }
        counters.contentWanted.increment();
        workers.add(() -> {
            try {
                bringContent(checksum);
            } catch (IOException e) {
                throw new PullException(
                        e.getMessage() + "\n  object " + name + ", needed by " + directory + "/" + file + ", from "
                                + source.whereIs(name),
                        e);
            }
            counters.contentDone.increment();
        });
    }

    private void bringContent(Checksum checksum) throws IOException {
        if (dryRun) {
            counters.planned.increment();
            counters.plannedBytes.add(source.transferSize(checksum));
            return;
        }
        for (Repository cache : caches) {
            if (cache.hasContent(checksum)) {
                target.imports().fromRepository(checksum, cache);
                counters.contentCached.increment();
                return;
            }
        }
        source.importContent(checksum, target);
        counters.contentFetched.increment();
    }

    private void keep(ObjectName name, byte[] bytes) throws IOException {
        if (!dryRun) {
            target.importMetadata(name, bytes, source.localFile(name));
        }
    }

    private byte[] stored(ObjectName name) throws IOException {
        return target.repository().readMetadata(name.type(), name.checksum());
    }

    private byte[] bringNeeded(ObjectName name, String path) throws IOException {
        Optional<byte[]> bytes;
        try {
            bytes = bring(name);
        } catch (IOException e) {
            throw new PullException(e.getMessage() + "\n  object " + name + ", needed by " + path, e);
        }
        return bytes.orElseThrow(() -> missing(name, path));
    }

    private Optional<byte[]> bring(ObjectName name) throws IOException {
        for (Repository cache : caches) {
            if (cache.has(name)) {
                counters.metadataCached.increment();
                return Optional.of(cache.readMetadata(name.type(), name.checksum()));
            }
        }
        Optional<byte[]> bytes = source.metadata(name);
        if (bytes.isPresent()) {
            counters.metadataFetched.increment();
            if (dryRun) {
                counters.planned.increment();
                counters.plannedBytes.add(bytes.get().length);
            }
        }
        return bytes;
    }

    private PullException missing(ObjectName name, String path) {
        return new PullException("Couldn't find object " + name + (path.isEmpty() ? "" : ", needed by " + path) + ": "
                + (source.isLocal() ? "no file " : "Server returned HTTP 404 for ") + source.whereIs(name)
                + "; the repository is incomplete: repair it there (`ostree fsck`), or pull another commit");
    }

    /** Unreadable metadata are not kept: where signatures are asked for, the commit was refused for them before. */
    private static SequencedMap<String, Variant> detachedMetadata(byte[] bytes) {
        try {
            return Variant.parse(Variant.DICT, bytes).asDict();
        } catch (VariantException e) {
            return new LinkedHashMap<>();
        }
    }
}
