package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main job as a user starts it: the example becomes a judged image, and other people's tools look at the result. One
 * build and one boot (with its reboot) serve all tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndTest {
    @TempDir
    private static Path directory;

    private Path out;
    private JsonNode report;

    @BeforeAll
    void build_and_judge_the_example() throws IOException {
        out = SharedBuild.out();
        report = JsonMapper.shared().readTree(Files.readString(out.resolve("build.json")));
    }

    private Path image(String format) {
        for (JsonNode artifact : report.get("artifacts")) {
            if (artifact.get("format").asString().equals(format)) {
                return out.resolve(artifact.get("path").asString());
            }
        }
        throw new AssertionError("no " + format + " in " + report);
    }

    @Test
    @Order(1)
    void the_judge_passes_every_check_of_a_first_and_a_second_boot() throws IOException {
        JsonNode verdict = JsonMapper.shared().readTree(Files.readString(out.resolve("verdict.json")));
        assertThat(verdict.get("commit").asString())
                .isEqualTo(report.get("commit").asString());
        assertThat(verdict.get("checks").size()).isGreaterThanOrEqualTo(8);
        for (JsonNode check : verdict.get("checks")) {
            assertThat(check.get("result").asString()).as(check.toString()).isEqualTo("pass");
        }
    }

    @Test
    @Order(2)
    void libostree_accepts_the_repository_and_the_layout() throws IOException {
        String repo = "--repo=" + out.resolve("repo");
        String commit = report.get("commit").asString();
        SharedBuild.tool("ostree", "fsck", repo);
        assertThat(SharedBuild.tool("ostree", "prune", repo, "--refs-only", "--no-prune"))
                .contains("No unreachable objects");
        assertThat(SharedBuild.tool("ostree", "show", repo, "--print-metadata-key=ostree.linux", commit))
                .contains("amd64");
        assertThat(SharedBuild.tool("ostree", "ls", repo, commit, "/var")
                        .strip()
                        .lines())
                .hasSize(1);
        assertThat(SharedBuild.tool("ostree", "ls", "-R", repo, commit, "/usr/etc/ssh"))
                .doesNotContain("ssh_host_");
        assertThat(SharedBuild.tool("ostree", "cat", repo, commit, "/usr/etc/machine-id"))
                .isBlank();
    }

    @Test
    @Order(3)
    void the_disk_is_what_other_tools_expect() throws IOException {
        Path raw = image("raw");
        assertThat(SharedBuild.tool("sgdisk", "-v", raw.toString())).contains("No problems found");
        SharedBuild.tool("qemu-img", "check", image("qcow2").toString());
        SharedBuild.tool("qemu-img", "compare", image("qcow2").toString(), raw.toString());
        JsonNode table = JsonMapper.shared().readTree(SharedBuild.tool("sfdisk", "-J", raw.toString()));
        JsonNode root = table.get("partitiontable").get("partitions").get(2);
        Path partition = directory.resolve("root.img");
        SharedBuild.tool(
                "dd",
                "if=" + raw,
                "of=" + partition,
                "bs=1M",
                "iflag=skip_bytes",
                "skip=" + root.get("start").asLong() * 512,
                "conv=sparse");
        SharedBuild.tool("e2fsck", "-fn", partition.toString());
        Files.delete(partition);
    }

    @Test
    @Order(4)
    void no_compiled_python_file_depends_on_a_timestamp() throws IOException {
        Repository repository = Repository.open(out.resolve("repo"));
        Tree tree = Tree.load(repository, Checksum.parse(report.get("commit").asString()));
        List<String> stale = new ArrayList<>();
        int[] seen = {0};
        tree.walk((path, node) -> {
            if (path.endsWith(".pyc") && node instanceof TreeNode.File file) {
                seen[0]++;
                try (InputStream in = repository.openContent(file.checksum()).stream()) {
                    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
                    // PEP 552: bit 0 of the flags says that the file is validated by a hash of its source.
                    if ((header.getInt(4) & 1) == 0) {
                        stale.add(path);
                    }
                }
            }
        });
        assertThat(seen[0]).as("compiled files").isGreaterThan(100);
        assertThat(stale).isEmpty();
    }

    @Test
    @Order(5)
    void maintainer_scripts_left_what_a_host_needs() throws IOException {
        String repo = "--repo=" + out.resolve("repo");
        String commit = report.get("commit").asString();
        assertThat(SharedBuild.tool("ostree", "cat", repo, commit, "/usr/etc/passwd"))
                .contains("messagebus:", "sshd:");
        assertThat(SharedBuild.tool("ostree", "ls", repo, commit, "/usr/lib/dbus-1.0/dbus-daemon-launch-helper"))
                .startsWith("-04754 0 ");
        for (String path : List.of(
                "/usr/etc/ssl/certs/ca-certificates.crt",
                "/usr/etc/ld.so.cache",
                "/usr/etc/pam.d/common-auth",
                "/usr/etc/alternatives/awk",
                "/usr/etc/systemd/system/multi-user.target.wants/ssh.service",
                "/usr/lib/udev/hwdb.bin",
                "/usr/lib/sysimage/dpkg/status")) {
            SharedBuild.tool("ostree", "ls", repo, commit, path);
        }
    }

    @Test
    @Order(5)
    void the_bill_of_materials_has_every_package_that_the_system_has() throws IOException {
        JsonNode document = JsonMapper.shared()
                .readTree(Files.readString(out.resolve(report.get("inventory").asString())));
        java.util.TreeSet<String> contained = new java.util.TreeSet<>();
        document.get("relationships").forEach(r -> {
            if (r.get("relationshipType").asString().equals("CONTAINS")) {
                contained.add(r.get("relatedSpdxElement").asString());
            }
        });
        java.util.TreeSet<String> listed = new java.util.TreeSet<>();
        document.get("packages").forEach(p -> {
            if (contained.contains(p.get("SPDXID").asString())) {
                listed.add(p.get("name").asString());
            }
        });
        String status = SharedBuild.tool(
                "ostree",
                "cat",
                "--repo=" + out.resolve("repo"),
                report.get("commit").asString(),
                "/usr/lib/sysimage/dpkg/status");
        assertThat(listed)
                .contains("atomsmith-host", "podman")
                .isEqualTo(new java.util.TreeSet<>(status.lines()
                        .filter(line -> line.startsWith("Package: "))
                        .map(line -> line.substring(9))
                        .toList()));
    }

    @Test
    @Order(6)
    void a_build_in_which_nothing_changed_does_nothing_and_says_so() throws IOException {
        String before = Files.readString(out.resolve("container-host.lock.json"));
        CommandResult result = SharedBuild.atomsmith(
                "build", "examples/container-host.yaml", "--out", out.toString(), "--no-qa", "--offline");
        assertThat(result.exit()).as(result.errors()).isZero();
        JsonNode again = JsonMapper.shared().readTree(Files.readString(out.resolve("build.json")));
        assertThat(again.get("commit")).isEqualTo(report.get("commit"));
        assertThat(again.get("artifacts")).isEqualTo(report.get("artifacts"));
        assertThat(Files.readString(out.resolve("container-host.lock.json"))).isEqualTo(before);
        Map<String, Boolean> cached = new java.util.TreeMap<>();
        again.get("steps")
                .forEach(s ->
                        cached.put(s.get("name").asString(), s.get("cached").asBoolean()));
        assertThat(cached)
                .containsEntry("import", true)
                .containsEntry("scriptlets", true)
                .containsEntry("initramfs", true)
                .containsEntry("bootloader", true)
                .containsEntry("image", true);
    }
}
