package org.atomsmith.ostree.checkout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.checkout.CheckoutOptions.Flag;
import org.atomsmith.ostree.checkout.CheckoutOptions.Overwrite;
import org.atomsmith.ostree.concurrent.Workers;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.Xattr;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.tree.TreeRoot;

/**
 * Makes files of a tree. One thread makes directories, others link or copy what is in them. Directories get their
 * owners, permissions and times when everything is in them.
 */
public final class TreeCheckout {
    /** A tree that nests deeper was made to break its readers. */
    private static final int MAX_DEPTH = 2048;

    private static final int FILES_PER_TASK = 64;
    private static final String OPAQUE = ".wh..wh..opq";

    private final Repository repository;
    private final CheckoutOptions options;
    private final FileCheckout files;
    private final Map<Checksum, DirMeta> metas = new HashMap<>();
    private final List<Made> made = new ArrayList<>();

    private final List<Wanted> wanted = new ArrayList<>();
    private int waiting;

    private record Made(Path path, DirMeta meta, String label) {}

    /** Files of a directory that is there. */
    private record Wanted(String path, List<DirTree.File> files, Path at) {}

    /** Checks out from a repository. */
    public TreeCheckout(Repository repository, CheckoutOptions options) {
        this.repository = repository;
        this.options = options;
        this.files = new FileCheckout(repository, options);
    }

    /** Makes a directory of a tree. */
    public void directory(TreeRoot root, Path destination) throws IOException {
        try (Workers workers = new Workers("ostree-checkout-")) {
            directory("/", root, destination, workers, 0, true);
            handOver(workers);
            workers.await();
        }
        for (Made directory : made.reversed()) {
            finish(directory);
        }
        sync(destination);
    }

    /** Makes a file of a tree in a directory, which is made when it is not there. */
    public void file(Checksum file, String name, Path destination) throws IOException {
        if (!Files.isDirectory(destination)) {
            LinuxFiles.mkdir(destination, 0755);
        }
        files.checkout("/" + name, name, file, destination);
        sync(destination);
    }

    private void directory(String path, TreeRoot root, Path at, Workers workers, int depth, boolean top)
            throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("the tree of " + repository.path() + " nests deeper than " + MAX_DEPTH);
        }
        DirTree entries = repository.readDirTree(root.tree());
        DirMeta meta = meta(root.meta());
        boolean opaque = options.has(Flag.WHITEOUTS)
                && entries.files().stream().anyMatch(file -> file.name().equals(OPAQUE));
        if (opaque) {
            Trees.delete(at);
        }
        if (make(at, top)) {
            made.add(new Made(at, meta, path));
        }
        want(path, entries.files(), at, workers);
        for (DirTree.Directory sub : entries.directories()) {
            String below = child(path, sub.name());
            if (!options.skipped().contains(below)) {
                directory(
                        below, new TreeRoot(sub.tree(), sub.meta()), at.resolve(sub.name()), workers, depth + 1, false);
            }
        }
    }

    /** Most directories have few files: those of several are one task. */
    private void want(String path, List<DirTree.File> all, Path at, Workers workers) throws IOException {
        for (int from = 0; from < all.size(); ) {
            int end = Math.min(all.size(), from + FILES_PER_TASK - waiting);
            wanted.add(new Wanted(path, all.subList(from, end), at));
            waiting += end - from;
            from = end;
            if (waiting == FILES_PER_TASK) {
                handOver(workers);
            }
        }
    }

    private void handOver(Workers workers) throws IOException {
        List<Wanted> task = List.copyOf(wanted);
        wanted.clear();
        waiting = 0;
        workers.submit(() -> {
            for (Wanted some : task) {
                checkout(some);
            }
        });
    }

    private void checkout(Wanted some) throws IOException {
        for (DirTree.File file : some.files()) {
            String below = child(some.path(), file.name());
            if (!options.skipped().contains(below)) {
                files.checkout(below, file.name(), file.checksum(), some.at());
            }
        }
    }

    /** Makes a directory; false when one is there already and may be. */
    private boolean make(Path at, boolean top) throws IOException {
        try {
            LinuxFiles.mkdir(at, 0700);
            return true;
        } catch (LinuxException e) {
            if (e.errno() != Errno.EEXIST || options.overwrite() == Overwrite.NONE) {
                throw e;
            }
            if (isDirectory(at, top)) {
                return false;
            }
            if (options.overwrite() != Overwrite.UNION) {
                throw e;
            }
            Files.delete(at);
            LinuxFiles.mkdir(at, 0700);
            return true;
        }
    }

    /** The destination itself may be a link to a directory; below it, a link would lead out. */
    private static boolean isDirectory(Path at, boolean top) throws IOException {
        return top ? Files.isDirectory(at) : Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS);
    }

    private void finish(Made directory) throws IOException {
        DirMeta meta = directory.meta();
        Path path = directory.path();
        if (!options.userMode() && repository.mode() != RepositoryMode.BARE_USER_ONLY) {
            LinuxFiles.chown(path, meta.uid(), meta.gid());
            for (Xattr xattr : files.labelled(directory.label(), meta.mode(), meta.xattrs())
                    .entries()) {
                org.atomsmith.linux.Xattrs.set(path, xattr.name(), xattr.value());
            }
        }
        boolean limited =
                options.has(Flag.BARE_USER_ONLY_DIRECTORIES) || repository.mode() == RepositoryMode.BARE_USER_ONLY;
        LinuxFiles.chmod(path, limited ? meta.permissions() & 0775 : meta.permissions());
        // Copies are mostly made to be changed (/etc): their times say when.
        if (options.links() != CheckoutOptions.Links.NEVER) {
            LinuxFiles.setTimes(path, 0, 0);
        }
    }

    private void sync(Path destination) throws IOException {
        if (!options.has(Flag.WITHOUT_FSYNC)
                && files.hasCopied()
                && repository.config().fsync()) {
            Optional<FileStatus> status = LinuxFiles.find(destination);
            if (status.isPresent()) {
                LinuxFiles.syncFileSystem(destination);
            }
        }
    }

    private DirMeta meta(Checksum checksum) throws IOException {
        DirMeta known = metas.get(checksum);
        if (known == null) {
            known = repository.readDirMeta(checksum);
            metas.put(checksum, known);
        }
        return known;
    }

    private static String child(String path, String name) {
        return path.equals("/") ? "/" + name : path + "/" + name;
    }
}
