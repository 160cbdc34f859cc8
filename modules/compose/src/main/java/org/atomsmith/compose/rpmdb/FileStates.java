package org.atomsmith.compose.rpmdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.rpm.file.FileState;
import org.atomsmith.rpm.file.ListedFile;

/**
 * What became of packages' files in a tree, in rpm's terms. A file that scriptlets or an administrator changed is where it was
 * installed, and {@code rpm -V} shall say that it was changed.
 */
final class FileStates {
    /** Where the machine, and not the image, decides what is there. */
    private static final List<String> MACHINES =
            List.of("boot", "dev", "ostree", "proc", "run", "sys", "sysroot", "tmp", "var");

    private final FileTree tree;
    /** Places that several packages list, unless all mean a directory. */
    private final Set<String> contested = new HashSet<>();

    /**
     * Looks at a tree.
     *
     * @param tree of a host, or before it becomes one's; a copy is made
     * @param packages all that are in it
     */
    FileStates(FileTree tree, List<EnteredPackage> packages) {
        this.tree = tree.copy();
        if (this.tree.has("usr/etc") && !this.tree.has("etc")) {
            // A deployment has its own copy there.
            this.tree.move("usr/etc", "etc");
        }
        Map<String, EnteredPackage> first = new HashMap<>();
        for (EnteredPackage p : packages) {
            for (ListedFile file : p.files()) {
                if (!file.isDirectory()) {
                    String place = place(file);
                    EnteredPackage other = first.putIfAbsent(place, p);
                    if (other != null && other != p) {
                        contested.add(place);
                    }
                }
            }
        }
    }

    /** The state of each of a package's files, in its header's order. */
    List<FileState> of(EnteredPackage p) {
        List<FileState> states = new ArrayList<>();
        for (ListedFile file : p.files()) {
            states.add(state(p, file));
        }
        return states;
    }

    private FileState state(EnteredPackage p, ListedFile file) {
        String place = place(file);
        Optional<Node> found = tree.get(place);
        boolean leadsOn = file.isDirectory()
                && found.filter(Node.Symlink.class::isInstance).isPresent();
        if (isMachines(leadsOn ? tree.resolve(place) : place)) {
            return FileState.NET_SHARED;
        }
        if (found.isEmpty()) {
            return file.isGhost() ? FileState.NORMAL : FileState.NOT_INSTALLED;
        }
        Node node = found.get();
        boolean sameType = file.isDirectory() == node instanceof Node.Directory
                && file.isSymlink() == node instanceof Node.Symlink;
        if (!sameType) {
            return FileState.REPLACED;
        }
        if (contested.contains(place)) {
            Node brought = p.brought().get(file.path().substring(1));
            return brought != null && hasSameContent(brought, node) ? FileState.NORMAL : FileState.REPLACED;
        }
        return FileState.NORMAL;
    }

    private static boolean isMachines(String place) {
        int slash = place.indexOf('/');
        return MACHINES.contains(slash < 0 ? place : place.substring(0, slash));
    }

    private static boolean hasSameContent(Node one, Node other) {
        return switch (one) {
            case Node.Directory _ -> other instanceof Node.Directory;
            case Node.File a -> other instanceof Node.File b && a.object().equals(b.object());
            case Node.Symlink a -> other instanceof Node.Symlink b && a.target().equals(b.target());
        };
    }

    private String place(ListedFile file) {
        return tree.resolveParent(file.path().substring(1));
    }
}
