package org.atomsmith.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code atomic host install} and its like on an image of RPM packages that rpm installed. rpm judges the database, and, by
 * making the same changes itself, what ran.
 */
@Tag("slow")
class RpmLayersTest {
    private static final String LOG = "usr/log";

    /** Says of every scriptlet that it ran, with its arguments. */
    private static String scriptlets(String name, String... kinds) {
        StringBuilder text = new StringBuilder();
        for (String kind : kinds) {
            text.append("%")
                    .append(kind)
                    .append("\necho \"")
                    .append(kind)
                    .append('(')
                    .append(name);
            text.append(") $*\" >> /usr/log\n");
        }
        return text.toString();
    }

    private static final String WATCHED = """
            %%%s
            while read path; do echo "%s $* $path" >> /usr/log; done
            """;

    @TempDir
    private static Path built;

    private static Path lib;
    private static Path app;
    private static Path watch;
    private static Path helper;
    private static Path tool;
    private static Path extra;
    private static Path modern;

    @TempDir
    Path temp;

    private RpmLayerFixture host;
    private String image;

    @BeforeAll
    static void packages() throws IOException {
        lib = RpmLayerFixture.build(built, "lib", "1", """
                Provides: /bin/sh, virtual = 3
                %description
                x
                %install
                mkdir -p %{buildroot}/usr/lib/lib %{buildroot}/etc
                echo one > %{buildroot}/usr/lib/lib/lib.so
                echo old > %{buildroot}/usr/lib/lib/old
                echo default > %{buildroot}/etc/lib.conf
                echo default > %{buildroot}/etc/edited.conf
                """ + scriptlets("lib-1", "post", "preun", "postun") + """
                %files
                /usr/lib/lib
                %config(noreplace) /etc/lib.conf
                %config(noreplace) /etc/edited.conf
                %changelog
                * Thu Jan 01 2026 Jane Doe <jane@example.org> - 1-1
                - The first
                """);
        app = RpmLayerFixture.build(
                built, "app", "1", """
                Requires: lib
                %description
                x
                %install
                mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/lib/app
                echo app > %{buildroot}/usr/bin/app
                echo app > %{buildroot}/usr/lib/app/app
                """ + scriptlets("app", "preun", "postun") + "%files\n/usr/bin/app\n/usr/lib/app\n");
        StringBuilder triggers = new StringBuilder();
        for (String kind : List.of("triggerprein", "triggerin", "triggerun", "triggerpostun")) {
            for (String on : List.of("tool", "lib", "app")) {
                triggers.append("%")
                        .append(kind)
                        .append(" -- ")
                        .append(on)
                        .append("\necho \"")
                        .append(kind);
                triggers.append(" on ").append(on).append(" $*\" >> /usr/log\n");
            }
        }
        for (String kind : List.of("filetriggerin", "filetriggerun", "filetriggerpostun")) {
            triggers.append(WATCHED.formatted(kind + " -- /usr/lib", kind));
            triggers.append(WATCHED.formatted("trans" + kind + " -- /usr/lib", "trans" + kind));
            triggers.append("echo \"trans").append(kind).append(" $*\" >> /usr/log\n");
        }
        watch = RpmLayerFixture.build(built, "watch", "1", """
                Requires: lib
                %description
                x
                """ + triggers + "%files\n");
        helper = RpmLayerFixture.build(
                built,
                "helper",
                "2",
                """
                %description
                x
                %install
                mkdir -p %{buildroot}/usr/lib/helper
                echo helper > %{buildroot}/usr/lib/helper/helper
                """ + scriptlets("helper", "pretrans", "pre", "post", "posttrans") + "%files\n/usr/lib/helper\n");
        tool = RpmLayerFixture.build(
                built,
                "tool",
                "1",
                """
                Requires: (helper >= 2 if lib), virtual >= 2, /usr/lib/lib/lib.so
                Requires(pre): helper
                Recommends: extra
                %description
                x
                %install
                mkdir -p %{buildroot}/usr/lib/tool %{buildroot}/etc %{buildroot}/var/lib/tool
                echo tool > %{buildroot}/usr/lib/tool/tool
                echo default > %{buildroot}/etc/tool.conf
                """ + scriptlets("tool", "pretrans", "pre", "post", "preun", "postun", "posttrans") + """
                %transfiletriggerin -- /usr/lib/lib
                while read path; do echo "own transfiletriggerin $* $path" >> /usr/log; done
                %triggerin -- lib
                echo "own triggerin $*" >> /usr/log
                %files
                /usr/lib/tool
                %dir /var/lib/tool
                %config(noreplace) /etc/tool.conf
                """);
        extra = RpmLayerFixture.build(
                built, "extra", "1", "%description\nx\n%post -p <lua>\nio.open('/usr/lua', 'w'):close()\n%files\n");
        modern = RpmLayerFixture.build(built, "modern", "1", "Requires: lib >= 2\n%description\nx\n%files\n");
    }

    @BeforeEach
    void a_host_with_a_repository() throws IOException {
        host = new RpmLayerFixture(temp);
        image = host.image("1", lib, app, watch);
        host.deploy();
        host.publish(helper, tool, extra, modern);
    }

    /** What ran is what runs when rpm does the same to the same image. */
    private void assertRanAsByRpm(String... words) throws IOException {
        Path judge = temp.resolve("judge");
        HostFixture.run("cp", "-a", host.installedByRpm("1").toString(), judge.toString());
        CommandResult result = RpmLayerFixture.rpm(judge, words);
        assertThat(result.exit()).as(result.output() + result.errors()).isZero();
        assertThat(Files.readAllLines(host.root().resolve(LOG)))
                .containsExactlyElementsOf(Files.readAllLines(judge.resolve(LOG)));
    }

    @Test
    void a_package_comes_with_what_it_needs_and_recommends_and_goes_without_a_trace() throws IOException {
        assertThat(host.done("install", "tool").output())
                .contains("3 packages added;", "+ helper-2-1.x86_64", "+ extra-1-1.x86_64");
        assertThat(host.knows("-qa"))
                .containsExactly(
                        "app-1-1.x86_64",
                        "extra-1-1.x86_64",
                        "helper-2-1.x86_64",
                        "lib-1-1.x86_64",
                        "tool-1-1.x86_64",
                        "watch-1-1.x86_64");
        host.verifies();
        assertThat(host.knows("-V", "tool", "helper", "extra")).isEmpty();
        assertThat(host.knows("-q", "--whatrequires", "lib")).contains("app-1-1.x86_64", "watch-1-1.x86_64");
        assertThat(host.knows("-qf", "/etc/tool.conf")).containsExactly("tool-1-1.x86_64");
        assertThat(host.root().resolve("usr/lua")).exists();
        assertThat(host.root().resolve("usr/lib/tmpfiles.d/atomsmith-var.conf"))
                .content()
                .contains("d /var/lib/tool 0755 root root")
                .doesNotContain("rpm-state");
        assertRanAsByRpm(RpmLayerFixture.words("-i", helper, tool, extra));
        String commit = host.next();
        host.done("uninstall", "tool");
        assertThat(host.next()).isEqualTo(image);
        host.done("install", "tool");
        assertThat(host.next())
                .as("the same image and packages give the same commit")
                .isEqualTo(commit);
    }

    @Test
    void what_is_layered_stays_when_the_image_changes_and_changelogs_tell_what_is_new() throws IOException {
        host.done("install", "tool");
        Path newer = RpmLayerFixture.build(built, "lib", "1.1", """
                Provides: /bin/sh, virtual = 3
                %description
                x
                %install
                mkdir -p %{buildroot}/usr/lib/lib
                echo one point one > %{buildroot}/usr/lib/lib/lib.so
                %files
                /usr/lib/lib
                %changelog
                * Mon Feb 02 2026 Jane Doe <jane@example.org> - 1.1-1
                - Closes CVE-2026-12345
                * Thu Jan 01 2026 Jane Doe <jane@example.org> - 1-1
                - The first
                """);
        String next = host.image("2", newer, app);
        host.done("upgrade");
        assertThat(host.knows("-qa"))
                .containsExactly(
                        "app-1-1.x86_64",
                        "extra-1-1.x86_64",
                        "helper-2-1.x86_64",
                        "lib-1.1-1.x86_64",
                        "tool-1-1.x86_64");
        String news = host.atomic("db", "diff", "--changelogs", "--advisories").output();
        assertThat(news)
                .contains("lib 1-1 -> 1.1-1")
                .contains("* Mon Feb 02 2026 Jane Doe <jane@example.org> - 1.1-1\n", "- Closes CVE-2026-12345")
                .contains("Vulnerabilities that the changelogs name:\n  CVE-2026-12345  lib 1.1-1")
                .doesNotContain("The first");
        host.done("uninstall", "tool");
        assertThat(host.next()).isEqualTo(next);
    }

    @Test
    void packages_of_the_image_are_left_out_as_rpm_erases_them() throws IOException {
        assertThat(host.atomic("override", "remove", "lib").output()).contains("app-1-1.x86_64 requires lib");
        host.done("override", "remove", "app");
        assertThat(host.root().resolve("usr/bin/app")).doesNotExist();
        assertThat(host.knows("-qa")).containsExactly("lib-1-1.x86_64", "watch-1-1.x86_64");
        host.verifies();
        assertRanAsByRpm("-e", "app");
        host.done("override", "reset", "app");
        assertThat(host.next()).isEqualTo(image);
    }

    @Test
    void packages_of_the_image_are_exchanged_as_rpm_upgrades_them() throws IOException {
        Path newer = RpmLayerFixture.build(
                built,
                "lib",
                "2",
                """
                Provides: /bin/sh, virtual = 3
                %description
                x
                %install
                mkdir -p %{buildroot}/usr/lib/lib %{buildroot}/etc
                echo two > %{buildroot}/usr/lib/lib/lib.so
                echo better > %{buildroot}/etc/lib.conf
                """
                        + scriptlets("lib-2", "pretrans", "pre", "post", "preun", "postun", "posttrans")
                        + "%files\n/usr/lib/lib\n%config(noreplace) /etc/lib.conf\n");
        assertThat(host.atomic("install", "modern").output())
                .contains("modern-1-1.x86_64 requires lib >= 2, but the newest lib is 1-1");
        host.done("override", "replace", newer.toString());
        assertThat(host.knows("-qa")).containsExactly("app-1-1.x86_64", "lib-2-1.x86_64", "watch-1-1.x86_64");
        assertThat(host.knows("-V", "lib")).isEmpty();
        assertThat(host.root().resolve("usr/lib/lib/lib.so")).hasContent("two");
        assertThat(host.root().resolve("usr/lib/lib/old")).doesNotExist();
        assertThat(host.root().resolve("usr/etc/lib.conf")).hasContent("better");
        assertRanAsByRpm("-U", newer.toString());
        assertThat(host.atomic("override", "list").output()).isEqualTo("replaced lib-2-1.x86_64\n");
        host.done("install", "modern");
        host.done("reset");
        assertThat(host.next()).isEqualTo(image);
    }

    @Test
    void package_files_are_layered_and_those_of_debian_refused() throws IOException {
        Path local = RpmLayerFixture.build(built, "local", "1", "Requires: helper\n%description\nx\n%files\n");
        host.done("install", local.toString());
        assertThat(host.knows("-qa")).contains("local-1-1.x86_64", "helper-2-1.x86_64");
        Path other = Files.writeString(temp.resolve("other.deb"), "!<arch>\nnothing");
        assertThat(host.atomic("install", other.toString()).exit()).isEqualTo(1);
        Files.delete(temp.resolve("root/etc/atomsmith/repos.d/mini.repo"));
        assertThat(host.atomic("refresh-md").output())
                .contains("this host has no package repositories: no .repo file is in /etc/atomsmith/repos.d")
                .contains("baseurl=https://");
    }
}
