package org.atomsmith.compose.boot;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.install.BuildRoot;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.linux.CommandResult;
import org.jspecify.annotations.Nullable;

/** A tree in which its own tools run; the files are only written out when the first one does. */
public final class ToolRoot implements AutoCloseable {
    private static final int OUTPUT_LINES = 30;

    private final BuildCache cache;
    private final ObjectStore objects;
    private final ScriptletEnvironment environment;
    private final FileTree tree;
    private BuildCache.@Nullable Scratch scratch;
    private @Nullable BuildRoot root;

    /** A root that will hold this tree. */
    public ToolRoot(BuildCache cache, ObjectStore objects, ScriptletEnvironment environment, FileTree tree) {
        this.cache = cache;
        this.objects = objects;
        this.environment = environment;
        this.tree = tree;
    }

    /**
     * Runs a tool and returns what it printed.
     *
     * @throws BootException when it fails
     */
    public String run(List<String> command, String advice) throws IOException {
        CommandResult result = root().run(command, Map.of(), "");
        if (!result.succeeded()) {
            throw new BootException(command.getFirst() + " failed with exit status " + result.exit() + " in the tree:\n"
                    + result.lastLines(OUTPUT_LINES).indent(2).stripTrailing() + "\n" + advice);
        }
        return result.output();
    }

    /** The files, where this process sees them. */
    public BuildRoot root() throws IOException {
        if (root == null) {
            BuildCache.Scratch s = cache.scratch();
            scratch = s;
            BuildRoot r = new BuildRoot(s.directory(), objects, environment);
            root = r;
            r.addFiles(tree);
            r.attach();
        }
        return root;
    }

    /** The tree with what the tools changed. */
    public FileTree capture() throws IOException {
        return root == null ? tree.copy() : root.capture(tree);
    }

    @Override
    public void close() throws IOException {
        try {
            if (root != null) {
                root.close();
            }
        } finally {
            if (scratch != null) {
                scratch.close();
            }
        }
    }
}
