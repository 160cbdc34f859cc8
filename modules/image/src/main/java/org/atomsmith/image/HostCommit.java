package org.atomsmith.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.image.customization.Customization;
import org.atomsmith.image.customization.Customizer;
import org.atomsmith.image.customization.HostChanges;
import org.atomsmith.image.customization.HostFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.sysroot.KernelLayout;
import org.atomsmith.ostree.sysroot.OsRelease;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;

/** A commit of a host, with everything that a disk takes from it. */
public final class HostCommit {
    private static final int MAX_SMALL_FILE = 1 << 26;
    private static final int CHECKSUM_SHOWN = 12;
    private static final String MODULES = "usr/lib/modules";

    private final Checksum checksum;
    private final Commit commit;
    private final Tree tree;
    private final Repository repository;
    private final Repository contents;

    /**
     * A commit in memory.
     *
     * @param repository holds the commit and its directories
     * @param contents holds its files; a repository that keeps them uncompressed is faster
     */
    public HostCommit(Checksum checksum, Tree tree, Repository repository, Repository contents) throws IOException {
        this.checksum = checksum;
        this.commit = repository.readCommit(checksum);
        this.tree = tree;
        this.repository = repository;
        this.contents = contents;
    }

    /** Loads a commit from a repository. */
    public static HostCommit load(Repository repository, Checksum checksum) throws IOException {
        return new HostCommit(checksum, Tree.load(repository, checksum), repository, repository);
    }

    /** The commit's checksum. */
    public Checksum checksum() {
        return checksum;
    }

    /** The commit. */
    public Commit commit() {
        return commit;
    }

    /** What the host is called: the last part of its ref. */
    public String name() {
        String ref = commit.refBinding().stream().findFirst().orElse("host");
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    /** The commit's version, or the beginning of its checksum. */
    public String version() {
        return commit.version().orElseGet(() -> checksum.hex().substring(0, CHECKSUM_SHOWN));
    }

    /** The name of the operating system, from its os-release. */
    public String title() throws IOException {
        for (String path : new String[] {"usr/lib/os-release", "usr/etc/os-release"}) {
            Optional<String> title =
                    text(path).flatMap(text -> OsRelease.parse(text).title());
            if (title.isPresent()) {
                return title.get();
            }
        }
        return "Linux";
    }

    /** The commit's files. */
    public Tree tree() {
        return tree;
    }

    /**
     * The content of a regular file, whose bytes are held to its checksum whenever they are read to the end.
     *
     * @param path of the file in the tree
     */
    ContentSource content(TreeNode.File file, String path) {
        return ContentSource.of(path, file.size(), () -> new ObjectStream(open(file), file, path));
    }

    /** The commit's files as its host sees them. */
    public HostFiles files() {
        return new HostFiles(tree, this::open);
    }

    /**
     * What a customization changes on a disk of this commit.
     *
     * @throws org.atomsmith.compose.treefile.TreefileException when the commit's tree cannot have it
     */
    public HostChanges changes(Customization customization) throws IOException {
        return new Customizer(files(), commit.timestamp(), checksum.hex()).changes(customization);
    }

    private InputStream open(TreeNode.File file) throws IOException {
        return contents.mode() == RepositoryMode.BARE_USER || contents.mode() == RepositoryMode.BARE
                ? Files.newInputStream(contents.objectPath(ObjectName.file(file.checksum())))
                : contents.openContent(file.checksum()).stream();
    }

    /** A metadata object of the commit. */
    record MetadataObject(ObjectName name, byte[] bytes) {}

    /** The commit, its directories, and what was signed, in a fixed order. */
    List<MetadataObject> metadataObjects() throws IOException {
        List<MetadataObject> objects = new ArrayList<>();
        add(ObjectType.COMMIT, checksum, objects, new HashSet<>());
        TreeRoot root = TreeRoot.of(commit);
        Set<ObjectName> seen = new HashSet<>();
        directory(root.tree(), root.meta(), objects, seen);
        return objects;
    }

    /** The commit's detached metadata, which hold its signatures. */
    public Optional<byte[]> detachedMetadata() throws IOException {
        return repository
                .readDetachedMetadata(checksum)
                .map(values ->
                        org.atomsmith.ostree.gvariant.Variant.dict(values).toBytes());
    }

    private void directory(Checksum dirTree, Checksum meta, List<MetadataObject> objects, Set<ObjectName> seen)
            throws IOException {
        add(ObjectType.DIRMETA, meta, objects, seen);
        if (!add(ObjectType.DIRTREE, dirTree, objects, seen)) {
            return;
        }
        DirTree entries = repository.readDirTree(dirTree);
        for (DirTree.Directory d : entries.directories()) {
            directory(d.tree(), d.meta(), objects, seen);
        }
    }

    private boolean add(ObjectType type, Checksum object, List<MetadataObject> objects, Set<ObjectName> seen)
            throws IOException {
        ObjectName name = new ObjectName(type, object);
        if (!seen.add(name)) {
            return false;
        }
        objects.add(new MetadataObject(name, repository.readMetadata(type, object)));
        return true;
    }

    /** The kernel, of which there is one, with an initramfs. */
    KernelLayout kernel() throws ImageException {
        long kernels = tree.find(MODULES).orElse(Tree.EMPTY.root()) instanceof TreeNode.Directory directory
                ? directory.children().keySet().stream()
                        .filter(v ->
                                tree.findFile(MODULES + "/" + v + "/vmlinuz").isPresent())
                        .count()
                : 0;
        KernelLayout layout = KernelLayout.find(tree)
                .filter(_ -> kernels == 1)
                .orElseThrow(() -> new ImageException("commit " + checksum + " has " + kernels
                        + " kernels in /usr/lib/modules; a disk boots exactly one"));
        if (layout.initramfs().isEmpty()) {
            throw new ImageException("commit " + checksum + " has no /" + MODULES + "/" + layout.release()
                    + "/initramfs.img; it needs an initramfs: compose the tree again");
        }
        return layout;
    }

    /** How many bytes a deployment has in {@code /boot}. */
    long kernelBytes() throws ImageException {
        return kernel().installed().values().stream()
                .mapToLong(TreeNode.File::size)
                .sum();
    }

    /** libostree's boot checksum of the kernel and what belongs to it. */
    Checksum bootChecksum() throws IOException {
        return kernel().bootChecksum(contents);
    }

    private TreeNode.File required(String path, String what) throws ImageException {
        return tree.findFile(path)
                .orElseThrow(
                        () -> new ImageException("commit " + checksum + " has no /" + path + "; it needs " + what));
    }

    /** The bytes of a file that a disk cannot do without. */
    byte[] requiredBytes(String path, String what) throws IOException {
        return read(required(path, what), "/" + path);
    }

    private byte[] read(TreeNode.File file, String path) throws IOException {
        if (file.size() > MAX_SMALL_FILE) {
            throw new ImageException(
                    "object " + file.checksum() + " has " + file.size() + " bytes, too many to be read at once");
        }
        try (InputStream in = new ObjectStream(open(file), file, path)) {
            return in.readAllBytes();
        }
    }

    /** The text of a small file of the tree, when it is there and no link. */
    public Optional<String> text(String path) throws IOException {
        Optional<TreeNode.File> file =
                tree.findFile(path).filter(f -> !f.header().isSymlink());
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new String(read(file.get(), "/" + path), StandardCharsets.UTF_8));
    }
}
