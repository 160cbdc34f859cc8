package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Step;

/**
 * One installation in a build root. It begins with nothing, with the tree after some groups of packages, or with a finished
 * system; then packages are installed, exchanged and removed; triggers run once, at the end.
 */
final class Installation implements AutoCloseable {
    private final InstallationRoot root;
    private final InstallationOrder order;

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
        this.root = new InstallationRoot(directory, objects, kind, filter, internal);
        this.order = plan.isPresent() ? new SuccessiveOrder(root, plan.get()) : new GroupedOrder(root);
    }

    /** How many scriptlets ran. */
    int scriptlets() {
        return root.scriptlets();
    }

    /** Changes the environment of the scriptlets that follow. */
    void environment(ScriptletEnvironment next) {
        root.environment(next);
    }

    /** Begins with what is there before the first package, and returns it. */
    FileTree begin() throws IOException {
        root.beginEmpty();
        if (order.begin()) {
            root.settle();
        }
        return root.lower();
    }

    /**
     * Begins with the tree after these groups.
     *
     * @param beginning what {@link #begin} returned when that tree was made
     */
    void resume(FileTree beginning, FileTree state, List<List<PackageTree>> groups) throws IOException {
        root.resume(beginning, state);
        for (List<PackageTree> group : groups) {
            root.note(group);
            order.passOver(group);
        }
    }

    /** Begins with a finished system, in which these packages are. */
    void adopt(FileTree system, List<PackageTree> packages) throws IOException {
        order.prepare(system);
        root.adopt(system, packages);
        order.begin();
        root.refresh();
    }

    /** Installs a group of packages. */
    void install(List<PackageTree> packages) throws IOException {
        order.install(packages);
    }

    /** Removes installed packages, as {@link InstallationOrder#remove}. */
    void remove(List<PackageTree> packages, Step step) throws IOException {
        order.remove(packages, step);
    }

    /** Exchanges an installed package for another version. */
    void replace(PackageTree old, PackageTree by, Step step) throws IOException {
        order.replace(old, by, step);
    }

    /** Runs what comes once, when all packages are there. */
    void triggers(Step step) throws IOException {
        order.triggers(step);
    }

    /** The tree as it is now. */
    FileTree capture() throws IOException {
        return root.capture();
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
