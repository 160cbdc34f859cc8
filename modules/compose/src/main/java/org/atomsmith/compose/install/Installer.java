package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.cache.CachedTrees;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.NodeCodec;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;

/**
 * Installs packages group by group, as if each entry of the treefile were installed after the one before it: scriptlets
 * that run before the unpacking, the group's files, scriptlets that run after it; triggers once, at the end.
 *
 * <p>The tree after each few groups is kept in the cache by the digests of all packages up to there, so a package added at
 * the end of a treefile costs only its own scriptlets and the triggers. Because a build from nothing goes through the same
 * groups, both give the same tree.
 */
public final class Installer {
    /** Raised whenever the same packages give another tree. */
    private static final int VERSION = 4;

    private static final String TREES = "trees";
    private static final int GROUPS_BETWEEN_CHECKPOINTS = 8;

    private final BuildCache cache;
    private final CachedTrees trees;
    private final ObjectStore objects;
    private final PackageKind kind;
    private final PayloadFilter filter;
    private final List<InternalProgram> internal;
    private final EventSink events;

    /**
     * An installer for one kind of packages.
     *
     * @param internal what runs scriptlets that name no program of the tree
     */
    public Installer(
            BuildCache cache,
            ObjectStore objects,
            PackageKind kind,
            PayloadFilter filter,
            List<InternalProgram> internal,
            EventSink events) {
        this.internal = List.copyOf(internal);
        this.cache = cache;
        this.trees = new CachedTrees(cache, objects, TREES);
        this.objects = objects;
        this.kind = kind;
        this.filter = filter;
        this.events = events;
    }

    /**
     * Packages that are installed together.
     *
     * @param packages in the order of installation
     * @param digest of all of them, for the cache
     * @param environment of their scriptlets; when it depends on no later group, neither do they
     */
    public record Group(List<PackageTree> packages, String digest, ScriptletEnvironment environment) {
        public Group {
            packages = List.copyOf(packages);
        }
    }

    /**
     * A finished tree.
     *
     * @param key stands for the tree in keys of what is made from it
     */
    public record Installed(FileTree tree, String key) {}

    /**
     * Installs the groups.
     *
     * @param filterKey stands for what the filter leaves out
     * @throws ScriptletFailedException when a scriptlet fails
     * @throws FileConflictException when two packages do not fit together
     */
    public Installed install(List<Group> groups, String filterKey) throws IOException {
        List<String> keys = new ArrayList<>();
        String beginning = new CacheKey("install", VERSION)
                .add(Integer.toString(NodeCodec.VERSION))
                .add(kind.name())
                .add(filterKey)
                .add(beginnings(groups))
                .hex();
        String before = beginning;
        for (Group group : groups) {
            before = new CacheKey("group", VERSION)
                    .add(before)
                    .add(group.environment.key())
                    .add(group.digest)
                    .hex();
            keys.add(before);
        }
        String fullKey = new CacheKey("installed", VERSION).add(before).hex();
        int packages = groups.stream().mapToInt(g -> g.packages.size()).sum();
        try (Step step = Step.begin(events, "scriptlets", "Install packages", packages, Event.Unit.ITEMS)) {
            Optional<FileTree> ready = trees.find(fullKey);
            if (ready.isPresent()) {
                step.end(packages + " packages", true);
                return new Installed(ready.get(), fullKey);
            }
            try (BuildCache.Scratch scratch = cache.scratch()) {
                FileTree tree = run(scratch.directory(), step, groups, beginning, keys);
                trees.put(fullKey, tree);
                return new Installed(tree, fullKey);
            } catch (ScriptletFailedException e) {
                throw e.advising("Nothing was written. Exclude the package or fix what it needs, then build again.");
            }
        }
    }

    private Optional<ScriptletPlan> plan(List<Group> groups) throws IOException {
        return kind.plan(
                PackageChange.installing(
                        groups.stream().flatMap(g -> g.packages.stream()).toList()),
                filter);
    }

    /** Stands for what runs before the first package, which packages of any group may bring. */
    private String beginnings(List<Group> groups) throws IOException {
        return plan(groups).map(p -> p.begin().toString()).orElse("");
    }

    private FileTree run(Path directory, Step step, List<Group> groups, String beginning, List<String> keys)
            throws IOException {
        try (Installation installation = new Installation(directory, objects, kind, filter, plan(groups), internal)) {
            int next = resume(installation, step, groups, beginning, keys);
            for (int i = next; i < groups.size(); i++) {
                Group group = groups.get(i);
                installation.environment(group.environment);
                installation.install(group.packages);
                step.advance(group.packages.size());
                if (i == 0 || i == groups.size() - 1 || i % GROUPS_BETWEEN_CHECKPOINTS == 0) {
                    trees.put(keys.get(i), installation.capture());
                }
            }
            installation.triggers(step);
            FileTree tree = installation.capture();
            int packages = groups.stream().mapToInt(g -> g.packages.size()).sum();
            step.end(packages + " packages, " + installation.scriptlets() + " scriptlets run");
            return tree;
        }
    }

    /** Goes on after the last group whose tree is in the cache; returns the group to install next. */
    private int resume(Installation installation, Step step, List<Group> groups, String beginning, List<String> keys)
            throws IOException {
        Optional<FileTree> first = trees.find(beginning);
        for (int i = groups.size() - 1; i >= 0 && first.isPresent(); i--) {
            Optional<FileTree> state = trees.find(keys.get(i));
            if (state.isPresent()) {
                installation.environment(groups.get(i).environment);
                List<Group> done = groups.subList(0, i + 1);
                installation.resume(
                        first.get(),
                        state.get(),
                        done.stream().map(Group::packages).toList());
                done.forEach(group -> step.advance(group.packages.size()));
                return i + 1;
            }
        }
        trees.put(beginning, installation.begin());
        return 0;
    }
}
