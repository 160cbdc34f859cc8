package org.atomsmith.ostree.export;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.archive.ArchiveEntry;
import org.atomsmith.ostree.archive.ArchiveEntry.Kind;
import org.atomsmith.ostree.archive.TarWriter;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeRoot;

/** Writes a tree into a tar archive; files of one object become hard links. Serves one archive. */
public final class TarExport {
    private final Repository repository;
    private final TarWriter archive;
    private final String prefix;
    private final boolean withXattrs;
    private final Map<Checksum, String> written = new HashMap<>();

    /**
     * Exports to an archive.
     *
     * @param prefix what is put before every path; empty for nothing
     */
    public TarExport(Repository repository, TarWriter archive, String prefix, boolean withXattrs) {
        this.repository = repository;
        this.archive = archive;
        this.prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        this.withXattrs = withXattrs;
    }

    /** Writes a tree. */
    public void write(TreeRoot root) throws IOException {
        directory("", root);
    }

    private void directory(String path, TreeRoot root) throws IOException {
        DirMeta meta = repository.readDirMeta(root.meta());
        String name = prefix + path;
        archive.put(new ArchiveEntry(
                Kind.DIRECTORY,
                name.isEmpty() ? "./" : name,
                meta.permissions(),
                meta.uid(),
                meta.gid(),
                "",
                0,
                xattrs(meta.xattrs()),
                0));
        DirTree entries = repository.readDirTree(root.tree());
        for (DirTree.File file : entries.files()) {
            file(name + file.name(), file.checksum());
        }
        for (DirTree.Directory sub : entries.directories()) {
            directory(path + sub.name() + "/", new TreeRoot(sub.tree(), sub.meta()));
        }
    }

    private void file(String path, Checksum checksum) throws IOException {
        try (ContentObject content = repository.openContent(checksum)) {
            ContentInfo info = content.info();
            if (info.header().isSymlink()) {
                archive.put(entry(Kind.SYMLINK, path, info, info.header().symlinkTarget(), 0));
                return;
            }
            String first = written.putIfAbsent(checksum, path);
            if (first == null) {
                archive.put(entry(Kind.FILE, path, info, "", info.size()), content.stream());
            } else {
                archive.put(entry(Kind.HARD_LINK, path, info, first, 0));
            }
        }
    }

    private ArchiveEntry entry(Kind kind, String path, ContentInfo info, String link, long size) {
        FileHeader header = info.header();
        return new ArchiveEntry(
                kind,
                path,
                header.permissions(),
                header.uid(),
                header.gid(),
                link,
                size,
                kind == Kind.HARD_LINK ? new TreeMap<>() : xattrs(header.xattrs()),
                0);
    }

    private SortedMap<String, byte[]> xattrs(Xattrs xattrs) {
        SortedMap<String, byte[]> values = new TreeMap<>();
        if (withXattrs) {
            xattrs.entries().forEach(xattr -> values.put(xattr.name(), xattr.value()));
        }
        return values;
    }
}
