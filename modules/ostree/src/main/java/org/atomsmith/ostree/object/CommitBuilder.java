package org.atomsmith.ostree.object;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;

/** Puts a commit together, with the metadata that hosts and clients look for. Not thread-safe. */
public final class CommitBuilder {
    private final Checksum rootTree;
    private final Checksum rootMeta;
    private final long timestamp;
    private final SequencedMap<String, Variant> metadata = new LinkedHashMap<>();
    private Optional<Checksum> parent = Optional.empty();
    private String subject = "";
    private String body = "";

    /**
     * A commit of a tree.
     *
     * @param timestamp seconds since 1970; never the clock of the machine where results must be the same everywhere
     */
    public CommitBuilder(Checksum rootTree, Checksum rootMeta, long timestamp) {
        this.rootTree = rootTree;
        this.rootMeta = rootMeta;
        this.timestamp = timestamp;
    }

    /** Sets the commit before this one. */
    public CommitBuilder parent(Optional<Checksum> newParent) {
        parent = newParent;
        return this;
    }

    /** Sets the subject. */
    public CommitBuilder subject(String newSubject) {
        subject = newSubject;
        return this;
    }

    /** Sets the body. */
    public CommitBuilder body(String newBody) {
        body = newBody;
        return this;
    }

    /** {@code version}: what {@code ostree admin status} shows. */
    public CommitBuilder version(String version) {
        return metadata("version", Variant.string(version));
    }

    /** {@code ostree.ref-binding}: the refs that the commit is for, which clients compare with what they asked for. */
    public CommitBuilder refBinding(List<String> refs) {
        return metadata(
                "ostree.ref-binding",
                Variant.strings(refs.stream().sorted(ByteOrderedNames.ORDER).toList()));
    }

    /** {@code ostree.linux} and {@code ostree.bootable}: the tree holds this kernel, and boots. */
    public CommitBuilder bootable(String kernelRelease) {
        return metadata("ostree.linux", Variant.string(kernelRelease)).metadata("ostree.bootable", Variant.bool(true));
    }

    /** {@code ostree.architecture}. */
    public CommitBuilder architecture(String architecture) {
        return metadata("ostree.architecture", Variant.string(architecture));
    }

    /** {@code rpmostree.rpmdb.pkglist}, {@code a(sssss)}, sorted: the packages of the tree. */
    public CommitBuilder packages(List<PackageListEntry> packages) {
        Comparator<PackageListEntry> order = Comparator.comparing(PackageListEntry::name, ByteOrderedNames.ORDER)
                .thenComparing(PackageListEntry::epoch)
                .thenComparing(PackageListEntry::version)
                .thenComparing(PackageListEntry::release)
                .thenComparing(PackageListEntry::arch);
        return metadata(
                "rpmostree.rpmdb.pkglist",
                Variant.array(
                        "(sssss)",
                        packages.stream()
                                .sorted(order)
                                .map(entry -> Variant.tuple(
                                        Variant.string(entry.name()),
                                        Variant.string(entry.epoch()),
                                        Variant.string(entry.version()),
                                        Variant.string(entry.release()),
                                        Variant.string(entry.arch())))
                                .toList()));
    }

    /** {@code rpmostree.inputhash}: a digest of what the tree was made from. */
    public CommitBuilder inputHash(String hash) {
        return metadata("rpmostree.inputhash", Variant.string(hash));
    }

    /** Any other metadata; the order of the first setting is the order in the commit. */
    public CommitBuilder metadata(String key, Variant value) {
        metadata.put(key, value);
        return this;
    }

    /** The commit. */
    public Commit build() {
        return new Commit(metadata, parent, subject, body, timestamp, rootTree, rootMeta);
    }
}
