package org.atomsmith.ostree.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeBuilderTest {
    private static final TreeNode.File ONE = file(1);
    private static final TreeNode.File TWO = file(2);

    @Test
    void makes_missing_directories() {
        Tree tree = new TreeBuilder()
                .put("usr/share/doc/x", ONE)
                .putDirectory("var", DirMeta.directory(0700))
                .build();

        assertThat(tree.findFile("usr/share/doc/x")).contains(ONE);
        assertThat(tree.find("usr/share")).containsInstanceOf(TreeNode.Directory.class);
        assertThat(tree.findFile("usr/share")).isEmpty();
        assertThat(tree.find("usr/none/x")).isEmpty();
        assertThat(new TreeBuilder(tree).metaOf("var")).contains(DirMeta.directory(0700));
        assertThat(tree.statistics()).isEqualTo(new TreeStatistics(1, 0, 5, 7));
    }

    @Test
    void walks_in_the_order_of_objects() throws IOException {
        TreeBuilder builder =
                new TreeBuilder().put("b", ONE).put("a/z", ONE).put("a.d", ONE).put("a/b/c", ONE);
        List<String> paths = new ArrayList<>();
        builder.walk((path, node) -> paths.add(path));
        assertThat(paths).containsExactly("", "a", "a/b", "a/b/c", "a/z", "a.d", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "..", "a/../b", ".", "a/.", "a\0b"})
    void refuses_paths_that_lead_out_of_the_tree(String path) {
        TreeBuilder builder = new TreeBuilder();
        assertThatThrownBy(() -> builder.put(path, ONE)).isInstanceOf(TreePathException.class);
        assertThat(builder.build()).isEqualTo(Tree.EMPTY);
    }

    @Test
    void refuses_a_path_through_a_file_and_a_file_on_a_directory() {
        TreeBuilder builder = new TreeBuilder().put("a", ONE).mkdirs("d");
        assertThatThrownBy(() -> builder.put("a/b", ONE))
                .isInstanceOf(TreePathException.class)
                .hasMessageContaining("leads through 'a'");
        assertThatThrownBy(() -> builder.put("d", ONE)).hasMessageContaining("there is a directory");
    }

    @Test
    void removes_moves_and_replaces() {
        TreeBuilder builder = new TreeBuilder().put("etc/a", ONE).put("etc/sub/b", TWO);
        builder.mkdirs("usr").move("etc", "usr/etc");
        assertThat(builder.contains("etc")).isFalse();
        assertThat(builder.getFile("usr/etc/sub/b")).contains(TWO);
        assertThat(builder.list("usr/etc")).containsExactly("a", "sub");
        assertThat(builder.remove("usr/etc/sub")).isTrue();
        assertThat(builder.remove("usr/etc/sub")).isFalse();
        assertThat(builder.remove("nothing/at/all")).isFalse();
        builder.replace("usr/etc", FILE_NODE);
        assertThat(builder.getFile("usr/etc")).contains(TWO);
        assertThatThrownBy(() -> builder.move("none", "x")).isInstanceOf(TreePathException.class);
        assertThatThrownBy(() -> builder.move("usr/etc", "usr")).isInstanceOf(TreePathException.class);
    }

    private static final TreeNode FILE_NODE = TWO;

    @Test
    void a_tree_does_not_change_with_its_builder() {
        TreeBuilder builder = new TreeBuilder().put("a/b", ONE);
        Tree before = builder.build();
        builder.put("a/b", TWO).put("a/c", TWO);
        assertThat(before.findFile("a/b")).contains(ONE);
        assertThat(before.findFile("a/c")).isEmpty();
        assertThat(new TreeBuilder(before).build()).isEqualTo(before);
    }

    @Test
    void a_merge_asks_only_about_differences() {
        Tree left = new TreeBuilder()
                .put("same", ONE)
                .put("both/x", ONE)
                .put("only", ONE)
                .build();
        Tree right = new TreeBuilder()
                .putDirectory("both", DirMeta.directory(0700))
                .put("same", ONE)
                .put("both/x", TWO)
                .put("both/y", TWO)
                .build();
        List<String> asked = new ArrayList<>();
        Tree merged = new TreeBuilder(left)
                .merge(right, (path, existing, incoming) -> {
                    asked.add(path);
                    return incoming;
                })
                .build();
        assertThat(asked).containsExactly("both/x");
        assertThat(merged.findFile("both/x")).contains(TWO);
        assertThat(merged.findFile("both/y")).contains(TWO);
        assertThat(merged.findFile("only")).contains(ONE);
        assertThat(new TreeBuilder(merged).metaOf("both")).contains(DirMeta.directory(0755));
        Tree layered = new TreeBuilder(left).merge(right, MergePolicy.overlay()).build();
        assertThat(new TreeBuilder(layered).metaOf("both")).contains(DirMeta.directory(0700));
    }

    @Test
    void a_merge_may_refuse_or_put_a_file_in_place_of_a_directory() {
        Tree left = new TreeBuilder().put("d/x", ONE).build();
        Tree right = new TreeBuilder().put("d", TWO).build();
        assertThat(new TreeBuilder(left).merge(right, MergePolicy.overlay()).build())
                .isEqualTo(right);
        assertThat(new TreeBuilder(right).merge(left, MergePolicy.overlay()).build())
                .isEqualTo(left);
        TreeBuilder builder = new TreeBuilder(left);
        assertThatThrownBy(() -> builder.merge(right, (path, existing, incoming) -> {
                    throw new IllegalStateException("conflict at " + path);
                }))
                .hasMessage("conflict at d");
    }

    @Test
    void names_the_root_as_libostree_does() {
        assertThat(Tree.EMPTY.checksums().tree().hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(Tree.EMPTY.checksums().meta().hex())
                .isEqualTo("446a0ef11b7cc167f3b603e585c7eeeeb675faa412d5ec73f62988eb0b6c5488");
    }

    private static TreeNode.File file(int content) {
        return new TreeNode.File(Checksum.digest(new byte[] {(byte) content}), FileHeader.regular(0644), 7);
    }
}
