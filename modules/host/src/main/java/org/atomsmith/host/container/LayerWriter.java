package org.atomsmith.host.container;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.ostree.archive.ArchiveEntry;
import org.atomsmith.ostree.archive.ArchiveEntry.Kind;
import org.atomsmith.ostree.archive.TarWriter;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;

/**
 * Writes a layer: objects as a repository of mode bare-split-xattrs has them, and the paths of the tree as hard links to
 * them, so that container engines can run the image.
 */
final class LayerWriter implements AutoCloseable {
    private static final String CONFIG = "[core]\nrepo_version=1\nmode=bare-split-xattrs\n";

    private final Repository repository;
    private final TarWriter archive;
    private final Set<String> written = new HashSet<>();

    LayerWriter(Repository repository, OutputStream out) {
        this.repository = repository;
        this.archive = new TarWriter(out, 0);
    }

    /** Writes the first layer: the repository's frame, the commit, all directories, and the files of no other layer. */
    void commit(Checksum checksum, Commit commit, List<ObjectGroups.File> files) throws IOException {
        DirMeta root = repository.readDirMeta(commit.rootMeta());
        directory("./", root);
        for (String name : List.of("sysroot", "sysroot/ostree", "sysroot/ostree/repo", "sysroot/ostree/repo/objects")) {
            directory(name);
        }
        for (int i = 0; i < 256; i++) {
            directory(String.format("%sobjects/%02x", ObjectPath.REPOSITORY, i));
        }
        for (String name : List.of(
                "extensions", "refs", "refs/heads", "refs/mirrors", "refs/remotes", "state", "tmp", "tmp/cache")) {
            directory(ObjectPath.REPOSITORY + name);
        }
        bytes(ObjectPath.REPOSITORY + "config", CONFIG.getBytes(StandardCharsets.UTF_8));
        metadata(ObjectType.COMMIT, checksum);
        var detached = repository.readDetachedMetadata(checksum);
        if (detached.isPresent()) {
            bytes(
                    new ObjectPath(checksum, ObjectType.COMMIT_META.extension()).text(),
                    Variant.dict(detached.get()).toBytes());
        }
        metadata(ObjectType.DIRMETA, commit.rootMeta());
        directories(commit.rootTree(), "");
        files(files);
    }

    private void directories(Checksum tree, String path) throws IOException {
        metadata(ObjectType.DIRTREE, tree);
        DirTree entries = repository.readDirTree(tree);
        for (DirTree.Directory directory : entries.directories()) {
            String name = path + directory.name();
            metadata(ObjectType.DIRMETA, directory.meta());
            if (!name.equals("sysroot")) {
                directory(mapped(name), repository.readDirMeta(directory.meta()));
            }
            directories(directory.tree(), name + "/");
        }
    }

    /** Writes files: objects, and their paths. */
    void files(List<ObjectGroups.File> files) throws IOException {
        for (ObjectGroups.File file : files) {
            FileHeader header = object(file.checksum());
            put(new ArchiveEntry(
                    Kind.HARD_LINK,
                    mapped(file.path()),
                    header.permissions(),
                    header.uid(),
                    header.gid(),
                    new ObjectPath(file.checksum(), "file").text(),
                    0,
                    new TreeMap<>(),
                    0));
        }
    }

    /** Containers have their configuration in {@code /etc}. */
    private static String mapped(String path) {
        return path.equals("usr/etc") || path.startsWith("usr/etc/") ? path.substring("usr/".length()) : path;
    }

    private FileHeader object(Checksum checksum) throws IOException {
        ObjectPath path = new ObjectPath(checksum, "file");
        try (ContentObject content = repository.openContent(checksum)) {
            FileHeader header = content.info().header();
            if (!written.add(path.text())) {
                return header;
            }
            attributes(checksum, header);
            ArchiveEntry entry = new ArchiveEntry(
                    header.isSymlink() ? Kind.SYMLINK : Kind.FILE,
                    path.text(),
                    header.permissions(),
                    header.uid(),
                    header.gid(),
                    header.symlinkTarget(),
                    header.isSymlink() ? 0 : content.info().size(),
                    new TreeMap<>(),
                    0);
            if (header.isSymlink()) {
                put(entry);
            } else {
                archive.put(entry, content.stream());
            }
            return header;
        }
    }

    private void attributes(Checksum file, FileHeader header) throws IOException {
        byte[] xattrs = header.xattrs().toVariant().toBytes();
        String target = new ObjectPath(Checksum.digest(xattrs), "file-xattrs").text();
        bytes(target, xattrs);
        put(new ArchiveEntry(
                Kind.HARD_LINK,
                new ObjectPath(file, "file-xattrs-link").text(),
                0644,
                0,
                0,
                target,
                0,
                new TreeMap<>(),
                0));
    }

    private void metadata(ObjectType type, Checksum checksum) throws IOException {
        bytes(new ObjectPath(checksum, type.extension()).text(), repository.readMetadata(type, checksum));
    }

    private void bytes(String path, byte[] content) throws IOException {
        if (written.add(path)) {
            archive.put(
                    new ArchiveEntry(Kind.FILE, path, 0644, 0, 0, "", content.length, new TreeMap<>(), 0),
                    new ByteArrayInputStream(content));
        }
    }

    private void directory(String path) throws IOException {
        directory(path, DirMeta.directory(0755));
    }

    private void directory(String path, DirMeta meta) throws IOException {
        if (written.add(path)) {
            put(new ArchiveEntry(
                    Kind.DIRECTORY, path, meta.permissions(), meta.uid(), meta.gid(), "", 0, new TreeMap<>(), 0));
        }
    }

    private void put(ArchiveEntry entry) throws IOException {
        archive.put(entry);
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
