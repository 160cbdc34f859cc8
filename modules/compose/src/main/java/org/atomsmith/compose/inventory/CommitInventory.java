package org.atomsmith.compose.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.atomsmith.deb.DpkgDatabase;
import org.atomsmith.deb.InstalledPackages;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.OsRelease;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/** Reads what a commit is made of from the package database in its tree. */
public final class CommitInventory {
    private static final String STATUS = DpkgDatabase.DIRECTORY + "/status";
    private static final int MOST_TEXT = 64 << 20;

    private final Repository repository;
    private final Checksum checksum;
    private final Commit commit;

    /**
     * The inventory of a commit.
     *
     * @throws IOException when the repository does not have it
     */
    public CommitInventory(Repository repository, Checksum checksum) throws IOException {
        this.repository = repository;
        this.checksum = checksum;
        this.commit = repository.readCommit(checksum);
    }

    /**
     * Reads it.
     *
     * @param name of the system
     * @param ownPackage the name of what the build made itself
     * @throws IOException when the tree has no database that is read here, or a malformed one
     */
    public Inventory read(String name, String ownPackage) throws IOException {
        if (text(STATUS).isEmpty()) {
            throw new IOException("the commit " + checksum + " has no dpkg database (/" + STATUS
                    + "), and RPM's is not read for this yet; a build leaves NAME.spdx.json beside its images");
        }
        Inventory.Subject subject =
                new Inventory.Subject(name, commit.version(), checksum, commit.timestamp(), distribution());
        return Inventory.of(subject, new Database(), ownPackage);
    }

    /** The database's own files. Scriptlets and lists of files say nothing here. */
    private final class Database implements InstalledPackages.Files {
        @Override
        public boolean has(String path) {
            return false;
        }

        @Override
        public Optional<String> text(String path) throws IOException {
            return path.startsWith("info/")
                    ? Optional.empty()
                    : CommitInventory.this.text(DpkgDatabase.DIRECTORY + "/" + path);
        }
    }

    /** {@code ID} of the tree's os-release; its specification's default is linux. */
    private String distribution() throws IOException {
        return text("usr/lib/os-release")
                .flatMap(text -> OsRelease.parse(text).get("ID"))
                .orElse("linux");
    }

    private Optional<String> text(String path) throws IOException {
        TreeReader reader = new TreeReader(repository);
        TreeRoot root = TreeRoot.of(commit);
        if (reader.find(root, path).isEmpty() || !(reader.follow(root, path) instanceof TreeReader.Entry.File file)) {
            return Optional.empty();
        }
        try (ContentObject content = repository.openContent(file.checksum())) {
            byte[] bytes = content.stream().readNBytes(MOST_TEXT + 1);
            if (bytes.length > MOST_TEXT) {
                throw new IOException("/" + path + " of the commit is larger than " + MOST_TEXT + " bytes");
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
