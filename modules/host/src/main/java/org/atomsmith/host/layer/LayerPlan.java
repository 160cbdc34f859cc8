package org.atomsmith.host.layer;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;

/**
 * What layering would do to an image; nothing is downloaded or changed yet.
 *
 * @param base the image's commit
 * @param layers what was asked for
 * @param tree the image's files
 * @param system the image's packages
 * @param settings how the image was composed
 * @param removed packages of the image that go
 * @param replaced packages of the image that are exchanged: new by old
 * @param added packages that come, replacements among them, in the order of installation
 * @param inactive requests that the image answers itself: package by request
 * @param download bytes that are not in the cache yet
 */
public record LayerPlan(
        Checksum base,
        Layers layers,
        FileTree tree,
        InstalledSystem system,
        BaseSettings settings,
        List<Nevra> removed,
        List<Replaced> replaced,
        List<Added> added,
        SortedMap<String, String> inactive,
        long download) {
    /** Copies the lists. */
    public LayerPlan {
        removed = List.copyOf(removed);
        replaced = List.copyOf(replaced);
        added = List.copyOf(added);
    }

    /**
     * A package that comes.
     *
     * @param repository where it comes from; empty when it is a file that was given by hand
     */
    public record Added(RpmPackage description, Optional<Repository> repository) {}

    /** A package of the image in another version. */
    public record Replaced(Nevra old, Nevra by) {}

    /** Whether the result is the image itself. */
    public boolean isUnchanged() {
        return removed.isEmpty() && added.isEmpty() && !layers.initramfs();
    }

    /** Bytes that the added packages take when they are unpacked, as they state it. */
    public long installedSize() {
        return added.stream()
                .mapToLong(a -> a.description().info().installedSize())
                .sum();
    }

    /** Requests that bring something. */
    public List<String> active() {
        return layers.packages().stream().filter(p -> !inactive.containsKey(p)).toList();
    }
}
