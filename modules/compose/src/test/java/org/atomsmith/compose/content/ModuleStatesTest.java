package org.atomsmith.compose.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.MemoryObjects;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleStatesTest {
    private static final String DIRECTORY = "etc/dnf/modules.d/";

    @TempDir
    Path directory;

    private final MemoryObjects objects = new MemoryObjects();
    private final FileTree tree = new FileTree();

    private void apply(String modules) throws IOException {
        Path file = Files.writeString(
                directory.resolve("host.yaml"), "ref: a/b\nrepos: [base]\npackages: [app]\n" + modules);
        Treefile treefile = new TreefileReader("x86_64").read(file);
        new ModuleStates(treefile.packages().modules()).apply(tree, objects);
    }

    private String text(String name) throws IOException {
        return objects.text(tree.get(DIRECTORY + name).orElseThrow());
    }

    @Test
    void what_was_chosen_is_written_down_as_dnf_does() throws IOException {
        apply("modules: {enable: ['node:14'], install: ['db:16/server', web], disable: [perl]}\n");
        assertThat(text("node.module")).isEqualTo("[node]\nname=node\nstream=14\nprofiles=\nstate=enabled\n\n");
        assertThat(text("db.module")).isEqualTo("[db]\nname=db\nstream=16\nprofiles=server\nstate=enabled\n\n");
        assertThat(text("perl.module")).isEqualTo("[perl]\nname=perl\nstream=\nprofiles=\nstate=disabled\n\n");
        assertThat(tree.has(DIRECTORY + "web.module")).isFalse();
    }

    @Test
    void a_tree_without_chosen_streams_has_no_such_files() throws IOException {
        apply("");
        assertThat(tree.below("").keySet()).isEmpty();
    }

    @Test
    void what_an_overlay_says_stays() throws IOException {
        tree.put(DIRECTORY + "node.module", objects.text("own"));
        apply("modules: {enable: ['node:14']}\n");
        assertThat(text("node.module")).isEqualTo("own");
    }
}
