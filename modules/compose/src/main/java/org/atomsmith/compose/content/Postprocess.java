package org.atomsmith.compose.content;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.compose.boot.ToolRoot;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.linux.CommandResult;

/**
 * Runs a treefile's postprocess scripts in the tree, inside the sandbox. The configuration is in {@code /etc} and, as scripts
 * written for rpm-ostree expect, in {@code /usr/etc} too: they are one directory there.
 */
public final class Postprocess {
    private static final int OUTPUT_LINES = 30;
    private static final String USR_ETC = "usr/etc";

    private final BuildCache cache;
    private final ObjectStore objects;
    private final ScriptletEnvironment environment;
    private final EventSink events;

    /** A runner of scripts. */
    public Postprocess(BuildCache cache, ObjectStore objects, ScriptletEnvironment environment, EventSink events) {
        this.cache = cache;
        this.objects = objects;
        this.environment = environment;
        this.events = events;
    }

    /**
     * Runs the scripts and returns the tree with what they changed.
     *
     * @throws TreefileException when one fails, at its place in the treefile
     */
    public FileTree run(Treefile.Content content, FileTree tree) throws IOException {
        List<Located<String>> scripts = new ArrayList<>(content.postprocess());
        if (content.postprocessScript().isPresent()) {
            Located<java.nio.file.Path> file = content.postprocessScript().get();
            scripts.add(new Located<>(Files.readString(file.value()), file.at()));
        }
        if (scripts.isEmpty()) {
            return tree;
        }
        FileTree seen = tree.copy();
        if (!tree.has(USR_ETC)) {
            seen.put(USR_ETC, new Node.Symlink(0, 0, "../etc"));
        }
        try (Step step =
                        Step.begin(events, "postprocess", "Run postprocess scripts", scripts.size(), Event.Unit.ITEMS);
                ToolRoot tools = new ToolRoot(cache, objects, environment, seen)) {
            for (Located<String> script : scripts) {
                run(tools, script);
                step.advance(1);
            }
            FileTree changed = tools.capture();
            if (changed.get(USR_ETC).orElse(null) instanceof Node.Symlink) {
                changed.remove(USR_ETC);
            }
            step.end(scripts.size() + (scripts.size() == 1 ? " script" : " scripts"));
            return changed;
        }
    }

    private static void run(ToolRoot tools, Located<String> script) throws IOException {
        String first = script.value().lines().findFirst().orElse("");
        String interpreter = first.startsWith("#!") ? first.substring(2).strip() : "/bin/sh";
        List<String> command = new ArrayList<>(List.of(interpreter.split("\\s+")));
        boolean shell = interpreter.endsWith("sh");
        command.addAll(shell ? List.of("-s") : List.of("/dev/stdin"));
        CommandResult result = tools.root().run(command, Map.of(), script.value());
        if (!result.succeeded()) {
            String output = result.lastLines(OUTPUT_LINES);
            throw TreefileException.at(
                    script,
                    "the postprocess script failed with exit status " + result.exit()
                            + (output.isBlank()
                                    ? " and printed nothing"
                                    : ":\n" + output.indent(4).stripTrailing()),
                    "");
        }
    }
}
