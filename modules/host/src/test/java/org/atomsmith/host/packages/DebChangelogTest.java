package org.atomsmith.host.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.Programs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DebChangelogTest {
    private static final String SAMPLE = """
            app (1.2-2) stable-security; urgency=high

              * CVE-2026-12345 and CVE-2026-0002 (not CVE-26-1, CVE-2026-123)
              [ Somebody Else ]
              * More

             -- Jane Doe <jane@example.org>  Fri, 03 Apr 2026 14:29:32 +0200

            app (1.2-1) stable; urgency=medium

              * First

             -- Jane Doe <jane@example.org>  Sun, 22 Feb 2026 18:36:50 +0100
            """;

    @Test
    void reads_what_is_new_and_no_more() throws IOException {
        List<ChangelogEntry> entries = read(SAMPLE.getBytes(StandardCharsets.UTF_8), "1.2-1");
        assertThat(entries)
                .containsExactly(new ChangelogEntry(
                        "app",
                        "1.2-2",
                        "Jane Doe <jane@example.org>",
                        "Fri, 03 Apr 2026 14:29:32 +0200",
                        List.of(
                                "  * CVE-2026-12345 and CVE-2026-0002 (not CVE-26-1, CVE-2026-123)",
                                "  [ Somebody Else ]",
                                "  * More")));
        assertThat(entries.getFirst().cves()).containsExactly("CVE-2026-0002", "CVE-2026-12345");
        assertThat(entries.getFirst().heading())
                .isEqualTo("* Fri, 03 Apr 2026 14:29:32 +0200 Jane Doe <jane@example.org> - 1.2-2");
    }

    @Test
    void sees_the_versions_that_dpkg_sees_in_real_changelogs(@TempDir Path temp) throws IOException {
        Assumptions.assumeTrue(Programs.find("dpkg-parsechangelog").isPresent(), "dpkg-parsechangelog is needed");
        int compared = 0;
        for (String name :
                List.of("openssl", "bash", "systemd", "gzip", "tzdata", "libc6", "coreutils", "util-linux")) {
            Path file = Path.of("/usr/share/doc", name, "changelog.Debian.gz");
            if (!Files.exists(file)) {
                continue;
            }
            byte[] text;
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                text = in.readAllBytes();
            }
            Path plain = Files.write(temp.resolve(name), text);
            String theirs = Command.of(
                            "dpkg-parsechangelog",
                            "-l",
                            plain.toString(),
                            "--all",
                            "--format",
                            "rfc822",
                            "-S",
                            "Version")
                    .withInheritedEnvironment()
                    .runOrThrow()
                    .output();
            List<String> versions =
                    theirs.lines().filter(line -> !line.isBlank()).toList();
            int all = Math.min(versions.size(), 200);
            assertThat(read(text, "").stream().map(ChangelogEntry::version))
                    .as(name)
                    .isEqualTo(versions.subList(0, all));
            compared++;
        }
        Assumptions.assumeTrue(compared > 0, "packages with changelogs are needed");
    }

    @Test
    void nothing_that_is_cut_or_garbled_makes_it_fail() throws IOException {
        byte[] bytes = SAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= bytes.length; i++) {
            assertThat(read(java.util.Arrays.copyOf(bytes, i), "").size()).isLessThanOrEqualTo(2);
            if (i < bytes.length) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= (byte) 0x80;
                read(flipped, "");
            }
        }
    }

    @Test
    void what_never_ends_is_cut_and_what_a_terminal_would_obey_is_not_shown() throws IOException {
        String bomb = "app (2) x; urgency=low\n\n  * \033[2J" + "x".repeat(20 << 20) + "\n  * never seen\n";
        List<ChangelogEntry> entries = read(bomb.getBytes(StandardCharsets.UTF_8), "");
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().lines())
                .allSatisfy(line -> assertThat(line)
                        .hasSizeLessThanOrEqualTo(2000)
                        .doesNotContain("\033")
                        .doesNotContain("never"));
        String many = "app (1) x; urgency=low\n\n -- a <b>  c\n\n".repeat(1000);
        assertThat(read(many.getBytes(StandardCharsets.UTF_8), "")).hasSize(200);
    }

    private static List<ChangelogEntry> read(byte[] text, String known) throws IOException {
        return DebChangelog.read(new ByteArrayInputStream(text), known::equals);
    }
}
