package org.atomsmith.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.atomsmith.compose.boot.BootLoader;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SymbolicLink;
import org.atomsmith.image.customization.HostChanges;
import org.atomsmith.image.platform.Platform;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.Xattr;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.sysroot.Deployment;
import org.atomsmith.ostree.sysroot.DeploymentEntry;
import org.atomsmith.ostree.sysroot.KernelLayout;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.BootVersion;
import org.atomsmith.ostree.sysroot.boot.GrubConfiguration;
import org.atomsmith.ostree.sysroot.boot.GrubEnvironment;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.atomsmith.ostree.tree.TreeNode;

/**
 * The root file system of a new disk as {@code ostree admin} would leave it: a bare repository that holds the commit, one
 * deployment whose files are hard links to the repository's, and {@code /boot}.
 */
final class SysrootTree {
    private static final String STATEROOT = "default";
    /** Files of commits have this modification time; of ours, the commit's. */
    private static final long OBJECT_MTIME = 0;

    private final HostCommit host;
    private final Platform platform;
    private final HostChanges changes;
    private final String rootArgument;
    /** What paths of entries begin with: nothing where {@code /boot} is a file system of its own. */
    private final String bootPrefix;

    private final Deployment deployment;
    private final FileTree tree;
    private final long timestamp;
    private final Map<Checksum, Inode> inodes = new HashMap<>();

    /**
     * The tree of a disk.
     *
     * @param rootArgument the kernel argument that says where the root is
     */
    SysrootTree(HostCommit host, Platform platform, HostChanges changes, String rootArgument) throws IOException {
        this.host = host;
        this.platform = platform;
        this.changes = changes;
        this.rootArgument = rootArgument;
        this.bootPrefix = changes.partitions().hasBoot() ? "" : "/boot";
        this.deployment = deployment(host);
        this.timestamp = host.commit().timestamp();
        this.tree = new FileTree(Attributes.root(0755, timestamp));
    }

    /** The one deployment of a new disk. */
    static Deployment deployment(HostCommit host) throws IOException {
        return new Deployment(STATEROOT, host.checksum(), 0, host.bootChecksum(), 0);
    }

    /** Builds the tree. */
    Directory build() throws IOException {
        String commit = host.checksum().hex();
        String root = "/" + deployment.path();
        repository();
        for (HostCommit.MetadataObject object : host.metadataObjects()) {
            file(objectPath(object.name()), 0644, OBJECT_MTIME, object.bytes());
        }
        Optional<byte[]> detached = host.detachedMetadata();
        if (detached.isPresent()) {
            file(
                    "/ostree/repo/objects/" + commit.substring(0, 2) + "/" + commit.substring(2) + ".commitmeta",
                    0644,
                    timestamp,
                    detached.get());
        }
        put(root, host.tree().root(), OBJECT_MTIME, this::object);
        etc(root);
        state();
        changes.applyTo(tree, root, "/" + deployment.varPath());
        String origin = host.text("usr/lib/atomsmith/origin").orElseGet(this::localOrigin);
        text("/" + deployment.originPath(), 0644, origin);
        refs(Origin.parse(origin, "the commit's origin"), commit);
        boot();
        return tree.build();
    }

    /** Where the stateroot's {@code /var} lies in the tree. */
    String varPath() {
        return deployment.varPath();
    }

    private void repository() {
        for (String directory : new String[] {
            "repo/extensions",
            "repo/objects",
            "repo/refs/mirrors",
            "repo/refs/remotes",
            "repo/state",
            "repo/tmp",
            "repo/tmp/cache"
        }) {
            tree.directory("/ostree/" + directory, Attributes.root(0755, timestamp));
        }
        text("/ostree/repo/config", 0644, """
                [core]
                repo_version=1
                mode=bare

                [sysroot]
                readonly=true
                bootloader=none
                bootprefix=%s
                """.formatted(!bootPrefix.isEmpty()));
    }

    /** Puts a directory of the commit at a path, with one modification time for its directories. */
    private void put(
            String path, TreeNode.Directory directory, long mtime, BiFunction<String, TreeNode.File, Inode> inodeOf) {
        tree.directory(
                path,
                new Attributes(
                        directory.meta().permissions(),
                        directory.meta().uid(),
                        directory.meta().gid(),
                        mtime,
                        xattrs(directory.meta().xattrs())));
        directory.children().forEach((name, node) -> {
            switch (node) {
                case TreeNode.Directory d -> put(path + "/" + name, d, mtime, inodeOf);
                case TreeNode.File f -> tree.put(path + "/" + name, inodeOf.apply(path + "/" + name, f));
            }
        });
    }

    /** The inode that the repository and every place of the deployment share. */
    private Inode object(String path, TreeNode.File file) {
        Inode known = inodes.get(file.checksum());
        if (known == null) {
            known = inode(path, file);
            tree.put(objectPath(ObjectName.file(file.checksum())), known);
            inodes.put(file.checksum(), known);
        }
        // Empty files are many and may be linked more often than a file system allows; libostree copies them too.
        return file.size() == 0 && !file.header().isSymlink() ? inode(path, file) : known;
    }

    private Inode inode(String path, TreeNode.File file) {
        FileHeader h = file.header();
        Attributes attributes = new Attributes(
                h.isSymlink() ? 0777 : h.permissions(), h.uid(), h.gid(), OBJECT_MTIME, xattrs(h.xattrs()));
        return h.isSymlink()
                ? new SymbolicLink(attributes, h.symlinkTarget())
                : new RegularFile(attributes, host.content(file, inTree(path)));
    }

    /** The path of a deployed file in the commit's tree, for messages. */
    private String inTree(String path) {
        String root = "/" + deployment.path();
        return path.startsWith(root) ? path.substring(root.length()) : path;
    }

    /** The deployment's own copy of {@code /usr/etc}; these files are edited, so none of them is a link. */
    private void etc(String root) throws IOException {
        if (!(host.tree().find("usr/etc").orElse(null) instanceof TreeNode.Directory directory)) {
            throw new ImageException("commit " + host.checksum() + " has no /usr/etc: it is not a host");
        }
        put(root + "/etc", directory, timestamp, this::inode);
        updated(root + "/etc/.updated");
    }

    /** The stateroot's {@code /var} as {@code ostree admin os-init} makes it; the rest is made at boot. */
    private void state() {
        String var = "/" + deployment.varPath();
        for (String directory : new String[] {"lib", "log"}) {
            tree.directory(var + "/" + directory, Attributes.root(0755, timestamp));
        }
        tree.directory(var + "/tmp", Attributes.root(01777, timestamp));
        tree.link(var + "/lock", "../run/lock");
        tree.link(var + "/run", "../run");
        updated(var + "/.updated");
    }

    /** systemd-update-done(8): nothing in this directory has to be brought up to date on the first boot. */
    private void updated(String path) {
        text(path, 0644, "# The image was made complete.\nTIMESTAMP_NSEC=" + timestamp + "000000000\n");
    }

    private String localOrigin() {
        return Origin.ofRefspec(host.commit().refBinding().stream()
                        .findFirst()
                        .orElse(host.checksum().hex()))
                .text();
    }

    private void refs(Origin origin, String commit) {
        String line = commit + "\n";
        text("/ostree/repo/refs/heads/" + Deployment.ref(BootVersion.FIRST, 0), 0644, line);
        origin.refspec().ifPresent(refspec -> {
            int colon = refspec.indexOf(':');
            text(
                    colon < 0
                            ? "/ostree/repo/refs/heads/" + refspec
                            : "/ostree/repo/refs/remotes/" + refspec.substring(0, colon) + "/"
                                    + refspec.substring(colon + 1),
                    0644,
                    line);
        });
    }

    private void boot() throws IOException {
        KernelLayout kernel = host.kernel();
        BootVersion version = BootVersion.FIRST;
        kernel.installed().forEach((name, file) -> {
            String path = "/boot/" + deployment.bootDirectory() + "/" + name;
            tree.put(path, shared(path, file));
        });
        tree.link("/ostree/" + version.link(), version.linkDirectory());
        tree.link("/" + deployment.bootLinkPath(version), deployment.bootLinkTarget());

        BootEntry entry = DeploymentEntry.of(
                BootEntry.EMPTY,
                deployment,
                version,
                0,
                1,
                kernel.names(),
                new KernelArguments(List.of(deployment.kernelArgument(version)))
                        .appendAll(InitialKernelArguments.of(host, platform, rootArgument))
                        .appendAll(changes.kernelArguments()),
                BootEntry.title(host.title(), host.commit().version(), 0),
                bootPrefix);
        if (bootPrefix.isEmpty()) {
            // Paths that begin with /boot are right there as well.
            tree.link("/boot/boot", ".");
        }
        tree.link("/boot/loader", version.loader());
        text("/boot/" + version.loader() + "/entries/" + BootEntry.fileName(0, 1), 0644, entry.text());
        text("/boot/" + version.loader() + "/grub.cfg", 0644, GrubConfiguration.menu(List.of(entry)));
        text(
                "/boot/grub/grub.cfg",
                0644,
                new String(host.requiredBytes(BootLoader.MENU, "the menu"), StandardCharsets.UTF_8));
        file("/boot/grub/grubenv", 0644, timestamp, GrubEnvironment.empty().bytes());
        tree.directory("/boot/efi", Attributes.root(0755, timestamp));
    }

    private Inode shared(String path, TreeNode.File file) {
        return inodes.getOrDefault(file.checksum(), inode(path, file));
    }

    private static TreeMap<String, byte[]> xattrs(Xattrs from) {
        TreeMap<String, byte[]> map = new TreeMap<>();
        for (Xattr x : from.entries()) {
            map.put(x.name(), x.value());
        }
        return map;
    }

    private static String objectPath(ObjectName name) {
        String hex = name.checksum().hex();
        return "/ostree/repo/objects/" + hex.substring(0, 2) + "/" + hex.substring(2) + "."
                + name.type().extension();
    }

    private void text(String path, int mode, String content) {
        file(path, mode, timestamp, content.getBytes(StandardCharsets.UTF_8));
    }

    private void file(String path, int mode, long mtime, byte[] content) {
        tree.file(path, Attributes.root(mode, mtime), content);
    }
}
