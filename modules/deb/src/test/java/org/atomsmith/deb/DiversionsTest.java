package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.deb.Diversions.Diversion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiversionsTest {
    @TempDir
    Path temp;

    @Test
    void reads_and_writes_what_dpkg_divert_keeps() throws Exception {
        Tools.need("dpkg-divert");
        Path database = Files.createDirectories(temp.resolve("database"));
        Files.createDirectories(database.resolve("info"));
        Files.writeString(database.resolve("status"), "");
        String where = "--admindir=" + database;
        Tools.run(
                temp,
                "dpkg-divert",
                where,
                "--no-rename",
                "--package",
                "dash",
                "--divert",
                "/bin/sh.distrib",
                "--add",
                "/bin/sh");
        Tools.run(
                temp, "dpkg-divert", where, "--no-rename", "--local", "--divert", "/etc/mine", "--add", "/etc/theirs");
        String text = Files.readString(database.resolve("diversions"));
        Diversions diversions = Diversions.parse(text, "diversions");
        assertThat(diversions.all())
                .containsExactlyInAnyOrder(
                        new Diversion("bin/sh", "bin/sh.distrib", "dash"), new Diversion("etc/theirs", "etc/mine", ""));
        assertThat(diversions).hasToString(text);
    }

    @Test
    void diverts_every_package_but_the_one_that_asked() throws Exception {
        Diversions diversions = Diversions.parse("/a\n/a.b\nowner\n/c\n/c.d\n:\n", "diversions");
        assertThat(diversions.target("a", "other")).isEqualTo("a.b");
        assertThat(diversions.target("a", "owner")).isEqualTo("a");
        assertThat(diversions.target("c", "owner")).isEqualTo("c.d");
        assertThat(diversions.target("x", "other")).isEqualTo("x");
        assertThat(Diversions.parse("", "diversions").isEmpty()).isTrue();
    }

    @Test
    void refuses_what_is_no_diversion() {
        assertThatThrownBy(() -> Diversions.parse("/a\n/b\n", "diversions")).hasMessageContaining("three lines");
        assertThatThrownBy(() -> Diversions.parse("/a\n/../b\n:\n", "diversions"))
                .hasMessage("diversions:2:1: '/../b' is no absolute path");
    }
}
