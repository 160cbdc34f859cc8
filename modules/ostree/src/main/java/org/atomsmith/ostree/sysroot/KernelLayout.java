package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;

/**
 * The kernel of a tree: {@code usr/lib/modules/<release>/vmlinuz} and what lies beside it. As libostree's
 * ostree-sysroot-deploy.c has it; the older layouts in {@code usr/lib/ostree-boot} and {@code boot} are not looked for.
 *
 * @param release the kernel's release, {@code uname -r}
 * @param kernel the kernel
 * @param initramfs {@code initramfs.img} or {@code initramfs}
 * @param devicetree the one file {@code devicetree}
 * @param hmac the kernel's {@code .vmlinuz.hmac}, for FIPS mode
 */
public record KernelLayout(
        String release,
        TreeNode.File kernel,
        Optional<TreeNode.File> initramfs,
        Optional<TreeNode.File> devicetree,
        Optional<TreeNode.File> hmac) {
    private static final String MODULES = "usr/lib/modules";

    /** The kernel of a tree; empty when it has none. Of several, the first by name. */
    public static Optional<KernelLayout> find(Tree tree) {
        if (!(tree.find(MODULES).orElse(Tree.EMPTY.root()) instanceof TreeNode.Directory modules)) {
            return Optional.empty();
        }
        for (Map.Entry<String, TreeNode> entry : modules.children().entrySet()) {
            String release = entry.getKey();
            Optional<TreeNode.File> kernel = file(tree, release, "vmlinuz");
            if (kernel.isPresent()) {
                return Optional.of(new KernelLayout(
                        release,
                        kernel.get(),
                        file(tree, release, "initramfs.img").or(() -> file(tree, release, "initramfs")),
                        file(tree, release, "devicetree"),
                        file(tree, release, ".vmlinuz.hmac")));
            }
        }
        return Optional.empty();
    }

    private static Optional<TreeNode.File> file(Tree tree, String release, String name) {
        return tree.findFile(MODULES + "/" + release + "/" + name)
                .filter(file -> !file.header().isSymlink());
    }

    /** {@code vmlinuz-<release>}: its name in the boot directory. */
    public String kernelName() {
        return "vmlinuz-" + release;
    }

    /** {@code initramfs-<release>.img}. */
    public String initramfsName() {
        return "initramfs-" + release + ".img";
    }

    /** {@code devicetree-<release>}. */
    public String devicetreeName() {
        return "devicetree-" + release;
    }

    /** {@code .vmlinuz-<release>.hmac}. */
    public String hmacName() {
        return "." + kernelName() + ".hmac";
    }

    /** All names in the boot directory. */
    public KernelNames names() {
        return new KernelNames(
                kernelName(),
                initramfs.map(_ -> initramfsName()),
                devicetree.map(_ -> devicetreeName()),
                Optional.empty());
    }

    /** All files of the boot directory by their names there, in the order of names. */
    public SortedMap<String, TreeNode.File> installed() {
        SortedMap<String, TreeNode.File> files = new TreeMap<>();
        files.put(kernelName(), kernel);
        initramfs.ifPresent(file -> files.put(initramfsName(), file));
        devicetree.ifPresent(file -> files.put(devicetreeName(), file));
        hmac.ifPresent(file -> files.put(hmacName(), file));
        return files;
    }

    /** The SHA-256 of kernel, initramfs and devicetree, one after the other: what the boot directory is named by. */
    public Checksum bootChecksum(Repository repository) throws IOException {
        List<TreeNode.File> parts = new ArrayList<>(List.of(kernel));
        initramfs.ifPresent(parts::add);
        devicetree.ifPresent(parts::add);
        MessageDigest digest = Checksum.sha256OfContent();
        byte[] buffer = new byte[65_536];
        for (TreeNode.File part : parts) {
            try (ContentObject content = repository.openContent(part.checksum())) {
                for (int n = content.stream().read(buffer);
                        n >= 0;
                        n = content.stream().read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
        }
        return Checksum.of(digest.digest());
    }
}
