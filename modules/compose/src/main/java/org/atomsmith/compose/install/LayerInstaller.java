package org.atomsmith.compose.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.PackageHeader;

/**
 * Changes the packages of a finished system: removes some, exchanges some, adds some, with the scriptlets of all of them,
 * and triggers once, at the end. Nothing is kept between runs.
 */
public final class LayerInstaller {
    private final BuildCache cache;
    private final ObjectStore objects;
    private final InstalledSystem system;
    private final PayloadFilter filter;
    private final List<InternalProgram> internal;
    private final EventSink events;

    /**
     * An installer.
     *
     * @param cache where it works, on the file system of the objects
     * @param system the packages of the trees that it gets
     * @param internal what runs scriptlets that name no program of the tree
     */
    public LayerInstaller(
            BuildCache cache,
            ObjectStore objects,
            InstalledSystem system,
            PayloadFilter filter,
            List<InternalProgram> internal,
            EventSink events) {
        this.internal = List.copyOf(internal);
        this.cache = cache;
        this.objects = objects;
        this.system = system;
        this.filter = filter;
        this.events = events;
    }

    /**
     * What is to change.
     *
     * @param removed names of installed packages
     * @param added in the order of installation; one whose name is installed takes that one's place
     */
    public record Changes(List<String> removed, List<PackageTree> added) {
        /** Copies the lists. */
        public Changes {
            removed = List.copyOf(removed);
            added = List.copyOf(added);
        }
    }

    /**
     * Changes a system.
     *
     * @param tree the system, with {@code /etc} and {@code /var} in their places
     * @return the tree with the changes
     * @throws ScriptletFailedException when a scriptlet fails
     * @throws FileConflictException when packages do not fit together
     */
    public FileTree install(FileTree tree, Changes changes, ScriptletEnvironment environment) throws IOException {
        List<PackageTree> installed =
                system.packages().stream().map(InstalledSystem.Member::tree).toList();
        Map<String, PackageTree> byName =
                installed.stream().collect(Collectors.toMap(p -> p.nevra().name(), p -> p, (a, b) -> a));
        List<PackageHeader> headers = new ArrayList<>();
        installed.forEach(p -> headers.add(p.header()));
        changes.added().forEach(p -> headers.add(p.header()));
        PackageKind kind = PackageKinds.of(system.kind(), headers, system.arch());
        List<PackageTree> removed = changes.removed().stream()
                .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
                .toList();
        List<PackageTree> going = new ArrayList<>(removed);
        changes.added().stream()
                .flatMap(p -> Optional.ofNullable(byName.get(p.nevra().name())).stream())
                .filter(old -> !removed.contains(old))
                .forEach(going::add);
        int count = changes.removed().size() + changes.added().size();
        try (Step step = Step.begin(events, "scriptlets", "Install packages", count, Event.Unit.ITEMS);
                BuildCache.Scratch scratch = cache.scratch();
                Installation installation = new Installation(
                        scratch.directory(),
                        objects,
                        kind,
                        filter,
                        kind.plan(new PackageChange(installed, changes.added(), going), filter),
                        internal)) {
            installation.environment(environment);
            installation.adopt(tree, installed);
            if (!removed.isEmpty()) {
                installation.remove(removed, step);
                step.advance(removed.size());
            }
            List<PackageTree> fresh = new ArrayList<>();
            for (PackageTree p : changes.added()) {
                PackageTree old = byName.get(p.nevra().name());
                if (old == null || removed.contains(old)) {
                    fresh.add(p);
                    continue;
                }
                install(installation, fresh, step);
                installation.replace(old, p, step);
                step.advance(1);
            }
            install(installation, fresh, step);
            installation.triggers(step);
            FileTree result = installation.capture();
            step.end(count + (count == 1 ? " package, " : " packages, ") + installation.scriptlets()
                    + " scriptlets run");
            return result;
        }
    }

    private static void install(Installation installation, List<PackageTree> fresh, Step step) throws IOException {
        if (!fresh.isEmpty()) {
            installation.install(fresh);
            step.advance(fresh.size());
            fresh.clear();
        }
    }
}
