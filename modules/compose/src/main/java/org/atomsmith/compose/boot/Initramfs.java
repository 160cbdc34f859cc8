package org.atomsmith.compose.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.cache.CachedTrees;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;

/**
 * Makes the initramfs with the tree's own dracut. Its input is the tree as the packages left it, and of the changes that
 * came later only those that an initramfs can depend on; so a changed greeting does not cost ten seconds.
 */
public final class Initramfs {
    private static final int VERSION = 2;
    private static final String ENTRIES = "initramfs";
    private static final String IMAGE = "initramfs.img";
    private static final String OUTPUT = "var/tmp/initramfs.img";
    private static final String DRACUT = "usr/bin/dracut";

    /** Where dracut and what it runs look for programs, units, rules and settings. */
    private static final List<String> RELEVANT = List.of(
            "etc/cmdline.d/",
            "etc/conf.d/",
            "etc/crypttab",
            "etc/dracut.conf",
            "etc/fstab",
            "etc/group",
            "etc/ld.so.conf",
            "etc/lvm/",
            "etc/mdadm",
            "etc/modprobe.d/",
            "etc/modules-load.d/",
            "etc/multipath",
            "etc/ostree/",
            "etc/passwd",
            "etc/sysctl.d/",
            "etc/sysctl.conf",
            "etc/systemd/journald.conf",
            "etc/systemd/network/",
            "etc/systemd/system.conf",
            "etc/udev/",
            "etc/vconsole.conf",
            "usr/bin/",
            "usr/lib/dracut/",
            "usr/lib/firmware/",
            "usr/lib/modprobe.d/",
            "usr/lib/modules-load.d/",
            "usr/lib/modules/",
            "usr/lib/ostree/",
            "usr/lib/sysctl.d/",
            "usr/lib/systemd/network/",
            "usr/lib/sysusers.d/",
            "usr/lib/udev/",
            "usr/sbin/");

    private final BuildCache cache;
    private final CachedTrees trees;
    private final ObjectStore objects;
    private final ScriptletEnvironment environment = ScriptletEnvironment.timeless();
    private final EventSink events;

    /** A maker of initramfs images. */
    public Initramfs(BuildCache cache, ObjectStore objects, EventSink events) {
        this.cache = cache;
        this.trees = new CachedTrees(cache, objects, ENTRIES);
        this.objects = objects;
        this.events = events;
    }

    /**
     * Makes the initramfs.
     *
     * @param installed the tree as the packages left it
     * @param installedKey stands for it
     * @param tree the tree with all later changes, {@code /etc} still in its place
     * @param kernel version of the kernel
     * @param arguments for dracut, after its configuration
     * @throws BootException when there is no dracut or it fails
     */
    public Node.File make(FileTree installed, String installedKey, FileTree tree, String kernel, List<String> arguments)
            throws IOException {
        Map<String, Optional<Node>> changes = relevantChanges(installed, tree);
        CacheKey key = new CacheKey(ENTRIES, VERSION)
                .add(installedKey)
                .add(environment.key())
                .add(kernel)
                .add(String.join("\0", arguments));
        changes.forEach((path, node) -> key.add(path).add(node.map(Node::key).orElse("-")));
        String hex = key.hex();
        try (Step step = Step.begin(events, "initramfs", "Make the initramfs")) {
            Optional<Node> ready = trees.find(hex).flatMap(t -> t.get(IMAGE));
            if (ready.isPresent()) {
                step.end("kernel " + kernel, true);
                return (Node.File) ready.get();
            }
            FileTree input = installed.copy();
            changes.forEach((path, node) -> node.ifPresentOrElse(n -> input.put(path, n), () -> input.remove(path)));
            Node.File image = run(input, kernel, arguments);
            FileTree entry = new FileTree();
            entry.put(IMAGE, image);
            trees.put(hex, entry);
            step.end("kernel " + kernel + ", " + image.size() / 1_000_000 + " MB");
            return image;
        }
    }

    /** Paths that changed and matter, sorted, with what is there now. */
    private static Map<String, Optional<Node>> relevantChanges(FileTree before, FileTree after) {
        Map<String, Optional<Node>> changes = new TreeMap<>();
        after.forEach((path, node) -> {
            if (isRelevant(path) && !before.get(path).filter(node::equals).isPresent()) {
                changes.put(path, Optional.of(node));
            }
        });
        before.forEach((path, node) -> {
            if (isRelevant(path) && !after.has(path)) {
                changes.put(path, Optional.empty());
            }
        });
        return changes;
    }

    private static boolean isRelevant(String path) {
        return RELEVANT.stream().anyMatch(path::startsWith);
    }

    private Node.File run(FileTree input, String kernel, List<String> arguments) throws IOException {
        if (!input.has(DRACUT)) {
            throw new BootException(
                    "the tree has no /" + DRACUT + " to make its initramfs with; add dracut to 'packages'");
        }
        try (ToolRoot tools = new ToolRoot(cache, objects, environment, input)) {
            List<String> command =
                    new ArrayList<>(List.of("/" + DRACUT, "--force", "--tmpdir", "/tmp", "--kver", kernel));
            command.addAll(arguments);
            command.add("/" + OUTPUT);
            Files.createDirectories(tools.root().directory().resolve(OUTPUT).getParent());
            tools.run(command, "Look at 'initramfs-args' and at what packages and overlays put in dracut.conf.d.");
            Path image = tools.root().directory().resolve(OUTPUT);
            try (InputStream in = Files.newInputStream(image)) {
                return objects.store(in, Files.size(image), new Node.Stored(0, 0, 0600, Node.noXattrs()));
            }
        }
    }
}
