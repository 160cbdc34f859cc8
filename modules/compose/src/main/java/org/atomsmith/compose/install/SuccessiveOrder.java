package org.atomsmith.compose.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.PayloadEntry.Flag;

/** RPM's order: one package after the other, as a plan says; those between which nothing runs are unpacked together. */
final class SuccessiveOrder implements InstallationOrder {
    private final InstallationRoot root;
    private final ScriptletPlan plan;

    SuccessiveOrder(InstallationRoot root, ScriptletPlan plan) {
        this.root = root;
        this.plan = plan;
    }

    @Override
    public void prepare(FileTree system) {
        plan.leftovers().forEach(system::mkdirs);
    }

    @Override
    public boolean begin() throws IOException {
        return root.runAll(plan.begin());
    }

    @Override
    public void passOver(List<PackageTree> group) throws IOException {
        for (PackageTree p : group) {
            plan.before(p);
            plan.after(p);
        }
    }

    @Override
    public void install(List<PackageTree> packages) throws IOException {
        List<PackageTree> waiting = new ArrayList<>();
        for (PackageTree p : packages) {
            runWhenUnpacked(waiting, plan.before(p));
            waiting.add(p);
            runWhenUnpacked(waiting, plan.after(p));
        }
        if (!waiting.isEmpty()) {
            root.unpack(waiting);
        }
    }

    private void runWhenUnpacked(List<PackageTree> waiting, List<ScriptletCall> calls) throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        if (!waiting.isEmpty()) {
            root.unpack(waiting);
            waiting.clear();
        }
        root.runAll(calls);
        root.refresh();
    }

    @Override
    public void remove(List<PackageTree> packages, Step step) throws IOException {
        root.attach();
        for (PackageTree p : packages) {
            root.runAnyway(plan.beforeRemoval(p), step);
            root.leaveOut(p);
            root.delete(p, Set.of());
            root.forget(p, Set.of());
            root.runAnyway(plan.afterRemoval(p), step);
        }
        root.refresh();
    }

    /** The new version comes first, then what only the old one has goes. Configuration that was edited stays. */
    @Override
    public void replace(PackageTree old, PackageTree by, Step step) throws IOException {
        root.attach();
        root.runAll(plan.before(by));
        Set<String> kept = root.kept(old, by);
        Set<String> paths = new TreeSet<>();
        List<PackageTree.Entry> coming = new ArrayList<>();
        for (PackageTree.Entry e : by.entries()) {
            String path = root.tree().resolveParent(e.path());
            paths.add(path);
            boolean edited = e.flags().contains(Flag.CONFIG)
                    && kept.contains(path)
                    && root.tree().get(path).orElse(null) instanceof Node.File;
            if (!edited) {
                coming.add(e);
            }
        }
        List<PackageTree.Entry> going = old.entries().stream()
                .filter(e -> root.isOwner(old, e.path()) && !paths.contains(e.path()))
                .toList();
        root.forget(old, old.entries().stream().map(PackageTree.Entry::path).collect(Collectors.toSet()));
        root.unpack(List.of(new PackageTree(by.header(), coming)));
        root.attach();
        root.runAll(plan.after(by));
        root.runAnyway(plan.beforeRemoval(old), step);
        root.leaveOut(old);
        root.delete(going);
        going.forEach(e -> root.tree().remove(e.path()));
        root.runAnyway(plan.afterRemoval(old), step);
        root.refresh();
    }

    @Override
    public void triggers(Step step) throws IOException {
        root.attach();
        root.runAll(plan.end(root.directory()));
        root.finishing();
        root.runAll(plan.finish(root.directory()));
        for (String leftover : plan.leftovers()) {
            root.clear(leftover);
        }
    }
}
