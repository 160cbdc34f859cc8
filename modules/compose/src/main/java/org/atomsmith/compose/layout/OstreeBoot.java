package org.atomsmith.compose.layout;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/**
 * Names kernel and initramfs a second time in {@code /usr/lib/ostree-boot}, where a libostree before 2018 looks for them: with
 * the digest of both behind their names ({@code boot-location: new}). The contents are the same objects.
 */
final class OstreeBoot implements LayoutRule {
    static final String DIRECTORY = "usr/lib/ostree-boot";
    private static final int BUFFER = 1 << 16;

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        for (String name : tree.children(DIRECTORY)) {
            if (name.startsWith("vmlinuz-") || name.startsWith("initramfs-")) {
                tree.remove(DIRECTORY + "/" + name);
            }
        }
        String version = Kernel.version(tree);
        Node.File kernel = file(tree, version, "vmlinuz");
        Node.File initramfs = file(tree, version, "initramfs.img");
        String digest = digest(List.of(kernel, initramfs), objects);
        tree.put(DIRECTORY + "/vmlinuz-" + version + "-" + digest, kernel);
        tree.put(DIRECTORY + "/initramfs-" + version + ".img-" + digest, initramfs);
    }

    private static Node.File file(FileTree tree, String version, String name) throws LayoutException {
        String path = "usr/lib/modules/" + version + "/" + name;
        if (tree.get(path).orElse(null) instanceof Node.File file) {
            return file;
        }
        throw new LayoutException("boot-location: the tree has no file /" + path);
    }

    private static String digest(List<Node.File> files, ObjectStore objects) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (Node.File file : files) {
                try (InputStream in = objects.open(file)) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        digest.update(buffer, 0, n);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
