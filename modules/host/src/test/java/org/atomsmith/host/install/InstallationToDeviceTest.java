package org.atomsmith.host.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installations to a loop device, of the disk that the environment variable {@code ATOMSMITH_TEST_DISK} names: an image of a
 * host in the format raw, whose third partition is the root. Machines that start what was installed are in the module
 * {@code cli}.
 */
@Tag("slow")
final class InstallationToDeviceTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long TARGET_BYTES = 3L << 30;
    private static final int MIB = 1 << 20;
    private static final String HASH = "$6$saltsalt$abcdefghijklmnopqrstuvwxyz./0123456789";
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHQ ada@home";

    @TempDir
    private Path tmp;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private LiveDisk live;
    private long rootAt;
    private TargetDisk target;
    private Path mounted;

    @BeforeEach
    void a_medium_and_an_empty_device() throws IOException {
        String disk = System.getenv("ATOMSMITH_TEST_DISK");
        Assumptions.assumeTrue(disk != null, "ATOMSMITH_TEST_DISK names no disk");
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root mounts");
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/loop-control")), "there are no loop devices");
        Path image = Path.of(disk).toRealPath();
        String[] root = tool("sh", "-c", "sfdisk --dump \"$0\" | grep start= | sed -n 3p", image.toString())
                .replaceAll("(?s).*start= *(\\d+), size= *(\\d+),.*", "$1 $2")
                .strip()
                .split(" ");
        rootAt = Long.parseLong(root[0]) * 512;
        Path facts =
                Files.createDirectories(tmp.resolve("live/image")).getParent().resolve("disk");
        Files.createSymbolicLink(tmp.resolve("live/image/disk.raw"), image);
        String digest = tool("sha256sum", image.toString()).substring(0, 64);
        Files.writeString(
                facts,
                "ID=x\nSIZE=" + Files.size(image) + "\nSHA256=" + digest + "\nROOT=" + rootAt + "\nROOTSIZE="
                        + Long.parseLong(root[1]) * 512 + "\n");
        live = LiveDisk.of(tmp.resolve("live"));
        Path file = tmp.resolve("target");
        try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
            empty.setLength(TARGET_BYTES);
        }
        String device = tool("losetup", "--find", "--show", file.toString());
        String name = String.valueOf(Path.of(device).getFileName());
        target = new TargetDisk(name, TARGET_BYTES, "", List.of(name), List.of());
        mounted = Files.createDirectory(tmp.resolve("mounted"));
    }

    @AfterEach
    void nothing_stays() throws IOException {
        if (target != null) {
            Command.of("umount", "--quiet", mounted.toString()).run();
            tool("losetup", "--detach", target.device().toString());
        }
    }

    @Test
    void makes_the_system_this_machines() throws IOException {
        install(answers("ada", Optional.of(HASH)));
        assertThat(begin()).isEqualTo(begin(live.image()));
        mount();
        Path deployment = deployment();
        assertThat(deployment.resolve("etc/hostname")).hasContent("web1");
        assertThat(Files.readString(deployment.resolve("etc/shadow"))).contains("\nada:" + HASH + ":");
        assertThat(tool("stat", "-c", "%a %U", deployment.resolve("etc/shadow").toString()))
                .startsWith("6")
                .endsWith("0 root");
        assertThat(Files.readString(deployment.resolve("etc/group"))).containsPattern("(?m)^(sudo|wheel):.*\\bada\\b");
        assertThat(deployment.resolve("etc/sudoers.d/50-installer-ada")).doesNotExist();
        Path log = mounted.resolve("ostree/deploy/default/var/log/atomic-install.log");
        assertThat(Files.readString(log))
                .contains("Answers from a test", "What is on the disk is what was on the medium", "User ada")
                .doesNotContain(HASH);
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain(HASH);
    }

    @Test
    void who_has_a_key_alone_becomes_root_without_a_password() throws IOException {
        install(answers("ada", Optional.empty()));
        mount();
        Path rule = deployment().resolve("etc/sudoers.d/50-installer-ada");
        // The installed system's own sudo reads its own rules.
        assertThat(tool("chroot", deployment().toString(), "sudo", "-n", "-l", "-U", "ada"))
                .contains("(ALL : ALL) NOPASSWD: ALL");
        assertThat(tool("stat", "-c", "%a", rule.toString())).isEqualTo("440");
        Path home = mounted.resolve("ostree/deploy/default/var/home/ada");
        assertThat(home.resolve(".ssh/authorized_keys")).hasContent(KEY);
        String owner = Files.readAllLines(deployment().resolve("etc/passwd")).stream()
                .filter(line -> line.startsWith("ada:"))
                .map(line -> line.split(":")[2] + " " + line.split(":")[3])
                .findFirst()
                .orElseThrow();
        assertThat(tool(
                        "stat",
                        "-c",
                        "%u %g %a",
                        home.resolve(".ssh/authorized_keys").toString()))
                .isEqualTo(owner + " 600");
        assertThat(tool("stat", "-c", "%u %g %a", home.toString())).isEqualTo(owner + " 700");
    }

    @Test
    void what_cannot_be_made_this_machines_does_not_start() throws IOException {
        assertThatThrownBy(() -> install(answers("root", Optional.of(HASH))))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("was not finished, and that disk does not start")
                .hasMessageNotContaining(HASH);
        assertThat(begin()).containsOnly(0);
        assertThat(Command.of("findmnt", "--source", target.device().toString())
                        .run()
                        .succeeded())
                .isFalse();
    }

    private void install(Answers answers) throws IOException {
        new Installation(live, new PrintStream(said, true, StandardCharsets.UTF_8), "a test").run(target, answers);
    }

    private static Answers answers(String user, Optional<String> password) {
        return Answers.NONE.withHostName("web1").withUser(new Answers.User(user, password, true), List.of(KEY));
    }

    private void mount() throws IOException {
        tool("mount", "-o", "loop,ro,offset=" + rootAt, target.device().toString(), mounted.toString());
    }

    private Path deployment() throws IOException {
        try (var all = Files.list(mounted.resolve("ostree/deploy/default/deploy"))) {
            return all.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private byte[] begin() throws IOException {
        return begin(target.device());
    }

    private static byte[] begin(Path disk) throws IOException {
        try (var in = Files.newInputStream(disk)) {
            return in.readNBytes(MIB);
        }
    }

    private static String tool(String... command) throws IOException {
        return Command.of(List.of(command))
                .withInheritedEnvironment()
                .withTimeout(LIMIT)
                .runOrThrow()
                .output()
                .strip();
    }
}
