package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.tree.FileDigests;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.RpmPackage;

/**
 * RPM packages: one after the other, each with its scriptlets and with the triggers that it sets off ({@link
 * RpmScriptlets}).
 */
final class RpmKind implements PackageKind {
    private final String arch;

    /**
     * The kind, for one installation.
     *
     * @param arch the machine, in RPM's spelling
     */
    RpmKind(String arch) {
        this.arch = arch;
    }

    @Override
    public String name() {
        return "rpm";
    }

    @Override
    public SortedMap<String, byte[]> initialFiles() {
        // What alternatives know is of the image and not of the machine, as in rpm-ostree's trees.
        return new TreeMap<>(Map.of(
                "usr/lib/alternatives/",
                new byte[0],
                "var/lib/alternatives",
                "-> ../../usr/lib/alternatives".getBytes(StandardCharsets.UTF_8),
                RpmExceptions.STATE + "/",
                new byte[0]));
    }

    @Override
    public Optional<ScriptletCall> beforeUnpack(PackageTree tree, Optional<PackageTree> old) {
        return Optional.empty();
    }

    @Override
    public Optional<ScriptletCall> afterUnpack(PackageTree tree, Optional<PackageTree> old) {
        return Optional.empty();
    }

    @Override
    public List<ScriptletCall> beforeRemoval(PackageTree tree, Optional<PackageTree> successor) {
        return List.of();
    }

    @Override
    public List<ScriptletCall> afterRemoval(PackageTree tree, Optional<PackageTree> successor) {
        return List.of();
    }

    @Override
    public Set<String> scriptletFiles(PackageTree tree) {
        return Set.of();
    }

    @Override
    public boolean isEdited(PackageTree tree, String path, byte[] content) {
        String sha256 = HexFormat.of().formatHex(FileDigests.sha256().digest(content));
        return tree.entries().stream()
                .noneMatch(e -> e.path().equals(path) && e.digest().equals(sha256));
    }

    @Override
    public List<ScriptletCall> atEnd(List<PackageTree> installed, List<PackageTree> changed, Path root, int round) {
        return List.of();
    }

    @Override
    public SortedMap<String, byte[]> database(List<PackageTree> installed) {
        return new TreeMap<>();
    }

    @Override
    public Map<String, Diversion> diversions(Path root) {
        return Map.of();
    }

    @Override
    public SortedMap<String, String> attributes(RpmPackage described) {
        return new TreeMap<>();
    }

    @Override
    public SortedMap<String, byte[]> listing(String name, Collection<String> paths) {
        return new TreeMap<>();
    }

    @Override
    public SandboxFiles sandboxFiles() {
        return RpmExceptions.sandboxFiles();
    }

    /** What rpm does in one transaction: it decides on files before the first scriptlet writes any. */
    @Override
    public boolean keepsWrittenConfiguration() {
        return false;
    }

    @Override
    public Optional<ScriptletPlan> plan(PackageChange change, PayloadFilter filter) throws IOException {
        return Optional.of(new RpmScriptlets(change, filter, arch));
    }

    @Override
    public boolean mayReplace(PackageTree later, PackageTree earlier) {
        return false;
    }
}
