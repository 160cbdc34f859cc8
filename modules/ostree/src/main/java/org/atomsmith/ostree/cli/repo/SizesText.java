package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectSize;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** What {@code ostree show --print-sizes} prints: how much of a commit is not here yet. */
final class SizesText {
    private SizesText() {}

    static void print(PrintStream out, Repository repository, Checksum commit) throws IOException {
        List<ObjectSize> sizes = ObjectSize.of(repository.readCommit(commit))
                .orElseThrow(() -> new RepositoryException(
                        "No metadata key ostree.sizes in commit " + commit + ": it was made without --generate-sizes"));
        long archived = 0;
        long unpacked = 0;
        long archivedNeeded = 0;
        long unpackedNeeded = 0;
        int needed = 0;
        for (ObjectSize size : sizes) {
            archived += size.archived();
            unpacked += size.unpacked();
            ObjectName name = new ObjectName(size.type().orElse(ObjectType.FILE), size.checksum());
            if (!repository.has(name)) {
                archivedNeeded += size.archived();
                unpackedNeeded += size.unpacked();
                needed++;
            }
        }
        out.println(
                "Compressed size (needed/total): " + ByteCount.text(archivedNeeded) + "/" + ByteCount.text(archived));
        out.println("Unpacked size (needed/total): " + ByteCount.text(unpackedNeeded) + "/" + ByteCount.text(unpacked));
        out.println("Number of objects (needed/total): " + needed + "/" + sizes.size());
    }
}
