package org.atomsmith.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.atomsmith.rpm.database.RpmDatabase;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of an update: before it, of its packages, and of its vulnerabilities. */
final class NewsScenarioTest {
    private static final String OPENSSL = "usr/share/doc/openssl/changelog.Debian.gz";
    private static final String ADVISORY = "('FEDORA-2026-1', uint32 1, uint32 3, ['bash-5.3-1.x86_64'],"
            + " {'cve_references': <[('https://example.org/1', 'CVE-2026-1 bash: overflow')]>})";

    @TempDir
    Path temp;

    private SmallHost host;

    @BeforeEach
    void a_host_that_runs() throws IOException {
        host = new SmallHost(temp);
    }

    @Test
    void a_look_tells_the_kernel_the_services_and_the_advisories_and_status_remembers() throws IOException {
        write("usr/lib/sysimage/dpkg/info/bash.list", "/usr/lib/systemd/system/shell.service\n");
        write("usr/lib/sysimage/dpkg/info/nano.list", "/usr/lib/systemd/system/editor.service\n");
        write("sys/fs/cgroup/system.slice/shell.service/cgroup.procs", "1\n");
        write("sys/fs/cgroup/system.slice/editor.service/cgroup.procs", "2\n");
        host.metadata("ostree.linux", "'6.12.2-amd64'");
        host.metadata("rpmostree.advisories", "[" + ADVISORY + "]");
        host.commit("2", List.of("bash 5.3 1", "nano 7 1"));

        assertThat(host.does("upgrade", "--check"))
                .contains("         Kernel: 6.12.2-amd64\n")
                .contains("       Services: shell.service (of packages that change")
                .contains("  SecAdvisories: 1 important\n")
                .doesNotContain("CVE");
        assertThat(host.does("upgrade", "--preview"))
                .contains("FEDORA-2026-1", "CVE-2026-1 bash: overflow", "bash 5.2");
        assertThat(host.does("upgrade", "--preview", "--json"))
                .contains(
                        "\"services\" : [", "\"shell.service\"", "\"after\" : \"6.12.2-amd64\"", "\"cve_references\"");
        assertThat(host.does("status"))
                .contains("         SecAdvisories: 1 important\n")
                .doesNotContain("FEDORA");
        assertThat(host.does("status", "-v")).contains("FEDORA-2026-1  important  bash-5.3-1.x86_64");
        assertThat(host.status("$.cached-update.advisories[0][0]")).isEqualTo("\"FEDORA-2026-1\"");

        assertThat(host.does("upgrade"))
                .contains("Kernel: 6.12.2-amd64\n", "Services: shell.service (of", "SecAdvisories: 1 important\n");
        host.shutDownAndBoot();
        host.commit("3", List.of("bash 5.3 1", "nano 8 1"));
        assertThat(host.does("upgrade", "--preview"))
                .contains("Kernel: 6.12.2-amd64, as before\n")
                .doesNotContain("SecAdvisories");
        assertThat(host.does("db", "list", "--advisories")).contains("FEDORA-2026-1");
    }

    @Test
    void real_changelogs_tell_what_is_new_and_which_vulnerabilities_are_closed() throws IOException {
        Path real = Path.of("/", OPENSSL);
        Assumptions.assumeTrue(Files.exists(real), "the changelog of openssl is needed");
        byte[] changelog = Files.readAllBytes(real);
        List<String> versions;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(changelog))) {
            versions = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("openssl ("))
                    .map(line -> line.substring(line.indexOf('(') + 1, line.indexOf(')')))
                    .toList();
        }
        host.file(OPENSSL, changelog);
        host.file(
                "usr/share/doc/tzdata/changelog.gz",
                compressed("tzdata (2) x; urgency=low\n\n  * Native\n\n -- a  b\n"));
        host.link("usr/share/doc/libssl3", "openssl");
        String first = host.commit("2", packages(versions.get(3), "1"));
        String second = host.commit("3", packages(versions.get(0), "2"));
        host.does("upgrade");

        String said = host.does("db", "diff", "--repo", host.source().toString(), first, second, "-c");
        assertThat(said)
                .contains(versions.get(0), versions.get(1), versions.get(2), "  tzdata 1 -> 2", "      * Native")
                .contains("CVE-")
                .doesNotContain(" - " + versions.get(3) + "\n");
        assertThat(said.indexOf(" - " + versions.get(0))).isLessThan(said.indexOf(" - " + versions.get(2)));
        assertThat(said).as("one changelog for both packages").containsOnlyOnce(" - " + versions.get(0) + "\n");
        assertThat(host.does("db", "diff", "--repo", host.source().toString(), first, second, "-a", "-F", "diff"))
                .contains("=openssl-" + versions.get(0), "Vulnerabilities that the changelogs name:\n  CVE-")
                .doesNotContain("* Native");
        assertThat(host.does("db", "diff", "--repo", host.source().toString(), first, second, "-c", "--json"))
                .contains("\"changelogs\" : [", "\"cves\" : [");
    }

    @Test
    void what_carries_no_changelogs_says_so_in_one_line() throws IOException {
        host.file("usr/share/doc/bash/copyright", "free\n");
        host.commit("2", List.of("bash 5.3 1", "nano 7 1"));
        host.does("upgrade");
        assertThat(host.does("db", "diff", "--changelogs"))
                .endsWith("  bash 5.2-1 -> 5.3-1\n(the image carries no changelogs: /usr/share/doc was left out when it"
                        + " was composed)\n");
        RpmDatabase.write(List.of(), temp);
        host.file("usr/share/rpm/rpmdb.sqlite", Files.readAllBytes(temp.resolve(RpmDatabase.FILE)));
        host.commit("3", List.of("bash 5.4 1", "nano 7 1"));
        host.does("upgrade");
        assertThat(host.does("db", "diff", "-a"))
                .endsWith("\n(what is new cannot be told: the older commit's RPM database is not here)\n");
    }

    private static List<String> packages(String version, String tzdata) {
        int hyphen = version.lastIndexOf('-');
        String parts = version.substring(0, hyphen) + " " + version.substring(hyphen + 1);
        return List.of("libssl3 " + parts, "openssl " + parts, "tzdata " + tzdata + " ");
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Writes a file of the system that runs. */
    private void write(String path, String content) throws IOException {
        Path file = host.root().resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, content);
    }
}
