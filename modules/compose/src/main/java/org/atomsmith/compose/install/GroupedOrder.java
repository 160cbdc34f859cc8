package org.atomsmith.compose.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Step;

/** Debian's order: packages are unpacked together and configured afterwards; triggers run once, at the end. */
final class GroupedOrder implements InstallationOrder {
    private static final int MAX_TRIGGER_ROUNDS = 8;

    private final InstallationRoot root;
    private final PackageKind kind;

    GroupedOrder(InstallationRoot root) {
        this.root = root;
        this.kind = root.kind();
    }

    @Override
    public void prepare(FileTree system) {
        // Scriptlets find there what they need.
    }

    @Override
    public boolean begin() {
        return false;
    }

    @Override
    public void passOver(List<PackageTree> group) {
        // Its scriptlets are not counted on by others.
    }

    @Override
    public void install(List<PackageTree> packages) throws IOException {
        if (root.installed().isEmpty()) {
            first(packages);
            return;
        }
        for (List<PackageTree> batch : batches(packages)) {
            runBefore(batch);
            root.unpack(batch);
            runAfter(batch);
        }
    }

    /** The packages that every system has: nothing can run before all of them are unpacked. */
    private void first(List<PackageTree> packages) throws IOException {
        root.unpack(packages);
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

    private void runBefore(List<PackageTree> packages) throws IOException {
        boolean ran = false;
        for (PackageTree p : packages) {
            ran |= root.runAll(kind.beforeUnpack(p, Optional.empty()).stream().toList());
        }
        if (ran) {
            root.refresh();
        }
    }

    private void runAfter(List<PackageTree> packages) throws IOException {
        boolean ran = false;
        for (PackageTree p : packages) {
            ran |= root.runAll(kind.afterUnpack(p, Optional.empty()).stream().toList());
        }
        if (ran) {
            root.refresh();
        }
    }

    @Override
    public void remove(List<PackageTree> packages, Step step) throws IOException {
        root.attach();
        for (PackageTree p : packages) {
            root.runAnyway(kind.beforeRemoval(p, Optional.empty()), step);
        }
        packages.forEach(root::leaveOut);
        for (PackageTree p : packages) {
            root.delete(p, kind.scriptletFiles(p));
            root.runAnyway(kind.afterRemoval(p, Optional.empty()), step);
            root.forget(p, Set.of());
        }
        for (PackageTree p : packages) {
            root.deleteAll(kind.scriptletFiles(p));
        }
        packages.forEach(root::noteChanged);
        root.writeDatabase();
        root.refresh();
    }

    @Override
    public void replace(PackageTree old, PackageTree by, Step step) throws IOException {
        root.attach();
        root.runAll(kind.beforeRemoval(old, Optional.of(by)));
        root.runAll(kind.beforeUnpack(by, Optional.of(old)).stream().toList());
        Set<String> kept = root.kept(old, by);
        // Once the new version is unpacked, the old one's script is no longer there.
        root.runAll(kind.afterRemoval(old, Optional.of(by)));
        root.leaveOut(old);
        root.delete(old, kept);
        root.forget(old, kept);
        root.noteChanged(old);
        root.unpack(List.of(by));
        root.attach();
        root.runAll(kind.afterUnpack(by, Optional.of(old)).stream().toList());
        root.refresh();
    }

    @Override
    public void triggers(Step step) throws IOException {
        root.attach();
        for (int round = 0; round < MAX_TRIGGER_ROUNDS; round++) {
            List<ScriptletCall> calls = kind.atEnd(root.installed(), root.changed(), root.directory(), round);
            if (calls.isEmpty()) {
                return;
            }
            root.runAll(calls);
        }
        step.warn("triggers still set triggers off after " + MAX_TRIGGER_ROUNDS + " rounds; they were left alone");
    }
}
