package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.RpmPackage;

/**
 * What differs between kinds of packages when they are installed: which scriptlets run, with which arguments and
 * environment, and which database they find and leave. Methods with a {@code root} get the tree as scriptlets see it.
 */
public interface PackageKind {

    /** {@code "rpm"} or {@code "deb"}. */
    String name();

    /**
     * Files that must be there before the first package: path to content. A link's content is
     * {@code "-> TARGET"}; a path that ends with a slash is a directory.
     */
    SortedMap<String, byte[]> initialFiles() throws IOException;

    /**
     * What runs before a package's files are unpacked.
     *
     * @param old the installed version that it replaces
     */
    Optional<ScriptletCall> beforeUnpack(PackageTree tree, Optional<PackageTree> old);

    /** What runs when a package's files and all that it requires are there. */
    Optional<ScriptletCall> afterUnpack(PackageTree tree, Optional<PackageTree> old);

    /**
     * What runs before an installed package's files go.
     *
     * @param successor the version that replaces it; none when it is removed
     */
    List<ScriptletCall> beforeRemoval(PackageTree tree, Optional<PackageTree> successor);

    /** What runs when an installed package's files are gone; its scriptlets are still there. */
    List<ScriptletCall> afterRemoval(PackageTree tree, Optional<PackageTree> successor);

    /** Paths of an installed package's own scriptlets: when it is removed, they stay until the last of them ran. */
    Set<String> scriptletFiles(PackageTree tree);

    /**
     * Whether a configuration file is not as its package brought it.
     *
     * @param tree the installed package
     */
    boolean isEdited(PackageTree tree, String path, byte[] content);

    /**
     * What runs once, when all packages are installed: triggers, {@code %posttrans}. May be asked again until it is empty.
     *
     * @param installed everything that is installed now
     * @param changed what came, and what went
     */
    List<ScriptletCall> atEnd(List<PackageTree> installed, List<PackageTree> changed, Path root, int round)
            throws IOException;

    /** The package database as it stands when these packages are installed: path to content. */
    SortedMap<String, byte[]> database(List<PackageTree> installed) throws IOException;

    /** Files that are unpacked elsewhere because an administrator or a package diverted them: path to path, by package. */
    Map<String, Diversion> diversions(Path root) throws IOException;

    /**
     * What a package file of this kind would say of a package that the build makes: the header's attributes, from which the
     * database is written.
     */
    SortedMap<String, String> attributes(RpmPackage described);

    /**
     * Files of the database that a package file of this kind would bring with it, for a package that the build makes: path to
     * content.
     *
     * @param paths what the package has
     */
    SortedMap<String, byte[]> listing(String name, Collection<String> paths);

    /** What the sandbox of scriptlets has beside the tree. */
    SandboxFiles sandboxFiles();

    /** Whether a configuration file that somebody wrote before its package came stays as it is. */
    boolean keepsWrittenConfiguration();

    /**
     * How packages are installed one by one; empty for kinds that unpack what every system has before anything runs.
     *
     * @param filter what of their files is left out
     */
    default Optional<ScriptletPlan> plan(PackageChange change, PayloadFilter filter) throws IOException {
        return Optional.empty();
    }

    /** Whether a package may overwrite another's files. */
    boolean mayReplace(PackageTree later, PackageTree earlier);

    /** A path that is unpacked as another, unless the package {@code by} (empty for nobody) brings it. */
    record Diversion(String to, String by) {}
}
