package org.atomsmith.ostree.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.linux.FileKind;

/**
 * The paths in which two directories differ, relative to them.
 *
 * @param modified what both have, of different kind, metadata or content
 * @param removed what only the first has; of a directory not what is in it
 * @param added what only the second has; of a directory also everything in it
 */
public record TreeDiff(List<String> modified, List<String> removed, List<String> added) {

    /** Compares two directories. */
    public static TreeDiff of(DiffSide before, DiffSide after) throws IOException {
        TreeDiff diff = new TreeDiff(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        diff.compare("", before, after);
        return diff;
    }

    private void compare(String prefix, DiffSide before, DiffSide after) throws IOException {
        if (before instanceof DiffSide.Committed(var _, var one)
                && after instanceof DiffSide.Committed(var _, var other)
                && one.tree().equals(other.tree())) {
            return;
        }
        Map<String, DiffSide.Entry> olds = before.entries();
        Map<String, DiffSide.Entry> news = after.entries();
        for (Map.Entry<String, DiffSide.Entry> old : olds.entrySet()) {
            String path = prefix + old.getKey();
            DiffSide.Entry counterpart = news.get(old.getKey());
            if (counterpart == null) {
                removed.add(path);
            } else {
                compare(path, old.getValue(), counterpart);
            }
        }
        for (Map.Entry<String, DiffSide.Entry> entry : news.entrySet()) {
            if (!olds.containsKey(entry.getKey())) {
                add(prefix + entry.getKey(), entry.getValue());
            }
        }
    }

    private void compare(String path, DiffSide.Entry before, DiffSide.Entry after) throws IOException {
        if (before instanceof DiffSide.CommittedFile && after instanceof DiffSide.CommittedFile) {
            // Kind and metadata are part of a file's checksum: no need to read the objects.
            if (!before.checksum().equals(after.checksum())) {
                modified.add(path);
            }
            return;
        }
        boolean sameKind = before.kind() == after.kind();
        if (!sameKind || !before.checksum().equals(after.checksum())) {
            modified.add(path);
        }
        if (sameKind && before.kind() == FileKind.DIRECTORY) {
            compare(path + "/", before.side(), after.side());
        }
    }

    private void add(String path, DiffSide.Entry entry) throws IOException {
        added.add(path);
        if (!(entry instanceof DiffSide.CommittedFile) && entry.kind() == FileKind.DIRECTORY) {
            for (Map.Entry<String, DiffSide.Entry> child :
                    entry.side().entries().entrySet()) {
                add(path + "/" + child.getKey(), child.getValue());
            }
        }
    }
}
