package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/** Removes objects of a repository, and leaves a tombstone of a commit where the configuration asks for it. */
final class ObjectRemoval {
    private final Repository repository;

    ObjectRemoval(Repository repository) {
        this.repository = repository;
    }

    /** Removes an object; one that is not there is no error. With a commit its detached metadata go. */
    void remove(ObjectName name) throws IOException {
        if (name.type() == ObjectType.COMMIT) {
            Files.deleteIfExists(published(ObjectType.COMMIT_META, name.checksum()));
            if (repository.config().tombstoneCommits()) {
                writeTombstone(name.checksum());
            }
        }
        Files.deleteIfExists(repository.files().published(name));
    }

    /** Leaves a mark that a commit was here, and is not to be looked for. */
    void writeTombstone(Checksum commit) throws IOException {
        SequencedMap<String, Variant> content = new LinkedHashMap<>();
        content.put("commit", Variant.bytes(commit.bytes()));
        Path file = published(ObjectType.COMMIT_TOMBSTONE, commit);
        Files.createDirectories(file.getParent());
        DurableFile.write(file, Variant.dict(content).toBytes(), repository.tmp());
    }

    private Path published(ObjectType type, Checksum checksum) {
        return repository.files().published(new ObjectName(type, checksum));
    }
}
