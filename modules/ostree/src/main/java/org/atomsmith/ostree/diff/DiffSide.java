package org.atomsmith.ostree.diff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.linux.DirectoryEntry;
import org.atomsmith.linux.FileKind;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.ByteOrderedNames;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeRoot;

/** One of two directories that are compared. */
public sealed interface DiffSide {

    /**
     * A directory of a commit.
     *
     * @param repository where it is
     * @param root its dirtree and dirmeta
     */
    record Committed(Repository repository, TreeRoot root) implements DiffSide {}

    /**
     * A directory of the machine.
     *
     * @param path where it is
     * @param uid whom its files shall be taken to belong to
     * @param gid the group that they shall be taken to have
     * @param withXattrs whether extended attributes count
     */
    record Local(Path path, OptionalInt uid, OptionalInt gid, boolean withXattrs) implements DiffSide {}

    /** Something in a directory. */
    sealed interface Entry {
        /** What it is. */
        FileKind kind() throws IOException;

        /** The checksum of a file, or of a directory's metadata. */
        Checksum checksum() throws IOException;

        /** A directory's own side. */
        DiffSide side();
    }

    /** A file or directory of a commit. */
    record CommittedFile(Repository repository, Checksum checksum) implements Entry {
        @Override
        public FileKind kind() throws IOException {
            return FileKind.of(repository.contentInfo(checksum).header().mode());
        }

        @Override
        public DiffSide side() {
            throw new IllegalStateException("a file has nothing in it");
        }
    }

    /** A directory of a commit. */
    record CommittedDirectory(Committed side) implements Entry {
        @Override
        public FileKind kind() {
            return FileKind.DIRECTORY;
        }

        @Override
        public Checksum checksum() {
            return side.root.meta();
        }
    }

    /** A file or directory of the machine. */
    record LocalEntry(Local side, FileStatus status) implements Entry {
        @Override
        public FileKind kind() {
            return status.kind();
        }

        @Override
        public Checksum checksum() throws IOException {
            return LocalFile.checksum(
                    side.path, status, side.uid.orElse(status.uid()), side.gid.orElse(status.gid()), side.withXattrs);
        }
    }

    /** What is in the directory, by name. */
    default SortedMap<String, Entry> entries() throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>(ByteOrderedNames.ORDER);
        switch (this) {
            case Committed(Repository repository, TreeRoot root) -> {
                DirTree tree = repository.readDirTree(root.tree());
                tree.files().forEach(file -> entries.put(file.name(), new CommittedFile(repository, file.checksum())));
                tree.directories()
                        .forEach(sub -> entries.put(
                                sub.name(),
                                new CommittedDirectory(
                                        new Committed(repository, new TreeRoot(sub.tree(), sub.meta())))));
            }
            case Local(Path path, OptionalInt uid, OptionalInt gid, boolean withXattrs) -> {
                for (DirectoryEntry entry : LinuxFiles.entries(path)) {
                    Path child = path.resolve(entry.name());
                    entries.put(
                            entry.name(),
                            new LocalEntry(new Local(child, uid, gid, withXattrs), LinuxFiles.stat(child)));
                }
            }
        }
        return entries;
    }

    /** How a path below is written: from the root of a commit, or relative to a directory of the machine. */
    default String print(String path) {
        return this instanceof Committed ? "/" + path : path;
    }
}
