package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.PackageListEntry;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;
import org.atomsmith.rpm.Nevra;

/** Writes the commit of a layered tree: its parent is the image, and its metadata are those of rpm-ostree. */
final class LayerCommit {
    /** The version of rpm-ostree's metadata that these are. */
    private static final int CLIENT_LAYER_VERSION = 6;

    /** Digest of all that the tree was made from. */
    static final String INPUTS = "atomsmith.layer-inputs";

    private final Repository repository;
    private final EventSink events;

    LayerCommit(Repository repository, EventSink events) {
        this.repository = repository;
        this.events = events;
    }

    /**
     * Writes the commit; contents of regular files are in the repository already.
     *
     * @param kernel version of the tree's kernel
     * @param timestamp seconds since 1970
     * @param inputs digest of all that the tree was made from
     */
    Checksum write(LayerPlan plan, Tree tree, String kernel, long timestamp, String inputs) throws IOException {
        try (Step step = Step.begin(events, "commit", "Commit");
                Transaction transaction = repository.begin()) {
            Set<Checksum> seen = new HashSet<>();
            tree.walk((path, node) -> {
                if (node instanceof TreeNode.File link
                        && link.header().isSymlink()
                        && seen.add(link.checksum())
                        && !repository.has(ObjectName.file(link.checksum()))) {
                    transaction.writeContent(link.header(), new byte[0]);
                }
            });
            TreeRoot root = tree.write(transaction);
            Commit commit = commit(plan, root, kernel, timestamp, inputs);
            Checksum checksum = transaction.write(commit);
            transaction.commit();
            step.end(checksum.hex().substring(0, 12));
            return checksum;
        }
    }

    private Commit commit(LayerPlan plan, TreeRoot root, String kernel, long timestamp, String inputs)
            throws IOException {
        Commit base = repository.readCommit(plan.base());
        CommitBuilder builder = new CommitBuilder(root.tree(), root.meta(), timestamp).parent(Optional.of(plan.base()));
        base.version().ifPresent(builder::version);
        builder.bootable(kernel);
        Variant architecture = base.metadata().get("ostree.architecture");
        if (architecture != null) {
            builder.metadata("ostree.architecture", architecture);
        }
        List<String> packages = new ArrayList<>(plan.active());
        packages.addAll(plan.layers().local().values());
        packages.sort(Comparator.naturalOrder());
        builder.metadata("rpmostree.clientlayer", Variant.bool(true))
                .metadata("rpmostree.clientlayer_version", Variant.u32(CLIENT_LAYER_VERSION))
                .metadata(
                        "rpmostree.packages",
                        Variant.array(
                                "s", packages.stream().map(Variant::string).toList()))
                .metadata(
                        "rpmostree.removed-base-packages",
                        Variant.array(
                                "v",
                                plan.removed().stream()
                                        .map(n -> Variant.boxed(nevra(n)))
                                        .toList()))
                .metadata(
                        "rpmostree.replaced-base-packages",
                        Variant.array(
                                "(vv)",
                                plan.replaced().stream()
                                        .map(r -> Variant.tuple(
                                                Variant.boxed(nevra(r.by())), Variant.boxed(nevra(r.old()))))
                                        .toList()))
                .metadata(INPUTS, Variant.string(inputs));
        builder.packages(packageList(plan));
        return builder.build();
    }

    /** rpm-ostree's form: the whole name, then its parts. */
    private static Variant nevra(Nevra n) {
        return Variant.tuple(
                Variant.string(n.toString()),
                Variant.string(n.name()),
                Variant.u64(n.evr().epoch()),
                Variant.string(n.evr().version()),
                Variant.string(n.evr().release()),
                Variant.string(n.arch()));
    }

    private static List<PackageListEntry> packageList(LayerPlan plan) {
        Set<Nevra> gone = new HashSet<>(plan.removed());
        plan.replaced().forEach(r -> gone.add(r.old()));
        List<PackageListEntry> entries = new ArrayList<>();
        plan.system().packages().stream()
                .map(m -> m.description().nevra())
                .filter(n -> !gone.contains(n))
                .forEach(n -> entries.add(entry(n)));
        plan.added().forEach(a -> entries.add(entry(a.description().nevra())));
        return entries;
    }

    private static PackageListEntry entry(Nevra n) {
        return new PackageListEntry(
                n.name(),
                Long.toString(n.evr().epoch()),
                n.evr().version(),
                n.evr().release(),
                n.arch());
    }
}
