package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.atomsmith.compose.tree.PackageTree;

/**
 * What runs when packages are installed strictly one after the other: what a package needs was installed before it. Methods are
 * called in the order of the packages, each once.
 */
interface ScriptletPlan {

    /** What runs before the first package, of all packages that will come or go. */
    List<ScriptletCall> begin();

    /** What runs before a package's files. */
    List<ScriptletCall> before(PackageTree tree) throws IOException;

    /** What runs after a package's files. */
    List<ScriptletCall> after(PackageTree tree) throws IOException;

    /** What runs before the files of an installed package go. */
    List<ScriptletCall> beforeRemoval(PackageTree tree);

    /** What runs when the files of a package are gone. */
    List<ScriptletCall> afterRemoval(PackageTree tree);

    /** What runs after the last package. */
    List<ScriptletCall> end(Path root) throws IOException;

    /** What runs after that, without the files that stand in front of the tree's ({@link SandboxFiles#instead}). */
    List<ScriptletCall> finish(Path root) throws IOException;

    /** Paths that are of use only while packages are installed: they are deleted at the end, with all below them. */
    Set<String> leftovers();
}
