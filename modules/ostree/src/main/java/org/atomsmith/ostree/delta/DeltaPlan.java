package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;

/**
 * What a delta has to make, in the order in which it is packed: files of one kind and place beside each other, because
 * they compress better so.
 *
 * @param metadata new dirtrees and dirmetas
 * @param modified new files that have a source
 * @param added new files that have none
 * @param symlinks new symbolic links
 */
record DeltaPlan(List<ObjectName> metadata, List<Modified> modified, List<Added> added, List<Added> symlinks) {

    /** A file object of a delta. */
    record Added(Checksum checksum, FileHeader header, long size, String path) {
        ObjectName name() {
            return ObjectName.file(checksum);
        }
    }

    /** A file, and what it is to be made of. */
    record Modified(Added file, Checksum source, long sourceSize) {}

    static DeltaPlan of(Repository repository, DeltaName name) throws IOException {
        CommitObjects old = name.from().isPresent()
                ? CommitObjects.of(repository, name.from().get())
                : CommitObjects.NONE;
        CommitObjects now = CommitObjects.of(repository, name.to());
        SimilarFiles similar = new SimilarFiles(repository, old);
        DeltaPlan plan = new DeltaPlan(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ObjectName object : now.metadata()) {
            if (!old.metadata().contains(object)) {
                plan.metadata.add(object);
            }
        }
        for (Map.Entry<Checksum, List<String>> file : now.files().entrySet()) {
            if (!old.files().containsKey(file.getKey())) {
                plan.add(repository, file.getKey(), file.getValue(), similar);
            }
        }
        plan.sort();
        return plan;
    }

    private void add(Repository repository, Checksum checksum, List<String> paths, SimilarFiles similar)
            throws IOException {
        ContentInfo info = repository.contentInfo(checksum);
        Added file = new Added(checksum, info.header(), info.size(), paths.getFirst());
        if (info.header().isSymlink()) {
            symlinks.add(file);
            return;
        }
        Optional<Checksum> source = similar.sourceOf(paths, info.size());
        if (source.isPresent()) {
            modified.add(new Modified(
                    file, source.get(), repository.contentInfo(source.get()).size()));
        } else {
            added.add(file);
        }
    }

    private void sort() {
        metadata.sort(Comparator.comparing(ObjectName::type).thenComparing(ObjectName::checksum));
        modified.sort(Comparator.comparing(Modified::file, ALIKE));
        added.sort(ALIKE);
        symlinks.sort(ALIKE);
    }

    /** By the ending of the name, then by the path. */
    static final Comparator<Added> ALIKE = Comparator.comparing((Added file) -> ending(file.path))
            .thenComparing(Added::path)
            .thenComparing(Added::checksum);

    private static String ending(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int so = name.indexOf(".so.");
        if (so > 0) {
            return "so";
        }
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1);
    }
}
