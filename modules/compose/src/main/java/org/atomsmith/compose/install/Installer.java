package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.cache.CachedTrees;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
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
    private static final int VERSION = 3;

    private static final String TREES = "trees";
    private static final int GROUPS_BETWEEN_CHECKPOINTS = 8;
    private static final int MAX_TRIGGER_ROUNDS = 8;

    private final BuildCache cache;
    private final CachedTrees trees;
    private final ObjectStore objects;
    private final PackageKind kind;
    private final PayloadFilter filter;
    private final EventSink events;

    /** An installer for one kind of packages. */
    public Installer(BuildCache cache, ObjectStore objects, PackageKind kind, PayloadFilter filter, EventSink events) {
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
        String before = new CacheKey("install", VERSION)
                .add(Integer.toString(NodeCodec.VERSION))
                .add(kind.name())
                .add(filterKey)
                .hex();
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
            try (BuildCache.Scratch scratch = cache.scratch();
                    Run run = new Run(scratch.directory(), step, groups, keys)) {
                FileTree tree = run.all();
                trees.put(fullKey, tree);
                step.end(packages + " packages, " + run.scriptlets + " scriptlets run");
                return new Installed(tree, fullKey);
            }
        }
    }

    /** One installation in a build root. */
    private final class Run implements AutoCloseable {
        private final Step step;
        private final List<Group> groups;
        private final List<String> keys;
        private final BuildRoot root;
        private final FileTree initial;
        private final Unpack unpack;
        private final List<PackageTree> installed = new ArrayList<>();
        private FileTree lower = new FileTree();
        private Map<String, PackageKind.Diversion> diversions = Map.of();
        private Accounts accounts = Accounts.none();
        private int scriptlets;

        Run(Path directory, Step step, List<Group> groups, List<String> keys) throws IOException {
            this.step = step;
            this.groups = groups;
            this.keys = keys;
            this.root = new BuildRoot(directory, objects, ScriptletEnvironment.timeless());
            this.initial = initial();
            this.unpack = new Unpack(kind, filter, initial);
        }

        FileTree all() throws IOException {
            int next = resume();
            for (int i = next; i < groups.size(); i++) {
                Group group = groups.get(i);
                root.environment(group.environment);
                if (installed.isEmpty()) {
                    first(group.packages);
                } else {
                    for (List<PackageTree> batch : batches(group.packages, kind)) {
                        runEach(batch, true);
                        unpack(batch);
                        runEach(batch, false);
                    }
                }
                step.advance(group.packages.size());
                if (i == 0 || i == groups.size() - 1 || i % GROUPS_BETWEEN_CHECKPOINTS == 0) {
                    attach();
                    trees.put(keys.get(i), root.capture(lower));
                }
            }
            triggers();
            return root.capture(lower);
        }

        /** The packages that every system has: nothing can run before all of them are unpacked. */
        private void first(List<PackageTree> packages) throws IOException {
            unpack(packages);
            runEach(packages, true);
            runEach(packages, false);
        }

        /**
         * Splits packages in front of each that runs something before it is unpacked: what it needs for that is then
         * installed.
         */
        private static List<List<PackageTree>> batches(List<PackageTree> packages, PackageKind kind) {
            List<List<PackageTree>> batches = new ArrayList<>();
            List<PackageTree> batch = new ArrayList<>();
            for (PackageTree p : packages) {
                if (!batch.isEmpty() && kind.beforeUnpack(p).isPresent()) {
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

        /** Goes on after the last group whose tree is in the cache; returns the group to install next. */
        private int resume() throws IOException {
            for (int i = groups.size() - 1; i >= 0; i--) {
                Optional<FileTree> state = trees.find(keys.get(i));
                if (state.isPresent()) {
                    lower = state.get();
                    root.environment(groups.get(i).environment);
                    root.addFiles(lower);
                    root.attach();
                    refresh();
                    for (Group group : groups.subList(0, i + 1)) {
                        unpack.unpack(group.packages, diversions, accounts);
                        installed.addAll(group.packages);
                        step.advance(group.packages.size());
                    }
                    return i + 1;
                }
            }
            lower = initial.copy();
            root.addFiles(lower);
            return 0;
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
            String text = new String(content, java.nio.charset.StandardCharsets.UTF_8);
            return text.startsWith("-> ")
                    ? new Node.Symlink(0, 0, text.substring(3))
                    : objects.store(content, 0, 0, 0644);
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
        }

        private void runEach(List<PackageTree> packages, boolean before) throws IOException {
            boolean ran = false;
            for (PackageTree p : packages) {
                Optional<ScriptletCall> call = before ? kind.beforeUnpack(p) : kind.afterUnpack(p);
                if (call.isPresent()) {
                    attach();
                    root.run(call.get());
                    scriptlets++;
                    ran = true;
                }
            }
            if (ran) {
                refresh();
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

        private void triggers() throws IOException {
            attach();
            for (int round = 0; round < MAX_TRIGGER_ROUNDS; round++) {
                List<ScriptletCall> calls = kind.atEnd(List.copyOf(installed), root.directory(), round);
                if (calls.isEmpty()) {
                    return;
                }
                for (ScriptletCall call : calls) {
                    root.run(call);
                    scriptlets++;
                }
            }
            step.warn("triggers still set triggers off after " + MAX_TRIGGER_ROUNDS + " rounds; they were left alone");
        }

        @Override
        public void close() throws IOException {
            root.close();
        }
    }
}
