package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Step;
import org.atomsmith.linux.Trees;
import org.atomsmith.rpm.PayloadEntry.Flag;

/**
 * One installation in a build root. It begins with nothing, with the tree after some groups of packages, or with a finished
 * system; then packages are installed, exchanged and removed; triggers run once, at the end.
 */
final class Installation implements AutoCloseable {
    private static final int MAX_TRIGGER_ROUNDS = 8;

    private final PackageKind kind;
    private final ObjectStore objects;
    private final BuildRoot root;
    private final Unpack unpack;
    private final Optional<ScriptletPlan> plan;
    private final List<PackageTree> installed = new ArrayList<>();
    private final List<PackageTree> changed = new ArrayList<>();
    private FileTree lower = new FileTree();
    private Map<String, PackageKind.Diversion> diversions = Map.of();
    private Accounts accounts = Accounts.none();
    private int scriptlets;

    /**
     * An installation in an empty directory on the file system of the objects.
     *
     * @param plan what runs when packages are installed one by one
     * @param internal what runs scriptlets that name no program of the tree
     */
    Installation(
            Path directory,
            ObjectStore objects,
            PackageKind kind,
            PayloadFilter filter,
            Optional<ScriptletPlan> plan,
            List<InternalProgram> internal)
            throws IOException {
        this.kind = kind;
        this.objects = objects;
        this.plan = plan;
        List<InternalProgram> programs = new ArrayList<>(internal);
        programs.add(new SysusersLines());
        this.root = new BuildRoot(directory, objects, ScriptletEnvironment.timeless(), kind.sandboxFiles(), programs);
        this.unpack = new Unpack(kind, filter);
    }

    /** How many scriptlets ran. */
    int scriptlets() {
        return scriptlets;
    }

    /** Changes the environment of the scriptlets that follow. */
    void environment(ScriptletEnvironment next) {
        root.environment(next);
    }

    /** Begins with what is there before the first package, and returns it. */
    FileTree begin() throws IOException {
        lower = initial();
        unpack.begin(lower);
        root.addFiles(lower);
        if (plan.isPresent() && runAll(plan.get().begin())) {
            // What they made decides where the first packages' files end up.
            lower = root.capture(lower);
            root.detach();
            root.settle(lower);
            unpack.begin(lower);
        }
        return lower.copy();
    }

    /**
     * Begins with the tree after these groups.
     *
     * @param beginning what {@link #begin} returned when that tree was made
     */
    void resume(FileTree beginning, FileTree state, List<List<PackageTree>> groups) throws IOException {
        lower = state;
        unpack.begin(beginning);
        root.addFiles(lower);
        root.attach();
        refresh();
        for (List<PackageTree> group : groups) {
            unpack.unpack(group, diversions, accounts);
            installed.addAll(group);
            changed.addAll(group);
            if (plan.isPresent()) {
                for (PackageTree p : group) {
                    plan.get().before(p);
                    plan.get().after(p);
                }
            }
        }
    }

    /** Begins with a finished system, in which these packages are. */
    void adopt(FileTree system, List<PackageTree> packages) throws IOException {
        lower = system;
        if (plan.isPresent()) {
            plan.get().leftovers().forEach(lower::mkdirs);
        }
        unpack.begin(lower);
        unpack.adopt(packages);
        root.addFiles(lower);
        installed.addAll(packages);
        attach();
        if (plan.isPresent()) {
            runAll(plan.get().begin());
        }
        refresh();
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

    /** Installs a group of packages. */
    void install(List<PackageTree> packages) throws IOException {
        if (plan.isPresent()) {
            installEach(packages, plan.get());
            return;
        }
        if (installed.isEmpty()) {
            first(packages);
            return;
        }
        for (List<PackageTree> batch : batches(packages)) {
            runBefore(batch);
            unpack(batch);
            runAfter(batch);
        }
    }

    /** One after the other; those between which nothing runs are unpacked together. */
    private void installEach(List<PackageTree> packages, ScriptletPlan calls) throws IOException {
        List<PackageTree> waiting = new ArrayList<>();
        for (PackageTree p : packages) {
            runWhenUnpacked(waiting, calls.before(p));
            waiting.add(p);
            runWhenUnpacked(waiting, calls.after(p));
        }
        if (!waiting.isEmpty()) {
            unpack(waiting);
        }
    }

    private void runWhenUnpacked(List<PackageTree> waiting, List<ScriptletCall> calls) throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        if (!waiting.isEmpty()) {
            unpack(waiting);
            waiting.clear();
        }
        runAll(calls);
        refresh();
    }

    /** The packages that every system has: nothing can run before all of them are unpacked. */
    private void first(List<PackageTree> packages) throws IOException {
        unpack(packages);
        runBefore(packages);
        runAfter(packages);
    }

    /**
     * Splits packages in front of each that runs something before it is unpacked: what it needs for that is then installed.
     */
    private List<List<PackageTree>> batches(List<PackageTree> packages) {
        List<List<PackageTree>> batches = new ArrayList<>();
        List<PackageTree> batch = new ArrayList<>();
        for (PackageTree p : packages) {
            if (!batch.isEmpty() && kind.beforeUnpack(p, Optional.empty()).isPresent()) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(p);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /**
     * Removes installed packages, what they configured as well. Somebody asked for it: a scriptlet that refuses or fails
     * does not prevent it.
     */
    void remove(List<PackageTree> packages, Step step) throws IOException {
        attach();
        if (plan.isPresent()) {
            for (PackageTree p : packages) {
                runAnyway(plan.get().beforeRemoval(p), step);
                installed.remove(p);
                delete(p, Set.of());
                unpack.forget(p, Set.of());
                runAnyway(plan.get().afterRemoval(p), step);
            }
            refresh();
            return;
        }
        for (PackageTree p : packages) {
            runAnyway(kind.beforeRemoval(p, Optional.empty()), step);
        }
        installed.removeAll(packages);
        for (PackageTree p : packages) {
            delete(p, kind.scriptletFiles(p));
            runAnyway(kind.afterRemoval(p, Optional.empty()), step);
            unpack.forget(p, Set.of());
        }
        for (PackageTree p : packages) {
            deleteAll(kind.scriptletFiles(p));
        }
        changed.addAll(packages);
        root.write(kind.database(installed));
        refresh();
    }

    /** Exchanges an installed package for another version. */
    void replace(PackageTree old, PackageTree by, Step step) throws IOException {
        attach();
        if (plan.isPresent()) {
            exchange(old, by, plan.get(), step);
            return;
        }
        runAll(kind.beforeRemoval(old, Optional.of(by)));
        runAll(kind.beforeUnpack(by, Optional.of(old)).stream().toList());
        Set<String> kept = kept(old, by);
        // Once the new version is unpacked, the old one's script is no longer there.
        runAll(kind.afterRemoval(old, Optional.of(by)));
        installed.remove(old);
        delete(old, kept);
        unpack.forget(old, kept);
        changed.add(old);
        unpack(List.of(by));
        attach();
        runAll(kind.afterUnpack(by, Optional.of(old)).stream().toList());
        refresh();
    }

    /** The new version comes first, then what only the old one has goes. Configuration that was edited stays. */
    private void exchange(PackageTree old, PackageTree by, ScriptletPlan calls, Step step) throws IOException {
        runAll(calls.before(by));
        Set<String> kept = kept(old, by);
        Set<String> paths = new TreeSet<>();
        List<PackageTree.Entry> coming = new ArrayList<>();
        for (PackageTree.Entry e : by.entries()) {
            String path = unpack.tree().resolveParent(e.path());
            paths.add(path);
            boolean edited = e.flags().contains(Flag.CONFIG)
                    && kept.contains(path)
                    && unpack.tree().get(path).orElse(null) instanceof Node.File;
            if (!edited) {
                coming.add(e);
            }
        }
        List<PackageTree.Entry> going = old.entries().stream()
                .filter(e -> unpack.isOwner(old, e.path()) && !paths.contains(e.path()))
                .toList();
        unpack.forget(old, old.entries().stream().map(PackageTree.Entry::path).collect(Collectors.toSet()));
        unpack(List.of(new PackageTree(by.header(), coming)));
        attach();
        runAll(calls.after(by));
        runAnyway(calls.beforeRemoval(old), step);
        installed.remove(old);
        delete(going);
        going.forEach(e -> unpack.tree().remove(e.path()));
        runAnyway(calls.afterRemoval(old), step);
        refresh();
    }

    /** Paths of the new version; configuration that nobody edited is not among them, so that the new one's comes. */
    private Set<String> kept(PackageTree old, PackageTree by) throws IOException {
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

    /** Deletes a package's own files, and its directories that are empty and nobody else's. */
    private void delete(PackageTree owner, Set<String> kept) throws IOException {
        delete(owner.entries().stream()
                .filter(e -> !kept.contains(e.path()))
                .filter(e -> e.node() instanceof Node.Directory || unpack.isOwner(owner, e.path()))
                .toList());
    }

    private void delete(List<PackageTree.Entry> entries) throws IOException {
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

    private void deleteAll(Set<String> files) throws IOException {
        for (String file : files) {
            root.delete(file);
        }
    }

    private void unpack(List<PackageTree> packages) throws IOException {
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

    private void runBefore(List<PackageTree> packages) throws IOException {
        boolean ran = false;
        for (PackageTree p : packages) {
            ran |= runAll(kind.beforeUnpack(p, Optional.empty()).stream().toList());
        }
        if (ran) {
            refresh();
        }
    }

    private void runAfter(List<PackageTree> packages) throws IOException {
        boolean ran = false;
        for (PackageTree p : packages) {
            ran |= runAll(kind.afterUnpack(p, Optional.empty()).stream().toList());
        }
        if (ran) {
            refresh();
        }
    }

    private boolean runAll(List<ScriptletCall> calls) throws IOException {
        for (ScriptletCall call : calls) {
            attach();
            root.run(call);
            scriptlets++;
        }
        return !calls.isEmpty();
    }

    private void runAnyway(List<ScriptletCall> calls, Step step) throws IOException {
        for (ScriptletCall call : calls) {
            try {
                runAll(List.of(call));
            } catch (ScriptletFailedException e) {
                step.warn(call.owner() + " is removed though its " + call.phase() + " failed");
            }
        }
    }

    private void attach() throws IOException {
        if (!root.isAttached()) {
            root.attach();
            root.write(kind.database(installed));
        }
    }

    private void refresh() throws IOException {
        diversions = kind.diversions(root.directory());
        accounts = Accounts.read(root.directory());
    }

    /** Runs what comes once, when all packages are there. */
    void triggers(Step step) throws IOException {
        attach();
        if (plan.isPresent()) {
            runAll(plan.get().end(root.directory()));
            root.detach();
            root.finishing();
            attach();
            runAll(plan.get().finish(root.directory()));
            for (String leftover : plan.get().leftovers()) {
                Trees.delete(root.directory().resolve(leftover));
            }
            return;
        }
        for (int round = 0; round < MAX_TRIGGER_ROUNDS; round++) {
            List<ScriptletCall> calls =
                    kind.atEnd(List.copyOf(installed), List.copyOf(changed), root.directory(), round);
            if (calls.isEmpty()) {
                return;
            }
            runAll(calls);
        }
        step.warn("triggers still set triggers off after " + MAX_TRIGGER_ROUNDS + " rounds; they were left alone");
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
