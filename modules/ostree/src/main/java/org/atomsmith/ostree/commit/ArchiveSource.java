package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.atomsmith.ostree.archive.ArchiveEntry;
import org.atomsmith.ostree.archive.ArchiveReader;
import org.atomsmith.ostree.concurrent.Workers;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.EntryName;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.repo.Transaction;

/**
 * Puts an archive into a tree while it is read. Small files are hashed and compressed by other threads, as many as
 * memory is set aside for; large ones go straight from the archive into their objects.
 */
final class ArchiveSource {
    /** Files up to this size wait in memory. */
    private static final int SMALL = 1 << 20;

    private static final int KIB = 1024;
    /** All files that wait together, in KiB. */
    private static final int MEMORY = 32 << 10;

    private final Transaction transaction;
    private final CommitModifier modifier;
    private final ArchiveRules rules;
    private final MutableTree root;
    private final Semaphore memory = new Semaphore(MEMORY);
    /** Hard links, whose target's checksum may not be known yet: path to path. */
    private final Map<String, String> links = new LinkedHashMap<>();
    /** Names of files of a cpio archive whose content comes with the last name. */
    private final Map<Long, List<ArchiveEntry>> incomplete = new HashMap<>();

    ArchiveSource(Transaction transaction, CommitModifier modifier, ArchiveRules rules, MutableTree root) {
        this.transaction = transaction;
        this.modifier = modifier;
        this.rules = rules;
        this.root = root;
    }

    /** Puts everything on top of what the tree has. */
    void read(ArchiveReader archive) throws IOException {
        try (Workers workers = new Workers("ostree-archive-")) {
            for (Optional<ArchiveEntry> entry = archive.next(); entry.isPresent(); entry = archive.next()) {
                entry(entry.get(), archive, workers);
            }
            for (List<ArchiveEntry> names : incomplete.values()) {
                linked(names, archive, workers);
            }
            workers.await();
        }
        resolveLinks();
        if (rules.autocreateParents() && root.meta().isEmpty()) {
            createMissing(root, "/");
        }
    }

    private void entry(ArchiveEntry entry, ArchiveReader archive, Workers workers) throws IOException {
        String path = path(entry.path());
        if (entry.kind() == ArchiveEntry.Kind.FILE && entry.inode() != 0) {
            List<ArchiveEntry> names = incomplete.computeIfAbsent(entry.inode(), _ -> new ArrayList<>());
            names.add(entry);
            if (entry.size() > 0) {
                incomplete.remove(entry.inode());
                linked(names.reversed(), archive, workers);
            }
            return;
        }
        if (links.containsValue(path)) {
            // The target is about to be replaced: the links mean what it was.
            workers.await();
            resolveLinks();
        }
        links.remove(path);
        switch (entry.kind()) {
            case DIRECTORY -> directory(path, entry);
            case FILE, SYMLINK -> file(path, entry, archive, workers);
            case HARD_LINK -> link(path, path(entry.link()), entry);
            case OTHER ->
                throw new RepositoryException("Unsupported file type of '" + entry.path()
                        + "': a commit holds files, directories and symbolic links only");
        }
    }

    /** The first has the content. */
    private void linked(List<ArchiveEntry> names, ArchiveReader archive, Workers workers) throws IOException {
        ArchiveEntry first = names.getFirst();
        String target = path(first.path());
        file(target, first, archive, workers);
        for (ArchiveEntry other : names.subList(1, names.size())) {
            link(path(other.path()), target, other);
        }
    }

    /** The path from the root: {@code /} or {@code /usr/bin}. */
    private String path(String name) throws IOException {
        String path = normal(rules.rename().apply(normal(name)));
        for (String part : path.isEmpty() ? new String[0] : path.split("/", -1)) {
            if (!EntryName.isValid(part)) {
                throw new RepositoryException("Invalid path '" + name + "' in archive");
            }
        }
        return "/" + path;
    }

    /** Without slashes and dots that do not matter. */
    private static String normal(String path) {
        StringBuilder normal = new StringBuilder();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                normal.append(normal.isEmpty() ? "" : "/").append(part);
            }
        }
        return normal.toString();
    }

    private void directory(String path, ArchiveEntry entry) throws IOException {
        Optional<Attributes> attributes = attributes(path, entry, FileMode.DIRECTORY);
        if (attributes.isEmpty()) {
            return;
        }
        MutableTree directory =
                path.equals("/") ? root : parent(path, entry).directory(path.substring(path.lastIndexOf('/') + 1));
        Xattrs xattrs = modifier.xattrs(path, attributes.get().mode(), Xattrs.of(entry.xattrs()));
        directory.setMeta(transaction.write(attributes.get().dirMeta(xattrs)));
    }

    private void file(String path, ArchiveEntry entry, ArchiveReader archive, Workers workers) throws IOException {
        boolean symlink = entry.kind() == ArchiveEntry.Kind.SYMLINK;
        Optional<Attributes> attributes = attributes(path, entry, symlink ? FileMode.SYMLINK : FileMode.REGULAR);
        if (attributes.isEmpty()) {
            return;
        }
        MutableTree parent = parent(path, entry);
        String name = path.substring(path.lastIndexOf('/') + 1);
        Xattrs xattrs = modifier.xattrs(path, attributes.get().mode(), Xattrs.of(entry.xattrs()));
        FileHeader header = attributes.get().header(entry.link(), xattrs);
        if (entry.size() > SMALL) {
            parent.putFile(name, transaction.writeContent(header, entry.size(), archive.content()));
            return;
        }
        byte[] content = archive.content().readNBytes(symlink ? 0 : (int) entry.size());
        int kib = content.length / KIB + 1;
        memory.acquireUninterruptibly(kib);
        workers.submit(() -> {
            try {
                parent.putFile(name, transaction.writeContent(header, content));
            } finally {
                memory.release(kib);
            }
        });
    }

    private void link(String path, String target, ArchiveEntry entry) throws IOException {
        if (modifier.isSkipped(path)) {
            return;
        }
        parent(path, entry);
        links.put(path, target);
    }

    private void resolveLinks() throws IOException {
        for (Map.Entry<String, String> link : links.entrySet()) {
            String path = link.getKey();
            Checksum target = find(link.getValue())
                    .orElseThrow(() -> new RepositoryException("Failed to find hard link target '" + link.getValue()
                            + "' of '" + path + "': it must come before it in the archive"));
            MutableTree directory =
                    existing(path.substring(0, path.lastIndexOf('/'))).orElseThrow();
            directory.putFile(path.substring(path.lastIndexOf('/') + 1), target);
        }
        links.clear();
    }

    private Optional<Checksum> find(String path) throws IOException {
        Optional<MutableTree> directory = existing(path.substring(0, path.lastIndexOf('/')));
        return directory.isPresent()
                ? directory.get().findFile(path.substring(path.lastIndexOf('/') + 1))
                : Optional.empty();
    }

    private Optional<MutableTree> existing(String path) throws IOException {
        Optional<MutableTree> directory = Optional.of(root);
        for (String name : path.isEmpty() ? new String[0] : path.substring(1).split("/", -1)) {
            if (directory.isPresent()) {
                directory = directory.get().findDirectory(name);
            }
        }
        return directory;
    }

    private Optional<Attributes> attributes(String path, ArchiveEntry entry, int type) {
        return modifier.apply(path, new Attributes(entry.uid(), entry.gid(), type | entry.permissions()));
    }

    /** The directory that an entry is in, made where it is missing and may be. */
    private MutableTree parent(String path, ArchiveEntry entry) throws IOException {
        if (path.equals("/")) {
            throw new RepositoryException("The root of the archive is not a directory");
        }
        MutableTree directory = root;
        if (rules.autocreateParents() && root.meta().isEmpty()) {
            createMissing(root, "/");
        }
        int from = 1;
        for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            String name = path.substring(from, slash);
            Optional<MutableTree> next = directory.findDirectory(name);
            if (next.isEmpty() && !rules.autocreateParents()) {
                throw new RepositoryException("No such file or directory: " + path.substring(1, slash)
                        + " (the archive has '" + entry.path()
                        + "' but not its directory: --tar-autocreate-parents makes it)");
            }
            directory = directory.directory(name);
            if (directory.meta().isEmpty()) {
                createMissing(directory, path.substring(0, slash));
            }
            from = slash + 1;
        }
        return directory;
    }

    private void createMissing(MutableTree directory, String path) throws IOException {
        int mode = FileMode.DIRECTORY | 0755;
        Attributes attributes = modifier.apply(path, new Attributes(0, 0, mode)).orElseThrow();
        directory.setMeta(transaction.write(attributes.dirMeta(modifier.xattrs(path, mode, Xattrs.NONE))));
    }
}
