package org.atomsmith.host.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.atomsmith.host.system.HostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is checked before and while a disk is written; the whole of it is tested by machines. */
class InstallationTest {
    private static final int SIZE = (3 << 20) + 4096;

    @TempDir
    Path folder;

    private LiveDisk medium() throws Exception {
        byte[] disk = new byte[SIZE];
        new Random(1).nextBytes(disk);
        Files.createDirectories(folder.resolve("image"));
        Files.write(folder.resolve("image/disk.raw"), disk);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(disk));
        Files.writeString(
                folder.resolve("disk"), "ID=x\nSIZE=" + SIZE + "\nSHA256=" + digest + "\nROOT=1024\nROOTSIZE=2048\n\n");
        return LiveDisk.of(folder);
    }

    @Test
    void copies_and_reads_again() throws Exception {
        LiveDisk live = medium();
        Path target = Files.write(folder.resolve("target"), new byte[SIZE + 100_000]);
        DiskCopy copy = new DiskCopy(live, target);
        copy.copy(_ -> {});
        copy.verify(_ -> {});
        assertThat(Arrays.copyOf(Files.readAllBytes(target), 1 << 20)).containsOnly(0);
        copy.finish();
        assertThat(Arrays.copyOf(Files.readAllBytes(target), SIZE)).isEqualTo(Files.readAllBytes(live.image()));
    }

    @Test
    void a_damaged_medium_leaves_a_disk_that_does_not_start() throws Exception {
        LiveDisk live = medium();
        byte[] damaged = Files.readAllBytes(live.image());
        damaged[2 << 20] ^= 1;
        Files.write(live.image(), damaged);
        byte[] before = new byte[SIZE];
        Arrays.fill(before, (byte) 'x');
        Path target = Files.write(folder.resolve("target"), before);
        assertThatThrownBy(() -> new DiskCopy(live, target).copy(_ -> {}))
                .hasMessageContaining("the medium is damaged: its disk has the digest");
        Files.write(live.image(), Arrays.copyOf(damaged, 1 << 20));
        assertThatThrownBy(() -> new DiskCopy(live, target).copy(_ -> {}))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("the medium is damaged: its disk cannot be read at byte 1048576");
        assertThat(Arrays.copyOf(Files.readAllBytes(target), 1 << 20)).containsOnly(0);
    }

    @Test
    void a_disk_that_forgets_is_noticed() throws Exception {
        LiveDisk live = medium();
        Path target = Files.write(folder.resolve("target"), new byte[SIZE]);
        DiskCopy copy = new DiskCopy(live, target);
        copy.copy(_ -> {});
        byte[] forgot = Files.readAllBytes(target);
        forgot[SIZE - 1] ^= 1;
        Files.write(target, forgot);
        assertThatThrownBy(() -> copy.verify(_ -> {})).hasMessageContaining("does not give back what was written");
    }

    @Test
    void a_disk_in_use_or_too_small_is_refused() throws Exception {
        Installation installation = new Installation(medium(), new PrintStream(new ByteArrayOutputStream()), "");
        TargetDisk used = new TargetDisk("vda", 1L << 33, "", List.of("vda"), List.of("mounted at /data"));
        assertThatThrownBy(() -> installation.check(used, Answers.NONE))
                .hasMessageContaining("/dev/vda is in use: mounted at /data");
        installation.check(used, Answers.NONE.withForce());
        assertThatThrownBy(() ->
                        installation.check(new TargetDisk("vdb", 1 << 20, "", List.of("vdb"), List.of()), Answers.NONE))
                .hasMessageContaining("too small");
    }

    @Test
    void knows_the_disks_of_a_machine_and_what_uses_them() throws IOException {
        Path system = folder.resolve("system");
        disk(system, "sda", "8388608", "FAST DISK");
        disk(system, "sdb", "2097152", "");
        disk(system, "sdc", "2097152", "");
        disk(system, "sr0", "500000", "DVD");
        Files.createDirectories(system.resolve("sys/block/loop0"));
        Path part = Files.createDirectories(system.resolve("sys/block/sdb/sdb1"));
        Files.writeString(part.resolve("partition"), "1\n");
        Files.createDirectories(system.resolve("sys/block/sdc/holders/dm-0"));
        Files.createDirectories(system.resolve("proc/self"));
        Files.writeString(system.resolve("proc/self/mounts"), "/dev/sdb1 /mnt ext4 rw 0 0\nproc /proc proc rw 0 0\n");
        List<TargetDisk> disks = TargetDisk.all(system);
        assertThat(disks).extracting(TargetDisk::name).containsExactly("sda", "sdb", "sdc");
        assertThat(disks.get(0).describe()).isEqualTo("/dev/sda  4 GB  FAST DISK");
        assertThat(disks.get(1).uses()).containsExactly("mounted at /mnt");
        assertThat(disks.get(2).uses()).containsExactly("sdc is part of dm-0");
        assertThat(TargetDisk.find(disks, "auto").name()).isEqualTo("sda");
        assertThatThrownBy(() -> TargetDisk.find(disks, "/dev/nothing")).hasMessageContaining("there are: /dev/sda");
        assertThatThrownBy(() -> TargetDisk.find(disks.subList(1, 3), "auto")).hasMessageContaining("exactly one");
    }

    private static void disk(Path system, String name, String sectors, String model) throws IOException {
        Path block = Files.createDirectories(system.resolve("sys/block").resolve(name));
        Files.createDirectories(block.resolve("device"));
        Files.writeString(block.resolve("device/model"), model + "\n");
        Files.writeString(block.resolve("size"), sectors + "\n");
        Files.writeString(block.resolve("ro"), "0\n");
    }

    @Test
    void asks_shows_all_and_wants_one_yes() throws IOException {
        List<TargetDisk> disks = List.of(
                new TargetDisk("sda", 1L << 33, "", List.of("sda"), List.of()),
                new TargetDisk("sdb", 1L << 33, "B", List.of("sdb"), List.of()));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        String typed = "9\n2\nweb_1\nweb1\n\n192.0.2.5/24\nrouter\n192.0.2.1\n\nyes\n";
        Optional<Answers> answers = console(typed, shown).ask(Answers.NONE, disks);
        assertThat(answers.orElseThrow().disk()).contains("/dev/sdb");
        assertThat(answers.orElseThrow().hostName()).contains("web1");
        assertThat(answers.orElseThrow().network().orElseThrow().gateway()).contains("192.0.2.1");
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains(
                        "A number from 1 to 2",
                        "'web_1' cannot be a host name",
                        "'router' is not an address",
                        "  Network    192.0.2.5/24");
        assertThat(console("q\n", shown).ask(Answers.NONE, disks)).isEmpty();
        assertThat(console("1\n\n\n\nno\n", shown).ask(Answers.NONE, disks)).isEmpty();
        assertThatThrownBy(() -> console("1\n", shown).ask(Answers.NONE, disks))
                .hasMessageContaining("nothing was written");
    }

    @Test
    void asks_a_person_who_could_not_log_in_for_a_way_to_do_so() throws IOException {
        List<TargetDisk> disks = List.of(new TargetDisk("sda", 1L << 33, "", List.of("sda"), List.of()));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ada";
        String typed = "1\n\nAda\nada\n\n\n\nkey\n" + key + "\n\nyes\n";
        Answers answers = console(typed, shown).ask(Answers.NONE, disks).orElseThrow();
        assertThat(answers.keys()).containsExactly(key);
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("'Ada' cannot be a user", "ada could not log in", "'key' is not an ssh key");
    }

    @Test
    void the_disk_with_the_answers_is_not_the_one_to_install_to() throws IOException {
        List<TargetDisk> disks = List.of(
                        new TargetDisk("sda", 1L << 33, "", List.of("sda"), List.of()),
                        new TargetDisk("sdb", 1L << 33, "", List.of("sdb", "sdb1"), List.of()))
                .stream()
                .map(disk -> disk.without(Optional.of(Path.of("/dev/sdb1"))))
                .toList();
        assertThat(TargetDisk.find(disks, "auto").name()).isEqualTo("sda");
        assertThat(disks.get(1).describe()).endsWith("(in use: the answers are on it)");
    }

    private static InstallerConsole console(String typed, ByteArrayOutputStream shown) {
        return new InstallerConsole(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(shown, true, StandardCharsets.UTF_8));
    }
}
