package org.atomsmith.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SymbolicLink;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.Xattr;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.tree.TreeNode;

/**
 * The root file system of a new disk as {@code ostree admin} would leave it: a bare repository that holds the commit, one
 * deployment whose files are hard links to the repository's, and {@code /boot}.
 */
final class SysrootTree {
    private static final String STATEROOT = "default";
    /** Files of commits have this modification time; of ours, the commit's. */
    private static final long OBJECT_MTIME = 0;

    private static final int GRUBENV_BYTES = 1024;

    private final HostCommit host;
    private final FileTree tree;
    private final long timestamp;
    private final Map<Checksum, Inode> inodes = new HashMap<>();

    SysrootTree(HostCommit host) {
        this.host = host;
        this.timestamp = host.commit().timestamp();
        this.tree = new FileTree(Attributes.root(0755, timestamp));
    }

    /** Builds the tree. */
    Directory build() throws IOException {
        String commit = host.checksum().hex();
        String deployment = "/ostree/deploy/" + STATEROOT + "/deploy/" + commit + ".0";
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
        deploy(deployment, host.tree().root());
        etc(deployment);
        state();
        String origin = host.text("usr/lib/atomsmith/origin").orElseGet(this::localOrigin);
        text(deployment + ".origin", 0644, origin);
        refs(origin, commit);
        boot(commit);
        return tree.build();
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
                bootprefix=true
                """);
    }

    private void deploy(String path, TreeNode.Directory directory) {
        tree.directory(
                path,
                new Attributes(
                        directory.meta().permissions(),
                        directory.meta().uid(),
                        directory.meta().gid(),
                        OBJECT_MTIME,
                        xattrs(directory.meta().xattrs())));
        directory.children().forEach((name, node) -> {
            switch (node) {
                case TreeNode.Directory d -> deploy(path + "/" + name, d);
                case TreeNode.File f -> tree.put(path + "/" + name, object(f));
            }
        });
    }

    /** The inode that the repository and every place of the deployment share. */
    private Inode object(TreeNode.File file) {
        Inode known = inodes.get(file.checksum());
        if (known == null) {
            known = inode(file);
            tree.put(objectPath(ObjectName.file(file.checksum())), known);
            inodes.put(file.checksum(), known);
        }
        // Empty files are many and may be linked more often than a file system allows; libostree copies them too.
        return file.size() == 0 && !file.header().isSymlink() ? inode(file) : known;
    }

    private Inode inode(TreeNode.File file) {
        FileHeader h = file.header();
        Attributes attributes = new Attributes(
                h.isSymlink() ? 0777 : h.permissions(), h.uid(), h.gid(), OBJECT_MTIME, xattrs(h.xattrs()));
        return h.isSymlink()
                ? new SymbolicLink(attributes, h.symlinkTarget())
                : new RegularFile(attributes, host.content(file));
    }

    /** The deployment's own copy of {@code /usr/etc}; these files are edited, so none of them is a link. */
    private void etc(String deployment) throws IOException {
        if (!(host.tree().find("usr/etc").orElse(null) instanceof TreeNode.Directory directory)) {
            throw new ImageException("commit " + host.checksum() + " has no /usr/etc: it is not a host");
        }
        copy(deployment + "/etc", directory);
        updated(deployment + "/etc/.updated");
    }

    private void copy(String path, TreeNode.Directory directory) {
        tree.directory(
                path,
                new Attributes(
                        directory.meta().permissions(),
                        directory.meta().uid(),
                        directory.meta().gid(),
                        timestamp,
                        xattrs(directory.meta().xattrs())));
        directory.children().forEach((name, node) -> {
            switch (node) {
                case TreeNode.Directory d -> copy(path + "/" + name, d);
                case TreeNode.File f -> tree.put(path + "/" + name, inode(f));
            }
        });
    }

    /** The stateroot's {@code /var} as {@code ostree admin os-init} makes it; the rest is made at boot. */
    private void state() {
        String var = "/ostree/deploy/" + STATEROOT + "/var";
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
        String ref = host.commit().refBinding().stream()
                .findFirst()
                .orElse(host.checksum().hex());
        return "[origin]\nrefspec=" + ref + "\n";
    }

    private void refs(String origin, String commit) {
        String line = commit + "\n";
        text("/ostree/repo/refs/heads/ostree/1/1/0", 0644, line);
        for (String field : origin.split("\n")) {
            if (field.startsWith("refspec=")) {
                String refspec = field.substring("refspec=".length()).strip();
                int colon = refspec.indexOf(':');
                text(
                        colon < 0
                                ? "/ostree/repo/refs/heads/" + refspec
                                : "/ostree/repo/refs/remotes/" + refspec.substring(0, colon) + "/"
                                        + refspec.substring(colon + 1),
                        0644,
                        line);
            }
        }
    }

    private void boot(String commit) throws IOException {
        String checksum = host.bootChecksum();
        String version = host.kernelVersion();
        String files = "/boot/ostree/" + STATEROOT + "-" + checksum;
        tree.put(
                files + "/vmlinuz-" + version, inodes.getOrDefault(host.kernel().checksum(), inode(host.kernel())));
        tree.put(
                files + "/initramfs-" + version + ".img",
                inodes.getOrDefault(host.initramfs().checksum(), inode(host.initramfs())));

        String bootPath = "/ostree/boot.1/" + STATEROOT + "/" + checksum + "/0";
        tree.link("/ostree/boot.1", "boot.1.1");
        tree.link(
                "/ostree/boot.1.1/" + STATEROOT + "/" + checksum + "/0",
                "../../../deploy/" + STATEROOT + "/deploy/" + commit + ".0");

        String options = "ostree=" + bootPath + " " + String.join(" ", KernelArguments.of(host));
        BootEntry entry = new BootEntry(
                title(), 1, options, files + "/vmlinuz-" + version, files + "/initramfs-" + version + ".img");
        tree.link("/boot/loader", "loader.1");
        text("/boot/loader.1/entries/ostree-1.conf", 0644, entry.toSpecification());
        text("/boot/loader.1/grub.cfg", 0644, entry.toGrub());
        text("/boot/grub/grub.cfg", 0644, resource("grub.cfg"));
        text("/boot/grub/grubenv", 0644, environmentBlock());
        tree.directory("/boot/efi", Attributes.root(0755, timestamp));
    }

    private String title() throws IOException {
        String name = "Linux";
        for (String path : new String[] {"usr/etc/os-release", "usr/lib/os-release"}) {
            for (String line : host.text(path).orElse("").split("\n")) {
                if (line.startsWith("PRETTY_NAME=")) {
                    name = line.substring("PRETTY_NAME=".length())
                            .replace("\"", "")
                            .strip();
                }
            }
        }
        String version = host.commit().version().map(v -> " " + v).orElse("");
        return name + version + " (ostree:0)";
    }

    /** GRUB's environment block: a header and {@code #} up to 1,024 bytes. */
    private static String environmentBlock() {
        String header = "# GRUB Environment Block\n";
        return header + "#".repeat(GRUBENV_BYTES - header.length());
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

    private static String resource(String name) throws IOException {
        try (InputStream in = SysrootTree.class.getResourceAsStream("/org/atomsmith/image/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
