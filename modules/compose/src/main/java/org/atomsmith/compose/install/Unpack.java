package org.atomsmith.compose.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.PayloadEntry.Flag;

/**
 * Merges packages into one tree as a package manager unpacks them: links that stand for directories are followed, diverted
 * files go where they were diverted to, owners get their numbers, and two packages with different files at one path are an
 * error.
 */
public final class Unpack {
    private final PackageKind kind;
    private final PayloadFilter filter;
    private FileTree tree;
    private final Map<String, PackageTree> owners = new HashMap<>();
    private final Set<String> configuration = new HashSet<>();

    /** Starts from the tree that is there before the first package. */
    public Unpack(PackageKind kind, PayloadFilter filter, FileTree initial) {
        this.kind = kind;
        this.filter = filter;
        this.tree = initial.copy();
    }

    /** Starts from an empty tree. */
    Unpack(PackageKind kind, PayloadFilter filter) {
        this(kind, filter, new FileTree());
    }

    /** Starts anew from this tree. */
    void begin(FileTree initial) {
        tree = initial.copy();
        owners.clear();
        configuration.clear();
    }

    /** Notes whose the files of the tree are. Paths are where the files are: links in them are followed already. */
    void adopt(List<PackageTree> installed) {
        for (PackageTree p : installed) {
            for (PackageTree.Entry e : p.entries()) {
                owners.put(e.path(), p);
                if (e.flags().contains(Flag.CONFIG)) {
                    configuration.add(e.path());
                }
            }
        }
    }

    /** Whether a path is this package's. */
    boolean isOwner(PackageTree owner, String path) {
        return owners.get(path) == owner;
    }

    /** Takes a package out; its files but those that are kept count as gone. */
    void forget(PackageTree gone, Set<String> kept) {
        for (PackageTree.Entry e : gone.entries()) {
            if (isOwner(gone, e.path())) {
                owners.remove(e.path());
                if (!kept.contains(e.path()) && !(e.node() instanceof Node.Directory) && tree.has(e.path())) {
                    tree.remove(e.path());
                    configuration.remove(e.path());
                }
            }
        }
    }

    /** Everything unpacked so far. */
    public FileTree tree() {
        return tree;
    }

    /** Paths that packages mark as configuration: what a scriptlet wrote there before stays. */
    public Set<String> configuration() {
        return configuration;
    }

    /** Which package brought a path, when one did. */
    public Map<String, PackageTree> owners() {
        return owners;
    }

    /**
     * Unpacks packages and returns just what they bring, at the paths where it ends up.
     *
     * @param diversions see {@link PackageKind#diversions}
     * @throws FileConflictException when two packages do not fit together
     */
    public FileTree unpack(List<PackageTree> packages, Map<String, PackageKind.Diversion> diversions, Accounts accounts)
            throws IOException {
        FileTree layer = new FileTree();
        // Links first, those nearest to the root before others: where one package has a directory and another a link to
        // a directory, the link stays, and what is below goes through it.
        List<Late> links = new ArrayList<>();
        for (PackageTree p : packages) {
            for (PackageTree.Entry e : p.entries()) {
                if (e.node() instanceof Node.Symlink && filter.keeps(p.nevra().name(), e)) {
                    links.add(new Late(p, e));
                }
            }
        }
        links.sort(Comparator.comparingLong(
                l -> l.entry.path().chars().filter(c -> c == '/').count()));
        for (Late link : links) {
            place(layer, link.owner, link.entry, diversions, accounts);
        }
        List<Late> files = new ArrayList<>();
        for (PackageTree p : packages) {
            for (PackageTree.Entry e : p.entries()) {
                if (filter.keeps(p.nevra().name(), e)) {
                    switch (e.node()) {
                        case Node.Directory d -> place(layer, p, e, diversions, accounts);
                        case Node.File f -> files.add(new Late(p, e));
                        case Node.Symlink s -> {}
                    }
                }
            }
        }
        for (Late late : files) {
            place(layer, late.owner, late.entry, diversions, accounts);
        }
        return layer;
    }

    private record Late(PackageTree owner, PackageTree.Entry entry) {}

    private void place(
            FileTree layer,
            PackageTree owner,
            PackageTree.Entry entry,
            Map<String, PackageKind.Diversion> diversions,
            Accounts accounts)
            throws FileConflictException {
        Node node = accounts.resolve(entry);
        String path = tree.resolveParent(entry.path());
        PackageKind.Diversion diversion = diversions.get(path);
        if (diversion != null
                && !(node instanceof Node.Directory)
                && !diversion.by().equals(owner.nevra().name())) {
            path = diversion.to();
        }
        Node before = tree.get(path).orElse(null);
        if (node instanceof Node.Directory) {
            if (before instanceof Node.Symlink) {
                String target = tree.resolve(path);
                if (!target.equals(path) && !tree.has(target)) {
                    put(layer, target, node, owner);
                }
                return;
            }
            if (before instanceof Node.File) {
                throw conflict(path, owner);
            }
            if (before instanceof Node.Directory && owners.containsKey(path)) {
                return;
            }
            put(layer, path, node, owner);
            return;
        }
        if (before instanceof Node.Directory) {
            if (node instanceof Node.Symlink) {
                return;
            }
            throw conflict(path, owner);
        }
        if (before instanceof Node.File
                && entry.flags().contains(Flag.CONFIG)
                && !owners.containsKey(path)
                && kind.keepsWrittenConfiguration()) {
            // Somebody wrote it before the package came.
            owners.put(path, owner);
            configuration.add(path);
            return;
        }
        if (before != null && !before.equals(node)) {
            PackageTree other = owners.get(path);
            if (other != null && other != owner) {
                if (kind.mayReplace(other, owner) && !kind.mayReplace(owner, other)) {
                    return;
                }
                if (!kind.mayReplace(owner, other)) {
                    throw conflict(path, owner);
                }
            }
        }
        put(layer, path, node, owner);
        if (entry.flags().contains(Flag.CONFIG) && kind.keepsWrittenConfiguration()) {
            configuration.add(path);
        }
    }

    private void put(FileTree layer, String path, Node node, PackageTree owner) {
        tree.put(path, node);
        layer.put(path, node);
        owners.put(path, owner);
    }

    private FileConflictException conflict(String path, PackageTree second) {
        PackageTree first = owners.get(path);
        return new FileConflictException(
                path,
                first == null ? "what is installed" : first.nevra().toString(),
                second.nevra().toString());
    }
}
