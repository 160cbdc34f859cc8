package org.atomsmith.ostree.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class KeyFileTest {

    @Test
    void reads_groups_keys_and_comments() {
        KeyFile file = KeyFile.parse("# c\n[core]\nmode = bare \n\n[remote \"o\"]\nurl=http://x/?a=b\n", "f");

        assertThat(file.get("core", "mode")).contains("bare");
        assertThat(file.get("remote \"o\"", "url")).contains("http://x/?a=b");
        assertThat(file.get("core", "nothing")).isEmpty();
        assertThat(file.text()).isEqualTo("[core]\nmode=bare\n\n[remote \"o\"]\nurl=http://x/?a=b\n");
    }

    @Test
    void writes_what_it_can_read_again() {
        KeyFile file = KeyFile.EMPTY.with("g", "k", " leading\tand\\back\nnew line");
        assertThat(KeyFile.parse(file.text(), "f")).isEqualTo(file);
    }

    @Test
    void changes_make_a_new_file() {
        KeyFile file = KeyFile.EMPTY.with("g", "k", "1").with("h", "k", "2");
        assertThat(file.with("g", "k", "3").get("g", "k")).contains("3");
        assertThat(file.withoutGroup("g").text()).isEqualTo("[h]\nk=2\n");
        assertThat(file.get("g", "k")).contains("1");
    }

    @Test
    void names_file_and_line_of_what_it_cannot_read() {
        assertThatThrownBy(() -> KeyFile.parse("[g]\nk=v\nnonsense\n", "/etc/x.conf"))
                .hasMessage("/etc/x.conf:3: expected [group] or key=value, found 'nonsense'");
        assertThatThrownBy(() -> KeyFile.parse("k=v\n", "f")).hasMessageContaining("f:1");
    }

    @Test
    void refuses_values_of_another_kind() {
        KeyFile file = KeyFile.EMPTY.with("g", "k", "perhaps");
        assertThatThrownBy(() -> file.getBoolean("g", "k", true)).hasMessageContaining("expected true or false");
        assertThatThrownBy(() -> file.getLong("g", "k", 1)).hasMessageContaining("expected a number");
        assertThat(file.getLong("g", "other", 5)).isEqualTo(5);
    }

    private static final String WRITTEN = """
            # The host's repository.

            [core]
            repo_version=1
            # Do not change.
              mode = bare

            # Where updates come from.
            [remote "o"]
            url=http://x/
            # keep: gpg-verify=false

            [ex-transient]
            a=1
            """;

    @Test
    void leaves_comments_and_order_as_somebody_wrote_them() {
        KeyFile file = KeyFile.parse(WRITTEN, "f");
        assertThat(file.text(WRITTEN)).isEqualTo(WRITTEN);
        assertThat(file.with("core", "fsync", "false")
                        .with("core", "repo_version", "2")
                        .text(WRITTEN))
                .isEqualTo(WRITTEN.replace("repo_version=1", "repo_version=2")
                        .replace("mode = bare\n", "mode = bare\nfsync=false\n"));
        assertThat(file.without("core", "mode").with("new", "k", "v").text(WRITTEN))
                .isEqualTo(WRITTEN.replace("  mode = bare\n", "") + "\n[new]\nk=v\n");
        assertThat(file.withoutGroup("remote \"o\"").text(WRITTEN))
                .isEqualTo(WRITTEN.substring(0, WRITTEN.indexOf("# Where"))
                        + WRITTEN.substring(WRITTEN.indexOf("[ex-transient]")));
    }

    @Test
    void writes_each_value_once_where_a_file_says_it_twice() {
        String twice = "[g]\nk=1\n[h]\nx=y\n[g]\nk=2\nk=3\n";
        KeyFile file = KeyFile.parse(twice, "f").with("g", "n", "4");
        String text = file.text(twice);
        assertThat(KeyFile.parse(text, "f")).isEqualTo(file);
        assertThat(text).isEqualTo("[g]\nk=3\n[h]\nx=y\n[g]\nk=3\nn=4\n");
        assertThat(KeyFile.EMPTY.with("g", "k", "v").text("")).isEqualTo("[g]\nk=v\n");
    }
}
