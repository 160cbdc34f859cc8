package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Step;
import org.atomsmith.linux.Trees;
import org.atomsmith.rpm.PayloadEntry.Flag;

/** The build root of an installation, with the packages that are in it: what every order of installing them does there. */
final class InstallationRoot implements AutoCloseable {
    private final PackageKind kind;
    private final ObjectStore objects;
    private final BuildRoot root;
    private final Unpack unpack;
    private final List<PackageTree> installed = new ArrayList<>();
    private final List<PackageTree> changed = new ArrayList<>();
    private FileTree lower = new FileTree();
    private Map<String, PackageKind.Diversion> diversions = Map.of();
    private Accounts accounts = Accounts.none();
    private int scriptlets;

    /**
     * A root in an empty directory on the file system of the objects.
     *
     * @param internal what runs scriptlets that name no program of the tree
     */
    InstallationRoot(
            Path directory, ObjectStore objects, PackageKind kind, PayloadFilter filter, List<InternalProgram> internal)
            throws IOException {
        this.kind = kind;
        this.objects = objects;
        List<InternalProgram> programs = new ArrayList<>(internal);
        programs.add(new SysusersLines());
        this.root = new BuildRoot(directory, objects, ScriptletEnvironment.timeless(), kind.sandboxFiles(), programs);
        this.unpack = new Unpack(kind, filter);
    }

    PackageKind kind() {
        return kind;
    }

    /** Where the root is. */
    Path directory() {
        return root.directory();
    }

    /** How many scriptlets ran. */
    int scriptlets() {
        return scriptlets;
    }

    /** Changes the environment of the scriptlets that follow. */
    void environment(ScriptletEnvironment next) {
        root.environment(next);
    }

    /** The packages that are there, in the order in which they came. */
    List<PackageTree> installed() {
        return List.copyOf(installed);
    }

    /** The packages that came or went. */
    List<PackageTree> changed() {
        return List.copyOf(changed);
    }

    /** Begins with what is there before the first package. */
    void beginEmpty() throws IOException {
        lower = initial();
        unpack.begin(lower);
        root.addFiles(lower);
    }

    /** Takes over what ran before the first package: it decides where the first packages' files end up. */
    void settle() throws IOException {
        lower = root.capture(lower);
        root.detach();
        root.settle(lower);
        unpack.begin(lower);
    }

    /** The tree below what ran. */
    FileTree lower() {
        return lower.copy();
    }

    /** Begins with the tree after some groups of packages, which {@link #note} tells. */
    void resume(FileTree beginning, FileTree state) throws IOException {
        lower = state;
        unpack.begin(beginning);
        root.addFiles(lower);
        root.attach();
        refresh();
    }

    /** Notes a group that is in the tree. */
    void note(List<PackageTree> group) throws IOException {
        unpack.unpack(group, diversions, accounts);
        installed.addAll(group);
        changed.addAll(group);
    }

    /** Begins with a finished system, in which these packages are. */
    void adopt(FileTree system, List<PackageTree> packages) throws IOException {
        lower = system;
        unpack.begin(lower);
        unpack.adopt(packages);
        root.addFiles(lower);
        installed.addAll(packages);
        attach();
    }

    private FileTree initial() throws IOException {
        FileTree tree = new FileTree();
        for (Map.Entry<String, byte[]> e : kind.initialFiles().entrySet()) {
            if (e.getKey().endsWith("/")) {
                tree.mkdirs(e.getKey().substring(0, e.getKey().length() - 1));
            } else {
                tree.put(e.getKey(), initialNode(e.getValue()));
            }
        }
        return tree;
    }

    private Node initialNode(byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.UTF_8);
        return text.startsWith("-> ") ? new Node.Symlink(0, 0, text.substring(3)) : objects.store(content, 0, 0, 0644);
    }

    /** Paths of the new version; configuration that nobody edited is not among them, so that the new one's comes. */
    Set<String> kept(PackageTree old, PackageTree by) throws IOException {
        Set<String> kept = new TreeSet<>();
        for (PackageTree.Entry e : by.entries()) {
            String path = unpack.tree().resolveParent(e.path());
            boolean untouched = e.flags().contains(Flag.CONFIG)
                    && unpack.tree().get(path).orElse(null) instanceof Node.File file
                    && !kind.isEdited(old, path, objects.read(file));
            if (!untouched) {
                kept.add(path);
            }
        }
        return kept;
    }

    /** Takes a package out of those that are installed; its files stay. */
    void leaveOut(PackageTree p) {
        installed.remove(p);
    }

    /** Notes that a package went, for triggers. */
    void noteChanged(PackageTree p) {
        changed.add(p);
    }

    /** Forgets whose a package's files were, but for some. */
    void forget(PackageTree p, Set<String> kept) {
        unpack.forget(p, kept);
    }

    /** The tree of the packages' files. */
    FileTree tree() {
        return unpack.tree();
    }

    /** Whether a path of a package is its own: no other package put it there after it. */
    boolean isOwner(PackageTree p, String path) {
        return unpack.isOwner(p, path);
    }

    /** Deletes a package's own files, and its directories that are empty and nobody else's. */
    void delete(PackageTree owner, Set<String> kept) throws IOException {
        delete(owner.entries().stream()
                .filter(e -> !kept.contains(e.path()))
                .filter(e -> e.node() instanceof Node.Directory || unpack.isOwner(owner, e.path()))
                .toList());
    }

    /** Deletes files, and directories that are empty and no package's. */
    void delete(List<PackageTree.Entry> entries) throws IOException {
        Set<String> directories = new TreeSet<>(Comparator.reverseOrder());
        for (PackageTree.Entry e : entries) {
            if (e.node() instanceof Node.Directory) {
                directories.add(e.path());
            } else {
                root.delete(e.path());
            }
        }
        for (PackageTree p : installed) {
            p.entries().forEach(e -> directories.remove(e.path()));
        }
        for (String directory : directories) {
            root.deleteEmpty(directory);
        }
    }

    /** Deletes files. */
    void deleteAll(Set<String> files) throws IOException {
        for (String file : files) {
            root.delete(file);
        }
    }

    /** Unpacks packages, which are installed then. */
    void unpack(List<PackageTree> packages) throws IOException {
        FileTree layer = unpack.unpack(packages, diversions, accounts);
        root.detach();
        root.makeRoom(layer, unpack.configuration());
        root.addFiles(layer);
        layer.forEach((path, node) -> {
            if (!path.isEmpty()) {
                lower.put(path, node);
            }
        });
        installed.addAll(packages);
        changed.addAll(packages);
    }

    /** Runs scriptlets one after the other; whether there were any. */
    boolean runAll(List<ScriptletCall> calls) throws IOException {
        for (ScriptletCall call : calls) {
            attach();
            root.run(call);
            scriptlets++;
        }
        return !calls.isEmpty();
    }

    /** Runs scriptlets of what goes, whether they fail or not. */
    void runAnyway(List<ScriptletCall> calls, Step step) throws IOException {
        for (ScriptletCall call : calls) {
            try {
                runAll(List.of(call));
            } catch (ScriptletFailedException e) {
                step.warn(call.owner() + " is removed though its " + call.phase() + " failed");
            }
        }
    }

    /** Makes the tree one that scriptlets can run in. */
    void attach() throws IOException {
        if (!root.isAttached()) {
            root.attach();
            writeDatabase();
        }
    }

    /** Looks again at what scriptlets may have changed. */
    void refresh() throws IOException {
        diversions = kind.diversions(root.directory());
        accounts = Accounts.read(root.directory());
    }

    /** Writes the package database as it is now. */
    void writeDatabase() throws IOException {
        root.write(kind.database(installed));
    }

    /** Tells the root that what follows is the end. */
    void finishing() throws IOException {
        root.detach();
        root.finishing();
        attach();
    }

    /** Deletes a path of the root and what is below it. */
    void clear(String path) throws IOException {
        Trees.delete(root.directory().resolve(path));
    }

    /** The tree as it is now. */
    FileTree capture() throws IOException {
        attach();
        return root.capture(lower);
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
