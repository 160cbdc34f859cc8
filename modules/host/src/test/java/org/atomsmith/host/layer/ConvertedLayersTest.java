package org.atomsmith.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.atomsmith.compose.convert.SuiteConversion;
import org.atomsmith.event.EventSink;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.rpm.create.RepositoryOptions;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.write.PayloadCompression;
import org.atomsmith.rpm.write.RpmWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host of Debian's packages, whose repository has them converted to RPM: it layers what an apt suite would give it. dpkg and
 * ostree are the judges.
 */
@Tag("slow")
class ConvertedLayersTest {
    private static final String SOURCES = "root/etc/atomsmith/repos.d/mini.sources";

    @TempDir
    Path temp;

    private LayerFixture host;
    private Path converted;

    @BeforeEach
    void a_host_with_a_suite_and_its_conversion() throws IOException {
        host = new LayerFixture(temp);
        Path lib = host.publish("lib", "1.0-1", "Provides: virtual (= 2), plain\n", Map.of("usr/lib/lib.so", "one"));
        host.image("1", lib);
        host.deploy();
        host.publish("plain", "1.0-1", "", Map.of("usr/lib/plain", "plain"));
        host.publish("helper", "2.0-rc-1-1", "", Map.of("usr/lib/helper", "helper"));
        // The image's lib provides 'plain' without a version, which rpm would take for every version.
        host.publish(
                "tool",
                "1:1.0",
                "Depends: helper (>= 2.0~), lib (= 1.0-1), virtual (>= 2), plain (>= 1.0) | nothing\n",
                Map.of(
                        "usr/bin/tool", "#!/bin/sh\n",
                        "etc/tool.conf", "default\n",
                        "DEBIAN/conffiles", "/etc/tool.conf\n",
                        "DEBIAN/preinst", "#!/bin/sh\necho preinst $* >> /usr/lib/said\n",
                        "DEBIAN/postinst", "#!/bin/sh\necho postinst $* >> /usr/lib/said\n"));
        converted = temp.resolve("converted");
        Path cache = temp.resolve("conversion");
        new SuiteConversion(cache, new DownloadCache(cache, false), InstantSource.system(), EventSink.none())
                .run(
                        new SuiteConversion.Wanted(
                                temp.resolve(SOURCES).toString(), List.of("tool", "lib"), false, "x86_64"),
                        converted,
                        new RpmWriter(
                                RpmWriter.Format.V4,
                                PayloadCompression.ZSTD,
                                PayloadCompression.ZSTD.usualLevel(),
                                List.of(),
                                Instant.EPOCH),
                        RepositoryOptions.plain());
    }

    private void useConversion() throws IOException {
        Files.delete(temp.resolve(SOURCES));
        Files.writeString(
                temp.resolve(SOURCES).resolveSibling("mini.repo"),
                "[converted]\nbaseurl=" + converted.toUri() + "\ngpgcheck=0\n");
    }

    @Test
    void the_tree_is_that_which_the_apt_suite_gives() throws IOException {
        String image = host.next();
        host.done("install", "tool");
        String byApt = host.next();
        HostFixture.run("ostree", "--repo=" + host.repository(), "refs", "--create=kept", byApt);
        host.done("uninstall", "tool");
        useConversion();
        assertThat(host.done("refresh-md").output()).contains("converted: ");
        assertThat(host.done("search", "tool").output()).contains("tool : tool of a test");
        assertThat(host.done("install", "tool").output())
                .contains("3 packages added", "+ helper-2.0-rc-1-1.x86_64", "+ tool-1:1.0.x86_64");
        assertThat(HostFixture.run("ostree", "--repo=" + host.repository(), "diff", byApt, host.next())
                        .output())
                .isEmpty();
        assertThat(host.installed()).isEqualTo("""
                helper 2.0-rc-1-1 installed
                lib 1.0-1 installed
                plain 1.0-1 installed
                tool 1:1.0 installed
                """);
        assertThat(host.root().resolve("usr/lib/said")).hasContent("preinst install\npostinst configure");
        host.done("uninstall", "tool");
        assertThat(host.next()).isEqualTo(image);
    }

    @Test
    void converted_package_files_are_layered_and_others_refused() throws IOException {
        useConversion();
        Path helper = converted.resolve("helper-2.0_rc_1-1.x86_64.rpm");
        assertThat(helper).isRegularFile();
        host.done("install", helper.toString());
        assertThat(host.installed()).contains("helper 2.0-rc-1-1 installed");
        assertThat(host.origin()).contains(":helper-2.0-rc-1-1.x86_64;");
        Path text = Files.writeString(temp.resolve("odd.rpm"), "not a package\n");
        assertThat(host.atomic("install", text.toString()).output())
                .contains("odd.rpm is no package file: neither Debian's nor RPM's");
    }

    @Test
    void a_host_without_repositories_is_told_how_to_define_one() throws IOException {
        Files.delete(temp.resolve(SOURCES));
        CommandResult result = host.atomic("install", "tool");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output())
                .contains("no package 'tool': this host has no package repositories")
                .contains("/etc/atomsmith/repos.d, /usr/lib/atomsmith/repos.d, /etc/yum.repos.d")
                .contains("Types: deb");
    }
}
