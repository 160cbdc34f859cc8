package org.atomsmith.compose.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/** All rules that make an OSTree host of a tree, in the order in which they apply. */
public final class HostLayout {
    private HostLayout() {}

    /** What is put under the tree before the user's own overlays: files that every host of ours has. */
    public static void prepare(FileTree tree, ObjectStore objects) throws IOException {
        new HostDefaults().apply(tree, objects);
        new Kernel().apply(tree, objects);
    }

    /** What is done last, when nothing but the initramfs is missing. */
    public static void finish(FileTree tree, ObjectStore objects, Facts facts) throws IOException {
        List<LayoutRule> rules = new ArrayList<>(
                List.of(new NoIdentity(facts.machineId()), new TopLevel(facts.tmpIsDirectory(), facts.local())));
        if (facts.ostreeBoot()) {
            rules.add(new OstreeBoot());
        }
        rules.addAll(List.of(new AccountsForHosts(), new StateToTmpfiles(), new EtcToUsr()));
        for (LayoutRule rule : rules) {
            rule.apply(tree, objects);
        }
    }

    /**
     * Undoes {@link #finish}, so that packages can be installed on a host's tree: {@code /etc} and {@code /var} are back in
     * their places. When it is finished again without a change, it is the tree that it was.
     *
     * @return how to finish it again
     */
    public static Facts reopen(FileTree tree, ObjectStore objects) throws IOException {
        boolean ostreeBoot = tree.children(OstreeBoot.DIRECTORY).stream().anyMatch(name -> name.startsWith("vmlinuz-"));
        Facts facts = new Facts(
                tree.has("usr/etc/machine-id"),
                tree.get("tmp").orElse(null) instanceof Node.Directory,
                LocalDirectories.of(tree),
                ostreeBoot);
        if (tree.has("usr/etc")) {
            tree.move("usr/etc", "etc");
        }
        new StateFromTmpfiles().apply(tree, objects);
        return facts;
    }

    /**
     * How a tree is finished.
     *
     * @param machineId whether an empty {@code /etc/machine-id} stays (the treefile's {@code machineid-compat})
     * @param tmpIsDirectory whether {@code /tmp} is a directory ({@code tmp-is-dir})
     * @param local where {@code /opt} and {@code /usr/local} lie ({@code opt-usrlocal})
     * @param ostreeBoot whether the kernel is in {@code /usr/lib/ostree-boot} too ({@code boot-location: new})
     */
    public record Facts(boolean machineId, boolean tmpIsDirectory, LocalDirectories local, boolean ostreeBoot) {}
}
