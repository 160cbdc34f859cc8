package org.atomsmith.compose.content;

import java.io.IOException;
import java.util.List;
import org.atomsmith.compose.boot.ToolRoot;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.layout.LayoutException;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;

/** Makes the users and groups of {@code sysusers.d} while composing, by the tree's own {@code systemd-sysusers}. */
public final class Sysusers {
    private static final String PROGRAM = "usr/bin/systemd-sysusers";

    private final BuildCache cache;
    private final ObjectStore objects;
    private final ScriptletEnvironment environment;
    private final EventSink events;

    /** A maker of users. */
    public Sysusers(BuildCache cache, ObjectStore objects, ScriptletEnvironment environment, EventSink events) {
        this.cache = cache;
        this.objects = objects;
        this.environment = environment;
        this.events = events;
    }

    /**
     * Returns the tree with the users.
     *
     * @throws LayoutException when the program is asked for and the tree has none
     */
    public FileTree run(Treefile.Sysusers when, FileTree tree) throws IOException {
        boolean there = tree.get(tree.resolve(PROGRAM)).isPresent();
        if (when == Treefile.Sysusers.FORCED && !there) {
            throw new LayoutException(
                    "sysusers: compose-forced: the tree has no /" + PROGRAM + "; it comes with systemd");
        }
        if (when == Treefile.Sysusers.NO || !there) {
            return tree;
        }
        try (Step step = Step.begin(events, "sysusers", "Make users");
                ToolRoot root = new ToolRoot(cache, objects, environment, tree)) {
            root.run(List.of("/" + PROGRAM), "a file of /usr/lib/sysusers.d does not fit");
            FileTree changed = root.capture();
            step.end("done");
            return changed;
        }
    }
}
