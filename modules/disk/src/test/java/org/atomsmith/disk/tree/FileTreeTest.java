package org.atomsmith.disk.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileTreeTest {
    private static final Attributes ROOT = Attributes.root(0755, 7);
    private static final Attributes FILE = Attributes.root(0644, 8);

    @Test
    void removes_what_is_there_with_all_below_it() {
        FileTree tree = new FileTree(Attributes.root(0755, 1))
                .file("/a/b/c", Attributes.root(0644, 1), "x")
                .file("/a/d", Attributes.root(0644, 1), "y");
        tree.remove("/a/b").remove("/nothing/here").remove("/a/d/e");
        assertThat(tree.get("/a/b")).isEmpty();
        assertThat(tree.get("/a/d")).isPresent();
        tree.file("/a/b", Attributes.root(0644, 1), "z");
        assertThat(tree.get("/a/b")).isPresent();
    }

    @Test
    void makes_the_folders_on_the_way() {
        Directory root = new FileTree(ROOT).file("/a/b/c", FILE, "text").build();
        assertThat(root.entries()).containsOnlyKeys("a");
        Directory a = (Directory) root.entries().get("a");
        assertThat(a.attributes()).isEqualTo(ROOT);
        assertThat(((Directory) a.entries().get("b")).entries().get("c")).isInstanceOf(RegularFile.class);
    }

    @Test
    void a_folder_made_on_the_way_takes_attributes_later() {
        Directory root = new FileTree(ROOT)
                .file("/a/b", FILE, "")
                .directory("/a", Attributes.root(0700, 9))
                .build();
        assertThat(root.entries().get("a").attributes().mode()).isEqualTo(0700);
    }

    @Test
    void an_inode_put_twice_stays_one_inode() {
        RegularFile file = new RegularFile(FILE, ContentSource.of(new byte[1]));
        FileTree tree = new FileTree(ROOT).put("/x", file).put("/d/y", file);
        assertThat(tree.get("/x").orElseThrow()).isSameAs(tree.get("/d/y").orElseThrow());
    }

    @Test
    void a_directory_that_was_put_can_be_added_to() {
        Directory whole = new Directory(ROOT, new TreeMap<>());
        FileTree tree = new FileTree(ROOT).put("/sub", whole).file("/sub/file", FILE, "");
        assertThat(tree.get("/sub/file")).isPresent();
        assertThat(tree.get("/sub/none")).isEmpty();
        assertThat(whole.entries()).isEmpty();
    }

    @Test
    void refuses_paths_that_cannot_be() {
        FileTree tree = new FileTree(ROOT).file("/file", FILE, "");
        assertThatThrownBy(() -> tree.file("/file", FILE, "")).hasMessage("/file is in the tree already");
        assertThatThrownBy(() -> tree.file("/file/below", FILE, "")).hasMessageContaining("is not a directory");
        assertThatThrownBy(() -> tree.file("/a/../b", FILE, "")).hasMessageContaining("'..' cannot be the name");
        assertThatThrownBy(() -> tree.file("/" + "n".repeat(256), FILE, "")).hasMessageContaining("longer than 255");
        assertThatThrownBy(() -> Attributes.root(0100644, 0)).hasMessageContaining("more than permission bits");
    }
}
