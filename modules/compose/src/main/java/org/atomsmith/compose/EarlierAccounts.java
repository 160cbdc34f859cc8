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

    /** The accounts of a commit: the lines of its {@code passwd} and {@code group}. */
    record Texts(String passwd, String group) {
        static final Texts NONE = new Texts("", "");
    }

    static AccountNumbers find(Lockfile lockfile, Texts previous) {
        return AccountNumbers.fromMetadata(lockfile.metadata())
                .orElseGet(() -> AccountNumbers.of(previous.passwd(), previous.group()));
    }

    /** What a commit has in {@code /usr/etc}, and in {@code /usr/lib}, where rpm-ostree keeps most of it. */
    static Texts of(Repository repository, Optional<Commit> commit) throws IOException {
        if (commit.isEmpty()) {
            return Texts.NONE;
        }
        StringBuilder passwd = new StringBuilder();
        StringBuilder group = new StringBuilder();
        for (String below : new String[] {"etc", "lib"}) {
            Optional<DirTree> directory = directory(repository, commit.get(), "usr", below);
            if (directory.isPresent()) {
                passwd.append(text(repository, directory.get(), "passwd"));
                group.append(text(repository, directory.get(), "group"));
            }
        }
        return new Texts(passwd.toString(), group.toString());
    }

    private static Optional<DirTree> directory(Repository repository, Commit commit, String... path)
            throws IOException {
        DirTree directory = repository.readDirTree(commit.rootTree());
        for (String name : path) {
            Optional<DirTree.Directory> below = directory.directories().stream()
                    .filter(entry -> entry.name().equals(name))
                    .findFirst();
            if (below.isEmpty()) {
                return Optional.empty();
            }
            directory = repository.readDirTree(below.get().tree());
        }
        return Optional.of(directory);
    }

    private static String text(Repository repository, DirTree directory, String name) throws IOException {
        Optional<DirTree.File> file = directory.files().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
        if (file.isEmpty()) {
            return "";
        }
        try (ContentObject content = repository.openContent(file.get().checksum())) {
            String text = new String(content.stream().readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            return text.endsWith("\n") ? text : text + "\n";
        }
    }
}
