package org.atomsmith.ostree.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.BackgroundCopy;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;

/**
 * Copies a commit or a tree, with everything that it needs, from one repository into a transaction on another, which
 * may keep files in another mode. What is there is skipped; what is copied is verified. Compression, where the target
 * is an archive, uses all given threads.
 */
public final class ObjectCopy {
    private final Repository source;
    private final Transaction target;
    private final int threads;
    private final EventSink events;

    /** Copies with one thread for each processor. */
    public ObjectCopy(Repository source, Transaction target, EventSink events) {
        this(source, target, Runtime.getRuntime().availableProcessors(), events);
    }

    /** Copies with a number of threads. */
    public ObjectCopy(Repository source, Transaction target, int threads, EventSink events) {
        this.source = source;
        this.target = target;
        this.threads = threads;
        this.events = events;
    }

    /**
     * What a copy did.
     *
     * @param objects how many objects the closure has
     * @param written how many of these were not there before
     */
    public record Result(long objects, long written) {}

    /**
     * Copies a commit with its tree and its detached metadata; the commit comes last. Its parents are not copied.
     *
     * @throws ObjectNotFoundException when the source lacks an object of the closure
     */
    public Result copyCommit(Checksum checksum) throws IOException {
        Commit commit = source.readCommit(checksum);
        Result tree = copyTree(TreeRoot.of(commit));
        boolean written = copyMetadata(ObjectType.COMMIT, checksum);
        source.readDetachedMetadata(checksum).ifPresent(metadata -> target.setDetachedMetadata(checksum, metadata));
        return new Result(tree.objects() + 1, tree.written() + (written ? 1 : 0));
    }

    /** Copies a tree without a commit. */
    public Result copyTree(TreeRoot root) throws IOException {
        Closure closure = new Closure();
        closure.addMeta(root.meta());
        closure.addTree(root.tree());
        long written = copyFiles(closure.missingFiles);
        // Metadata follow the files: an object that refers to others is there when they are.
        for (Checksum meta : closure.metas) {
            written += copyMetadata(ObjectType.DIRMETA, meta) ? 1 : 0;
        }
        for (Checksum tree : closure.trees) {
            written += copyMetadata(ObjectType.DIRTREE, tree) ? 1 : 0;
        }
        return new Result((long) closure.metas.size() + closure.trees.size() + closure.files.size(), written);
    }

    private long copyFiles(List<Checksum> missing) throws IOException {
        if (missing.isEmpty()) {
            return 0;
        }
        List<Sized> sized = new ArrayList<>(missing.size());
        for (Checksum checksum : missing) {
            sized.add(new Sized(checksum, source.storedSize(checksum)));
        }
        // The largest first: so no processor is left with a large one at the end.
        sized.sort(Comparator.comparingLong(Sized::size).reversed().thenComparing(Sized::checksum));
        try (Step step = Step.begin(events, "copy-objects", "Copy objects", missing.size(), Event.Unit.ITEMS);
                BackgroundCopy copy = new BackgroundCopy(source, target, threads, size -> {
                    step.advance(1);
                    step.bytes(size);
                })) {
            sized.forEach(file -> copy.submit(file.checksum));
            long written = copy.await();
            step.end(written + " objects");
            return written;
        }
    }

    private record Sized(Checksum checksum, long size) {}

    private boolean copyMetadata(ObjectType type, Checksum checksum) throws IOException {
        if (target.has(new ObjectName(type, checksum))) {
            return false;
        }
        target.writeMetadata(type, source.readMetadata(type, checksum));
        return true;
    }

    private void copyDetachedMetadata(Checksum commit) throws IOException {
        Optional<SequencedMap<String, Variant>> metadata = source.readDetachedMetadata(commit);
        if (metadata.isPresent() && !metadata.get().equals(target.detachedMetadata(commit))) {
            target.setDetachedMetadata(commit, metadata.get());
        }
    }

    /** What a tree refers to, directly or not. */
    private final class Closure {
        private final Set<Checksum> metas = new HashSet<>();
        private final Set<Checksum> trees = new HashSet<>();
        private final Set<Checksum> files = new HashSet<>();
        private final List<Checksum> missingFiles = new ArrayList<>();

        void addMeta(Checksum meta) {
            metas.add(meta);
        }

        void addTree(Checksum tree) throws IOException {
            if (!trees.add(tree)) {
                return;
            }
            DirTree entries = source.readDirTree(tree);
            for (DirTree.File file : entries.files()) {
                if (files.add(file.checksum()) && !target.has(ObjectName.file(file.checksum()))) {
                    missingFiles.add(file.checksum());
                }
            }
            for (DirTree.Directory directory : entries.directories()) {
                addMeta(directory.meta());
                addTree(directory.tree());
            }
        }
    }
}
