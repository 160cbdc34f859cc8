package org.atomsmith.compose.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.MemoryObjects;
import org.atomsmith.compose.tree.Node;
import org.junit.jupiter.api.Test;

class SelinuxLabelsTest {
    private static final String POLICY = """
            /.*                -d  system_u:object_r:default_t:s0
            /                  -d  system_u:object_r:root_t:s0
            /usr/bin(/.*)?         system_u:object_r:bin_t:s0
            /usr(/.*)?             system_u:object_r:usr_t:s0
            /usr/bin/.*        --  system_u:object_r:bin_t:s0
            /usr/bin/bash      --  system_u:object_r:shell_exec_t:s0
            /etc(/.*)?             system_u:object_r:etc_t:s0
            /etc/shadow        --  system_u:object_r:shadow_t:s0
            /sysroot/.*            <<none>>
            """;

    private final MemoryObjects objects = new MemoryObjects();
    private final FileTree tree = new FileTree();

    private void fill() {
        tree.put("usr/etc/selinux/config", objects.text("SELINUX=permissive\nSELINUXTYPE=small\n"));
        tree.put("usr/etc/selinux/small/contexts/files/file_contexts", objects.text(POLICY));
        tree.put("usr/etc/shadow", objects.text("root:*"));
        tree.put("usr/bin/bash", objects.text("shell"));
        tree.put("usr/bin/sh", new Node.Symlink(0, 0, "bash"));
        tree.put("sysroot/x", objects.text(""));
    }

    private Optional<String> label(String path) {
        return tree.get(path)
                .map(node -> node.xattrs().get("security.selinux"))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void every_kind_of_file_has_the_label_that_the_policy_says() throws IOException {
        fill();
        SelinuxLabels.apply(tree, objects, 1);
        assertThat(label("")).contains("system_u:object_r:root_t:s0\0");
        assertThat(label("usr/bin/bash")).contains("system_u:object_r:shell_exec_t:s0\0");
        assertThat(label("usr/bin/sh")).contains("system_u:object_r:usr_t:s0\0");
        assertThat(label("usr/etc/shadow")).contains("system_u:object_r:shadow_t:s0\0");
        assertThat(label("sysroot/x")).isEmpty();
        assertThat(SelinuxLabels.in(tree)).isTrue();
        assertThat(SelinuxLabels.version(tree)).isEqualTo(1);
    }

    @Test
    void before_version_1_defaults_are_a_part_of_usr() throws IOException {
        fill();
        SelinuxLabels.apply(tree, objects, 0);
        assertThat(label("usr/etc/shadow")).contains("system_u:object_r:usr_t:s0\0");
        assertThat(SelinuxLabels.version(tree)).isZero();
    }

    @Test
    void labels_that_are_taken_away_leave_the_tree_as_it_was() throws IOException {
        fill();
        FileTree before = tree.copy();
        SelinuxLabels.apply(tree, objects, 1);
        assertThat(tree).isNotEqualTo(before);
        SelinuxLabels.strip(tree);
        assertThat(tree).isEqualTo(before);
    }

    @Test
    void a_tree_without_a_policy_says_which_package_has_one() {
        assertThatThrownBy(() -> SelinuxLabels.apply(tree, objects, 0))
                .isInstanceOf(LayoutException.class)
                .hasMessageContaining("selinux-policy-targeted");
    }
}
