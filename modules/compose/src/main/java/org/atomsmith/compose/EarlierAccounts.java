package org.atomsmith.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.atomsmith.compose.layout.AccountNumbers;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;

/** The numbers of users and groups to keep: those of the lockfile, else those of the ref's commit. */
final class EarlierAccounts {
    /** More than any {@code passwd}; a larger file is not read. */
    private static final int MAX_BYTES = 16 << 20;

    private EarlierAccounts() {}

    static AccountNumbers find(Lockfile lockfile, Repository repository, Optional<Commit> previous) throws IOException {
        Optional<AccountNumbers> locked = AccountNumbers.fromMetadata(lockfile.metadata());
        if (locked.isPresent() || previous.isEmpty()) {
            return locked.orElse(AccountNumbers.NONE);
        }
        DirTree directory = repository.readDirTree(previous.get().rootTree());
        for (String name : new String[] {"usr", "etc"}) {
            Optional<DirTree.Directory> below = directory.directories().stream()
                    .filter(entry -> entry.name().equals(name))
                    .findFirst();
            if (below.isEmpty()) {
                return AccountNumbers.NONE;
            }
            directory = repository.readDirTree(below.get().tree());
        }
        return AccountNumbers.of(text(repository, directory, "passwd"), text(repository, directory, "group"));
    }

    private static String text(Repository repository, DirTree directory, String name) throws IOException {
        Optional<DirTree.File> file = directory.files().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
        if (file.isEmpty()) {
            return "";
        }
        try (ContentObject content = repository.openContent(file.get().checksum())) {
            return new String(content.stream().readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }
}
