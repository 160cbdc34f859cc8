package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.atomsmith.ostree.commit.KnownObjects.Inode;
import org.atomsmith.ostree.concurrent.Workers;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.LinkableFiles;
import org.atomsmith.ostree.repo.Repository;

/** Finds the inodes of a repository's file objects: those in its object store and in its cache of uncompressed files. */
final class ObjectInodes {
    private ObjectInodes() {}

    static KnownObjects scan(Repository repository, boolean always) throws IOException {
        Map<Inode, Checksum> found = new ConcurrentHashMap<>();
        try (Workers workers = new Workers("ostree-scan-")) {
            for (int shard = 0; shard < 256; shard++) {
                int number = shard;
                workers.submit(() -> LinkableFiles.visit(
                        repository,
                        number,
                        (device, inode, checksum) -> found.put(new Inode(device, inode), checksum)));
            }
            workers.await();
        }
        return new KnownObjects(found, always);
    }
}
