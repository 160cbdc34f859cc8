package org.atomsmith.ostree.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.linux.FileNames;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.ByteOrderedNames;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.Transaction;

/** Reads a directory of the machine into a tree, and the files' contents into a transaction. */
public final class DirectoryImport {
    private final Transaction transaction;
    private final ImportFilter filter;
    private final int threads;

    /** Reads with one thread for each processor. */
    public DirectoryImport(Transaction transaction, ImportFilter filter) {
        this(transaction, filter, Runtime.getRuntime().availableProcessors());
    }

    /** Reads with a number of threads. */
    public DirectoryImport(Transaction transaction, ImportFilter filter, int threads) {
        this.transaction = transaction;
        this.filter = filter;
        this.threads = threads;
    }

    /**
     * Reads a directory, which becomes the root of the tree; symbolic links are not followed.
     *
     * @throws IOException also for a device, pipe or socket: no object can hold one
     */
    public Tree read(Path directory) throws IOException {
        try (ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("ostree-import-", 0).factory())) {
            try {
                Pending root = list("", directory, LinuxFiles.stat(directory), workers);
                return new Tree(root.finish());
            } catch (IOException | RuntimeException e) {
                workers.shutdownNow();
                throw e;
            }
        }
    }

    private record Pending(DirMeta meta, Map<String, Future<TreeNode.File>> files, Map<String, Pending> directories) {
        TreeNode.Directory finish() throws IOException {
            TreeMap<String, TreeNode> children = new TreeMap<>(ByteOrderedNames.ORDER);
            for (Map.Entry<String, Pending> directory : directories.entrySet()) {
                children.put(directory.getKey(), directory.getValue().finish());
            }
            for (Map.Entry<String, Future<TreeNode.File>> file : files.entrySet()) {
                children.put(file.getKey(), result(file.getValue()));
            }
            return new TreeNode.Directory(meta, children);
        }

        private static TreeNode.File result(Future<TreeNode.File> file) throws IOException {
            try {
                return file.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading a directory");
            } catch (ExecutionException e) {
                switch (Objects.requireNonNull(e.getCause())) {
                    case IOException io -> throw io;
                    case RuntimeException runtime -> throw runtime;
                    case Throwable other -> throw new IllegalStateException(other);
                }
            }
        }
    }

    private Pending list(String path, Path directory, FileStatus status, ExecutorService workers) throws IOException {
        DirMeta meta =
                filter.directory(path, new DirMeta(status.uid(), status.gid(), status.mode(), xattrs(directory)));
        Map<String, Future<TreeNode.File>> files = new TreeMap<>();
        Map<String, Pending> directories = new TreeMap<>();
        for (Path entry : entries(directory)) {
            String name = FileNames.text(entry.getFileName());
            String at = path.isEmpty() ? name : path + "/" + name;
            FileStatus entryStatus = LinuxFiles.stat(entry);
            if (!filter.includes(at, entryStatus)) {
                continue;
            }
            if (entryStatus.isDirectory()) {
                directories.put(name, list(at, entry, entryStatus, workers));
            } else {
                files.put(name, workers.submit(() -> file(at, entry, entryStatus)));
            }
        }
        return new Pending(meta, files, directories);
    }

    private TreeNode.File file(String path, Path file, FileStatus status) throws IOException {
        if (!status.isRegular() && !status.isSymlink()) {
            throw new IOException(file + " is a " + status.kind().name().toLowerCase(Locale.ROOT)
                    + ", which a commit cannot hold: remove it or leave it out");
        }
        String target = status.isSymlink() ? FileNames.text(Files.readSymbolicLink(file)) : "";
        FileHeader header =
                filter.file(path, new FileHeader(status.uid(), status.gid(), status.mode(), target, xattrs(file)));
        if (header.isSymlink()) {
            return new TreeNode.File(transaction.writeContent(header, new byte[0]), header, 0);
        }
        try (InputStream in = Files.newInputStream(file)) {
            Checksum checksum = transaction.writeContent(header, status.size(), in);
            return new TreeNode.File(checksum, header, status.size());
        }
    }

    private static Xattrs xattrs(Path path) throws IOException {
        return Xattrs.of(org.atomsmith.linux.Xattrs.all(path));
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        return entries;
    }
}
