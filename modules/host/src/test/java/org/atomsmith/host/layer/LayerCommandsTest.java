package org.atomsmith.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code atomic host install} and its like on a deployed image; dpkg and ostree judge the result. */
@Tag("slow")
class LayerCommandsTest {
    private static final String NEW_USER = "#!/bin/sh\nset -e\n[ \"$1\" = configure ] || exit 0\n"
            + "echo 'tool:x:105:105::/nonexistent:/bin/false' >> /etc/passwd\necho 'tool:x:105:' >> /etc/group\n"
            + "echo \"$SOURCE_DATE_EPOCH\" > /var/lib/tool/born\n";

    @TempDir
    Path temp;

    private LayerFixture host;
    private String image;

    @BeforeEach
    void a_host_with_a_repository() throws IOException {
        host = new LayerFixture(temp);
        Path lib = host.build(
                "lib",
                "1.0-1",
                "",
                Map.of("usr/lib/lib.so", "one", "etc/lib.conf", "default\n", "DEBIAN/conffiles", "/etc/lib.conf\n"));
        Path app = host.build("app", "1.0-1", "Depends: lib\n", Map.of("usr/bin/app", "#!/bin/sh\n"));
        image = host.image("1", lib, app);
        host.deploy();
        host.publish("helper", "2.0-1", "", Map.of("usr/lib/helper", "helper"));
        host.publish(
                "tool",
                "1.0-1",
                "Depends: helper (>= 2), lib\n",
                Map.of(
                        "usr/bin/tool", "#!/bin/sh\necho tool\n",
                        "etc/tool.conf", "default\n",
                        "usr/share/doc/tool/copyright", "free",
                        "var/lib/tool/data", "state",
                        "DEBIAN/conffiles", "/etc/tool.conf\n",
                        "DEBIAN/postinst", NEW_USER));
        host.publish("lib", "2.0-1", "", Map.of("usr/lib/lib.so", "two"));
        host.publish("modern", "1.0-1", "Depends: lib (>= 2)\n", Map.of("usr/bin/modern", "#!/bin/sh\n"));
    }

    @Test
    void a_package_comes_with_what_it_needs_and_goes_without_a_trace() throws IOException {
        CommandResult first = host.done("install", "tool");
        assertThat(first.output()).contains("2 packages added;").contains("+ helper-2.0-1.x86_64");
        assertThat(host.installed()).isEqualTo("""
                app 1.0-1 installed
                helper 2.0-1 installed
                lib 1.0-1 installed
                tool 1.0-1 installed
                """);
        Path root = host.root();
        assertThat(root.resolve("usr/etc/tool.conf")).hasContent("default");
        assertThat(root.resolve("usr/lib/atomsmith/accounts.conf")).content().contains("u tool 105:105");
        assertThat(root.resolve("usr/lib/tmpfiles.d/atomsmith-var.conf"))
                .content()
                .contains("C /var/lib/tool/data 0644 root root - -");
        // The newest package's own time, not today.
        assertThat(root.resolve("usr/share/factory/var/lib/tool/born")).hasContent("1710000000");
        assertThat(host.origin()).contains("baserefspec=origin:mini").contains("requested=tool;");
        String commit = host.next();
        assertThat(HostFixture.run("ostree", "--repo=" + host.repository(), "rev-parse", commit + "^")
                        .output())
                .isEqualTo(image + "\n");
        HostFixture.run("ostree", "--repo=" + host.repository(), "fsck");

        host.done("uninstall", "tool");
        assertThat(host.next()).isEqualTo(image);
        assertThat(host.origin()).isEqualTo("[origin]\nrefspec=origin:mini\n");
        host.done("install", "tool");
        assertThat(host.next())
                .as("the same image and packages give the same commit")
                .isEqualTo(commit);
    }

    @Test
    void a_scriptlet_that_fails_changes_nothing_and_says_what_to_do_on_a_host() throws IOException {
        host.publish("bad", "1.0-1", "", Map.of("DEBIAN/postinst", "#!/bin/sh\necho printed\nexit 3\n"));
        CommandResult result = host.atomic("install", "bad");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output())
                .contains("bad: postinst configure failed with exit status 3", "printed")
                .contains("This system is as it was.", "atomic host uninstall PACKAGE")
                .doesNotContain("build again");
        assertThat(host.next()).isEqualTo(image);
    }

    @Test
    void what_is_layered_stays_when_the_image_changes() throws IOException {
        host.done("install", "tool");
        Path other = host.build("other", "1.0-1", "", Map.of("usr/bin/other", "#!/bin/sh\n"));
        Path lib = host.build("lib", "1.1-1", "", Map.of("usr/lib/lib.so", "one point one"));
        String next = host.image("2", lib, other);
        assertThat(host.atomic("install", "--idempotent", "tool").output()).contains("No changes");
        assertThat(host.atomic("install", "--idempotent", "--unchanged-exit-77", "tool")
                        .exit())
                .isEqualTo(77);
        host.done("upgrade");
        assertThat(host.installed()).isEqualTo("""
                helper 2.0-1 installed
                lib 1.1-1 installed
                other 1.0-1 installed
                tool 1.0-1 installed
                """);
        assertThat(host.root().resolve("usr/etc/passwd")).content().contains("tool:x:105:");
        host.done("uninstall", "tool");
        assertThat(host.next()).isEqualTo(next);
    }

    @Test
    void the_images_own_packages_are_not_upgraded_silently_and_the_reason_is_given() throws IOException {
        CommandResult result = host.atomic("install", "modern");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output())
                .contains("modern-1.0-1.x86_64 requires lib >= 2")
                .contains("lib-2.0-1.x86_64 cannot be installed beside lib-1.0-1.x86_64")
                .contains("lib-1.0-1.x86_64 is installed");
        assertThat(host.next()).isEqualTo(image);
        assertThat(host.atomic("install", "app").output()).contains("part of the image already");
        assertThat(host.atomic("uninstall", "app").output()).contains("override remove app");
        assertThat(host.atomic("install", "toll").output()).contains("did you mean 'tool'?");
    }

    @Test
    void packages_of_the_image_are_left_out_and_exchanged_and_come_back() throws IOException {
        CommandResult refused = host.atomic("override", "remove", "lib");
        assertThat(refused.output()).contains("app-1.0-1.x86_64 requires lib").contains("is excluded");
        host.done("override", "remove", "app");
        assertThat(host.root().resolve("usr/bin/app")).doesNotExist();
        assertThat(host.installed()).doesNotContain("app");
        assertThat(host.origin()).contains("[overrides]\nremove=app;");

        Path lib = host.build(
                "lib",
                "3.0-1",
                "",
                Map.of(
                        "usr/lib/lib.so",
                        "three",
                        "etc/lib.conf",
                        "better\n",
                        "DEBIAN/conffiles",
                        "/etc/lib.conf\n",
                        "DEBIAN/postinst",
                        "#!/bin/sh\necho \"$*\" > /usr/lib/how\n"));
        host.done("override", "replace", lib.toString());
        assertThat(host.root().resolve("usr/lib/lib.so")).hasContent("three");
        assertThat(host.root().resolve("usr/etc/lib.conf")).hasContent("better");
        assertThat(host.root().resolve("usr/lib/how")).hasContent("configure 1.0-1");
        assertThat(host.installed()).isEqualTo("lib 3.0-1 installed\n");
        assertThat(host.atomic("override", "list").output()).isEqualTo("removed app\nreplaced lib-3.0-1.x86_64\n");

        // With the newer lib in the image's place there is no conflict any more.
        host.done("install", "modern");
        Files.delete(lib);
        host.done("reset");
        assertThat(host.next()).isEqualTo(image);
    }

    @Test
    void a_package_file_is_layered_and_kept() throws IOException {
        Path local = host.build("local", "1.0-1", "Depends: helper\n", Map.of("usr/bin/local", "#!/bin/sh\n"));
        host.done("install", local.toString());
        Files.delete(local);
        host.done("install", "tool");
        assertThat(host.installed()).contains("local 1.0-1 installed").contains("tool 1.0-1 installed");
        assertThat(host.origin()).contains(":local-1.0-1.x86_64;");
        host.done("uninstall", "local", "tool");
        assertThat(host.next()).isEqualTo(image);
    }

    @Test
    void a_dry_run_changes_nothing_and_search_finds() throws IOException {
        assertThat(host.done("install", "--dry-run", "tool").output())
                .contains("2 packages added")
                .contains("Nothing was changed");
        assertThat(host.next()).isEqualTo(image);
        assertThat(host.done("search", "HELP").output()).contains("helper : helper of a test");
    }
}
