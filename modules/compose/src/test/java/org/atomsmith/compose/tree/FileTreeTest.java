package org.atomsmith.compose.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileTreeTest {

    private static Node.Symlink link(String target) {
        return new Node.Symlink(0, 0, target);
    }

    private static FileTree merged() {
        FileTree tree = new FileTree();
        tree.mkdirs("usr/lib/x86_64");
        tree.put("lib", link("usr/lib"));
        tree.put("usr/lib/arch", link("x86_64"));
        return tree;
    }

    @Test
    void a_directory_is_directly_followed_by_what_it_holds() {
        FileTree tree = new FileTree();
        tree.put("a-b", link("x"));
        tree.put("a/c", link("x"));
        tree.put("a.d", link("x"));
        assertThat(tree.nodes().keySet()).containsExactly("", "a", "a/c", "a-b", "a.d");
        assertThat(tree.children("")).containsExactly("a", "a-b", "a.d");
    }

    @Test
    void a_path_is_resolved_through_links_as_a_kernel_does() {
        FileTree tree = merged();
        assertThat(tree.resolveParent("lib/arch/libc.so")).isEqualTo("usr/lib/x86_64/libc.so");
        assertThat(tree.resolve("lib/arch")).isEqualTo("usr/lib/x86_64");
        assertThat(tree.resolveParent("lib")).isEqualTo("lib");
        tree.put("up", link("../../../usr"));
        assertThat(tree.resolve("up/lib")).isEqualTo("usr/lib");
    }

    @Test
    void links_in_a_circle_are_refused() {
        FileTree tree = new FileTree();
        tree.put("a", link("b"));
        tree.put("b", link("a"));
        assertThatThrownBy(() -> tree.resolve("a/x")).hasMessageContaining("too many symbolic links");
    }

    @Test
    void a_move_takes_everything_below_along() {
        FileTree tree = new FileTree();
        tree.put("etc/ssh/config", link("x"));
        tree.put("etcetera", link("y"));
        tree.move("etc", "usr/etc");
        assertThat(tree.nodes().keySet())
                .containsExactly("", "etcetera", "usr", "usr/etc", "usr/etc/ssh", "usr/etc/ssh/config");
    }

    @Test
    void a_file_in_place_of_a_directory_takes_its_content_away() {
        FileTree tree = new FileTree();
        tree.put("a/b", link("x"));
        tree.put("a", link("y"));
        assertThat(tree.has("a/b")).isFalse();
        assertThatThrownBy(() -> tree.put("a/c", link("z"))).hasMessageContaining("'/a' is not a directory");
    }

    @Test
    void a_stored_tree_is_read_as_it_was_and_never_when_it_is_cut_short() throws IOException {
        FileTree tree = merged();
        Node.Stored stored = new Node.Stored(1, 2, 0644, Node.xattrs(Map.of("user.a", new byte[] {1})));
        tree.put("f", new Node.File(0, 0, 04755, Node.noXattrs(), "ab".repeat(32), stored, 7));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NodeCodec.write(tree, bytes);
        byte[] all = bytes.toByteArray();
        assertThat(NodeCodec.read(new ByteArrayInputStream(all))).isEqualTo(tree);
        for (int n = 0; n < all.length; n++) {
            byte[] cut = Arrays.copyOf(all, n);
            assertThatThrownBy(() -> NodeCodec.read(new ByteArrayInputStream(cut)))
                    .as("cut at " + n)
                    .isInstanceOf(IOException.class);
        }
    }
}
