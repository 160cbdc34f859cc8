package org.atomsmith.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomsmith.ostree.sysroot.Origin;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final String SHA = "ab".repeat(32);

    @Test
    void an_origin_is_written_as_rpm_ostree_writes_it_and_read_back() {
        Layers layers = Layers.NONE
                .withPackages(Set.of("vim", "tmux"))
                .withLocal(Map.of(SHA, "local-1.0-1.x86_64"))
                .withRemovals(Set.of("nano"))
                .withReplacements(Map.of(SHA, "podman-2:5.0-1.x86_64"))
                .withInitramfs(true, List.of("--add", "iscsi"));
        Origin origin = layers.in(Origin.ofRefspec("remote:ref"));
        assertThat(origin.text()).isEqualTo("""
                [origin]
                baserefspec=remote:ref

                [packages]
                requested=tmux;vim;
                requested-local=%1$s:local-1.0-1.x86_64;

                [overrides]
                remove=nano;
                replace-local=%1$s:podman-2:5.0-1.x86_64;

                [rpmostree]
                regenerate-initramfs=true
                initramfs-args=--add;iscsi;
                """.formatted(SHA));
        assertThat(Layers.of(origin)).isEqualTo(layers);
    }

    @Test
    void without_layers_an_origin_is_plain_again_and_keeps_what_is_not_ours() {
        Origin origin = Origin.parse("""
                [origin]
                baserefspec=remote:ref
                custom-url=here

                [packages]
                requested=tmux;

                [rpmostree]
                initramfs-etc=/etc/x;
                """, "test");
        assertThat(Layers.NONE.in(origin).text()).isEqualTo("""
                [origin]
                custom-url=here
                refspec=remote:ref

                [rpmostree]
                initramfs-etc=/etc/x;
                """);
        assertThat(Layers.isLayered(Layers.NONE.in(origin))).isFalse();
    }
}
