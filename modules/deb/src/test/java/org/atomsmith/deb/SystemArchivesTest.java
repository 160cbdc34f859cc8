package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.deb.AptSource.SignedBy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemArchivesTest {
    @TempDir
    Path root;

    @BeforeEach
    void is_a_machine_of_another_release() throws IOException {
        write("etc/os-release", "ID=debian\nVERSION_CODENAME=\"bookworm\"\n");
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    private List<String> uris(String suite) throws IOException {
        return SystemArchives.read(root).archiveFor(suite).uris();
    }

    @Test
    void takes_the_main_and_the_security_archive_whatever_suite_is_asked_for() throws Exception {
        write("etc/apt/sources.list.d/debian.sources", """
                Types: deb
                URIs: http://mirror.example/debian
                Suites: bookworm bookworm-updates
                Components: main
                Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

                Types: deb
                URIs: http://mirror.example/debian-security
                Suites: bookworm-security
                Components: main
                Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
                """);
        write("etc/apt/sources.list.d/aaa.list", "deb https://vendor.example/apt bookworm main\n");
        write(
                "etc/apt/sources.list.d/vendor.list",
                "deb [signed-by=/usr/share/keyrings/v.gpg] https://v.example/debian bookworm main # theirs\n");
        for (String suite : List.of("trixie", "trixie-updates", "sid", "bookworm")) {
            assertThat(uris(suite)).containsExactly("http://mirror.example/debian");
        }
        assertThat(uris("trixie-security")).containsExactly("http://mirror.example/debian-security");
        assertThat(SystemArchives.read(root).archiveFor("trixie").signedBy())
                .containsExactly(new SignedBy.KeyFile(Path.of("/usr/share/keyrings/debian-archive-keyring.gpg")));
    }

    @Test
    void reads_the_old_one_line_form() throws Exception {
        write("etc/apt/sources.list", """
                # deb http://old.example/debian bookworm main
                deb-src http://mirror.example/debian bookworm main
                deb [ arch=amd64 ] http://mirror.example/debian/ bookworm main contrib
                deb http://sec.example/debian-security bookworm-security main
                deb cdrom:[Debian]/ bookworm main
                """);
        assertThat(uris("trixie")).containsExactly("http://mirror.example/debian/");
        assertThat(uris("trixie-security")).containsExactly("http://sec.example/debian-security");
    }

    @Test
    void reads_the_mirror_lists_of_cloud_images() throws Exception {
        write(
                "etc/apt/sources.list.d/debian.sources",
                "Types: deb\nURIs: mirror+file:///etc/apt/mirrors/debian.list\nSuites: bookworm\nComponents: main\n");
        write(
                "etc/apt/mirrors/debian.list",
                "# mirrors\nhttps://a.example/debian\nhttps://b.example/debian\tpriority:2\n");
        assertThat(uris("trixie")).containsExactly("https://a.example/debian", "https://b.example/debian");
    }

    @Test
    void skips_disabled_stanzas_and_vendors() throws Exception {
        write("etc/apt/sources.list.d/x.sources", """
                Types: deb
                Enabled: no
                URIs: http://mirror.example/debian
                Suites: bookworm
                Components: main

                Types: deb
                URIs: https://browser.example/apt
                Suites: stable
                Components: main
                Signed-By: /etc/apt/keyrings/browser.asc
                """);
        write("etc/apt/sources.list.d/broken.sources", "this is not deb822\n");
        assertThatThrownBy(() -> uris("trixie"))
                .hasMessageContaining("has no main archive of 'debian' 'bookworm'")
                .hasMessageContaining("write the archive's address instead of 'system'");
        assertThatThrownBy(() -> uris("trixie-security")).hasMessageContaining("has no security archive");
    }

    @Test
    void a_machine_without_apt_says_so() {
        assertThatThrownBy(() -> uris("trixie")).hasMessageContaining("etc/apt/sources.list");
    }
}
