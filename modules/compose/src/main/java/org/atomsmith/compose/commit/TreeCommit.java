package org.atomsmith.compose.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.BackgroundCopy;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;
import org.atomsmith.rpm.Nevra;

/** Writes a tree and its commit into an archive repository and points the ref at it. */
public final class TreeCommit {
    private final Transaction target;
    private final BackgroundCopy copy;
    private final EventSink events;

    /**
     * A commit to be.
     *
     * @param copy copies contents of regular files into {@code target}; may have been at work for a while
     */
    public TreeCommit(Transaction target, BackgroundCopy copy, EventSink events) {
        this.target = target;
        this.copy = copy;
        this.events = events;
    }

    /** A commit's name and the bytes that signatures are over. */
    public record Written(Checksum checksum, byte[] bytes) {}

    /** Writes everything; the ref moves when the transaction is committed. */
    public Written write(Tree tree, CommitRequest request) throws IOException {
        List<TreeNode.File> files = distinctFiles(tree);
        try (Step step = Step.begin(events, "commit", "Commit", files.size(), Event.Unit.ITEMS)) {
            for (TreeNode.File file : files) {
                if (file.header().isSymlink()) {
                    target.writeContent(file.header(), new byte[0]);
                } else {
                    copy.submit(file.checksum());
                }
                step.advance(1);
            }
            copy.await();
            // What packages brought and scriptlets or rules replaced was compressed for nothing.
            target.retainContent(files.stream().map(TreeNode.File::checksum).collect(Collectors.toSet()));
            TreeRoot root = tree.write(target);
            Commit commit = new Commit(
                    metadata(request), Optional.empty(), "", "", request.timestamp(), root.tree(), root.meta());
            Checksum checksum = target.write(commit);
            target.setRef(request.ref(), checksum);
            if (!request.facts().detached().isEmpty()) {
                SequencedMap<String, Variant> detached = new LinkedHashMap<>(target.detachedMetadata(checksum));
                detached.putAll(request.facts().detached());
                target.setDetachedMetadata(checksum, detached);
            }
            step.end(request.ref() + " " + checksum.hex().substring(0, 12));
            return new Written(checksum, commit.toBytes());
        }
    }

    private static List<TreeNode.File> distinctFiles(Tree tree) throws IOException {
        Set<Checksum> seen = new HashSet<>();
        List<TreeNode.File> files = new ArrayList<>();
        tree.walk((path, node) -> {
            if (node instanceof TreeNode.File f && seen.add(f.checksum())) {
                files.add(f);
            }
        });
        files.sort(Comparator.comparingLong(TreeNode.File::size).reversed());
        return files;
    }

    private static SequencedMap<String, Variant> metadata(CommitRequest request) {
        TreeMap<String, Variant> metadata = new TreeMap<>();
        request.metadata().forEach((key, value) -> metadata.put(key, variant(key, value)));
        request.version().ifPresent(version -> metadata.put("version", Variant.string(version)));
        metadata.put("ostree.ref-binding", Variant.array("s", List.of(Variant.string(request.ref()))));
        request.kernel().ifPresent(kernel -> {
            metadata.put("ostree.linux", Variant.string(kernel));
            metadata.put("ostree.bootable", Variant.bool(true));
        });
        metadata.putAll(request.facts().inline());
        metadata.put("rpmostree.inputhash", Variant.string(request.inputHash()));
        metadata.put("rpmostree.rpmdb.pkglist", packageList(request.packages()));
        return new LinkedHashMap<>(metadata);
    }

    private static Variant packageList(List<Nevra> packages) {
        List<Variant> entries = packages.stream()
                .sorted(Comparator.comparing(Nevra::name)
                        .thenComparing(n -> n.evr().toString())
                        .thenComparing(Nevra::arch))
                .map(n -> Variant.tuple(
                        Variant.string(n.name()),
                        Variant.string(Long.toString(n.evr().epoch())),
                        Variant.string(n.evr().version()),
                        Variant.string(n.evr().release()),
                        Variant.string(n.arch())))
                .toList();
        return Variant.array("(sssss)", entries);
    }

    /** A treefile's value as rpm-ostree converts JSON: text, truth, whole number, list of text. */
    private static Variant variant(String key, Object value) {
        return switch (value) {
            case String s -> Variant.string(s);
            case Boolean b -> Variant.bool(b);
            case Long n -> Variant.i64(n);
            case List<?> list
            when list.stream().allMatch(String.class::isInstance) ->
                Variant.array(
                        "s", list.stream().map(s -> Variant.string((String) s)).toList());
            case Map<?, ?> map -> {
                TreeMap<String, Variant> entries = new TreeMap<>();
                map.forEach((k, v) -> entries.put((String) k, variant(key + "." + k, v)));
                yield Variant.dict(new LinkedHashMap<>(entries));
            }
            default ->
                throw new IllegalArgumentException("add-commit-metadata: the value of '" + key
                        + "' is neither text, a whole number, true or false, nor a list of texts");
        };
    }
}
