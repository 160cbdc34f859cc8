package org.atomsmith.compose.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;

/**
 * RPM packages: {@code %pre} before a package's files, {@code %post} after them, {@code %posttrans} at the end; each with
 * the number of installed instances, 1, as its argument (rpm's scriptlets documentation).
 */
final class RpmKind implements PackageKind {

    @Override
    public String name() {
        return "rpm";
    }

    @Override
    public SortedMap<String, byte[]> initialFiles() {
        return new TreeMap<>();
    }

    @Override
    public Optional<ScriptletCall> beforeUnpack(PackageTree tree, Optional<PackageTree> old) {
        return scriptlet(tree, "pre");
    }

    @Override
    public Optional<ScriptletCall> afterUnpack(PackageTree tree, Optional<PackageTree> old) {
        return scriptlet(tree, "post");
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
        return true;
    }

    @Override
    public List<ScriptletCall> atEnd(List<PackageTree> installed, List<PackageTree> changed, Path root, int round) {
        List<ScriptletCall> calls = new ArrayList<>();
        if (round == 0) {
            for (PackageTree tree : changed) {
                scriptlet(tree, "posttrans").ifPresent(calls::add);
            }
        }
        return calls;
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
    public boolean mayReplace(PackageTree later, PackageTree earlier) {
        return false;
    }

    private static Optional<ScriptletCall> scriptlet(PackageTree tree, String phase) {
        for (PackageHeader.Scriptlet s : tree.header().scriptlets()) {
            if (s.phase().equals(phase) && !s.interpreter().equals("<lua>")) {
                boolean shell = s.interpreter().endsWith("sh");
                List<String> command = new ArrayList<>(List.of(s.interpreter().split("\\s+")));
                command.addAll(shell ? List.of("-s", "1") : List.of("/dev/stdin", "1"));
                if (s.body().isBlank()) {
                    command = new ArrayList<>(List.of(s.interpreter().split("\\s+")));
                }
                return Optional.of(new ScriptletCall(
                        tree.nevra().name(), "%" + phase, command, Optional.empty(), s.body(), new TreeMap<>()));
            }
        }
        return Optional.empty();
    }
}
