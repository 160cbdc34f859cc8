package org.atomsmith.compose.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.selinux.FileContexts;

/**
 * Labels of a composed tree, by the SELinux policy that is in it: {@code security.selinux} of every file, directory and
 * link, as {@code selabel_lookup(3)} says it for the path.
 */
public final class SelinuxLabels {
    private static final String ATTRIBUTE = "security.selinux";
    private static final String DEFAULTS = "usr/etc";

    private SelinuxLabels() {}

    /** Whether a tree has a policy. */
    public static boolean hasPolicy(FileTree tree, ObjectStore objects) throws IOException {
        return FileContexts.load(path -> read(tree, objects, path)).isPresent();
    }

    /** Whether a tree was labelled. */
    public static boolean in(FileTree tree) {
        return tree.get("").filter(root -> root.xattrs().containsKey(ATTRIBUTE)).isPresent();
    }

    /**
     * Labels everything, by the policy in the tree.
     *
     * @param version of the rules, as {@code selinux-label-version} says it: from 1 on, defaults in {@code /usr/etc} have
     *     the labels of {@code /etc}
     * @throws LayoutException when there is no policy
     */
    public static void apply(FileTree tree, ObjectStore objects, int version) throws IOException {
        FileContexts policy = FileContexts.load(path -> read(tree, objects, path))
                .orElseThrow(() -> new LayoutException("'selinux: true' wants a policy in the tree, and there is no"
                        + " SELINUXTYPE in /etc/selinux/config; add the package of one (Fedora:"
                        + " selinux-policy-targeted, Debian: selinux-policy-default and selinux-basics), or say"
                        + " 'selinux: false'"));
        for (Map.Entry<String, Node> entry : tree.copy().nodes().entrySet()) {
            String path = entry.getKey();
            Node node = entry.getValue();
            Optional<String> label = policy.label("/" + seen(path, version), mode(node));
            SortedMap<String, byte[]> attributes = new TreeMap<>(node.xattrs());
            attributes.remove(ATTRIBUTE);
            label.ifPresent(text -> attributes.put(ATTRIBUTE, (text + "\0").getBytes(StandardCharsets.UTF_8)));
            if (!Node.sameXattrs(attributes, node.xattrs())) {
                tree.put(path, node.withXattrs(Node.xattrs(attributes)));
            }
        }
    }

    /** The version of the rules by which a tree was labelled: its {@code /usr/etc} shows it. */
    public static int version(FileTree tree) {
        Optional<byte[]> defaults = tree.get(DEFAULTS)
                .flatMap(node -> Optional.ofNullable(node.xattrs().get(ATTRIBUTE)));
        return defaults.map(label -> new String(label, StandardCharsets.UTF_8))
                        .filter(label -> label.contains(":etc_t:"))
                        .isPresent()
                ? 1
                : 0;
    }

    /** Takes all labels away. */
    public static void strip(FileTree tree) {
        for (Map.Entry<String, Node> entry : tree.copy().nodes().entrySet()) {
            Node node = entry.getValue();
            if (node.xattrs().containsKey(ATTRIBUTE)) {
                SortedMap<String, byte[]> attributes = new TreeMap<>(node.xattrs());
                attributes.remove(ATTRIBUTE);
                tree.put(entry.getKey(), node.withXattrs(Node.xattrs(attributes)));
            }
        }
    }

    private static String seen(String path, int version) {
        boolean isDefault = path.equals(DEFAULTS) || path.startsWith(DEFAULTS + "/");
        return version >= 1 && isDefault ? path.substring("usr/".length()) : path;
    }

    private static int mode(Node node) {
        return switch (node) {
            case Node.Directory _ -> FileMode.DIRECTORY;
            case Node.File _ -> FileMode.REGULAR;
            case Node.Symlink _ -> FileMode.SYMLINK;
        };
    }

    private static Optional<String> read(FileTree tree, ObjectStore objects, String path) throws IOException {
        Optional<Node> node = tree.get(tree.resolve(path.substring(1)));
        return node.isPresent() && node.get() instanceof Node.File file
                ? Optional.of(new String(objects.read(file), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
