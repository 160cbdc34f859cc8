package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.cli.build.LiveMedia;
import org.atomsmith.cli.build.SharedBuild;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.qa.machine.Drive;
import org.atomsmith.qa.machine.Firmware;
import org.atomsmith.qa.machine.Hardware;
import org.atomsmith.qa.machine.Login;
import org.atomsmith.qa.machine.SerialConsole;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Live systems and installations in machines: from CDs, USB sticks and the network, by BIOS and UEFI, asked and unasked. */
@Tag("slow")
final class InstallerTest {
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final String PASSWORD = "correct horse 7";
    private static final int DISK_GIB = 6;
    private static final String SQUASHFS_MAGIC = "hsqs";
    private static final int CD_BLOCK = 2048;

    /** Makes the serial port the main console: the installer asks there, and says there what it does. */
    private static final String SERIAL = "console=ttyS0,115200n8";

    /** A busy machine without hardware virtualisation emulates timers that the kernel takes for broken. */
    private static final String PATIENT = "no_timer_check";

    @TempDir
    private Path tmp;

    private Path key;
    private String publicKey;

    @BeforeEach
    void a_key() throws IOException {
        key = tmp.resolve("key");
        SharedBuild.tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada@home", "-f", key.toString());
        publicKey = Files.readString(tmp.resolve("key.pub")).strip();
    }

    @Test
    void a_person_runs_it_from_a_cd_and_installs_it_at_the_console() throws IOException {
        Path data = tmp.resolve("data.img");
        Path used = tmp.resolve("used.qcow2");
        SharedBuild.tool("mkfs.ext4", "-q", "-F", data.toString(), "3G");
        SharedBuild.tool("qemu-img", "convert", "-O", "qcow2", data.toString(), used.toString());
        Hardware hardware = Hardware.of(
                Firmware.BIOS,
                Drive.disk("disk", blank()),
                new Drive("used", used, "qcow2", Drive.Kind.DISK, false),
                Drive.cd(customized("--timeout", "1")));
        try (LiveMachine live = LiveMachine.start("installer-console", hardware)) {
            SerialConsole console = live.console();
            // The installer that the menu started waits at the screen.
            live.awaitShell();
            live.isWhole(commit());
            live.startsInstaller();
            live.answers("Disk [1]: ", "q");
            console.await("Nothing was written.", SOON);
            refusesDiskInUse(live);
            live.startsInstaller();
            live.answers("Disk [1]: ", "7");
            console.await("A number from 1 to 2, or q.", SOON);
            live.answers("Disk [1]: ", "1");
            live.answers("Host name [as the image has it]: ", "web_1");
            console.await("'web_1' cannot be a host name", SOON);
            live.answers("Host name [as the image has it]: ", "web1");
            live.answers("User who may log in and become root [none]: ", "Ada");
            console.await("'Ada' cannot be a user", SOON);
            live.answers("User who may log in and become root [none]: ", "ada");
            live.answers("Password [none]: ", "one");
            live.answers("Once more: ", "another");
            console.await("These are not the same.", SOON);
            live.answers("Password [none]: ", PASSWORD);
            live.answers("Once more: ", PASSWORD);
            live.answers("ssh key of ada [none]: ", "no key");
            console.await("is not an ssh key", SOON);
            live.answers("ssh key of ada [none]: ", publicKey);
            live.answers("Address with prefix, like 192.0.2.5/24 [automatic]: ", "");
            String summary = console.await("Install now, overwriting /dev/vda? Type 'yes': ", SOON);
            assertThat(summary)
                    .contains("Disk       /dev/vda", "Host name  web1", "User       ada, with a password")
                    .contains("ssh keys   1", "Network    automatic");
            console.type("yes");
            assertThat(live.awaitInstallation()).contains("What is on the disk is what was on the medium");
            try (Login login = live.awaitInstalled("ada", key)) {
                isInstalled(login, "web1");
                assertThat(login.run("sudo -n true").exit()).isNotZero();
                assertThat(login.run("echo '" + PASSWORD + "' | sudo -S id -u").output())
                        .endsWith("0\n");
            }
            // Passwords are nowhere, neither where they were typed nor in what is kept.
            assertThat(console.said()).doesNotContain(PASSWORD + "\n").doesNotContain("$6$");
        }
    }

    private static void refusesDiskInUse(LiveMachine live) throws IOException {
        live.does("mkdir -p /run/used && mount /dev/vdb /run/used");
        live.startsInstaller();
        String disks = live.console().await("Disk [1]: ", SOON);
        assertThat(disks).contains("/dev/vdb", "in use: mounted at /run/used");
        live.console().type("2");
        live.answers("Type 'overwrite' [no]: ", "");
        live.console().await("Nothing was written.", SOON);
        CommandResult unasked = live.runs("atomic-install --disk=/dev/vdb --stay");
        assertThat(unasked.exit()).isEqualTo(1);
        assertThat(unasked.output()).contains("/dev/vdb is in use: mounted at /run/used", "--force");
        live.does("umount /run/used");
    }

    @Test
    void a_damaged_medium_runs_where_it_is_whole_and_is_not_installed() throws IOException {
        Path iso = customized("--start", "live", "--timeout", "1");
        damage(iso);
        Hardware hardware = Hardware.of(Firmware.UEFI, Drive.disk("disk", blank()), Drive.cd(iso));
        try (LiveMachine live = LiveMachine.start("installer-damaged", hardware)) {
            live.awaitShell();
            live.isWhole(commit());
            CommandResult result = live.runs("atomic-install --disk=/dev/vda --stay");
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.output()).contains("the medium is damaged").doesNotContain("Exception");
            assertThat(live.runs("cmp --bytes=1048576 /dev/vda /dev/zero").exit())
                    .isZero();
            assertThat(live.runs("blkid --probe /dev/vda").exit()).isEqualTo(2);
        }
    }

    @Test
    void installs_without_anybody_from_a_usb_stick_with_answers_on_it() throws IOException {
        Hardware hardware = Hardware.of(Firmware.UEFI, Drive.disk("disk", blank()), stick("stick1", "disk=auto"));
        try (LiveMachine live = LiveMachine.start("installer-stick-uefi", hardware)) {
            live.awaitInstallation();
            try (Login login = live.awaitInstalled("ada", key)) {
                isInstalled(login, "stick1");
                assertThat(login.runAsRoot("id -u; test -d /sys/firmware/efi && echo efi", SOON)
                                .output())
                        .isEqualTo("0\nefi\n");
            }
        }
    }

    /** A BIOS tries one hard disk, and a stick is one: it stands before the disk, and has to be pulled out afterwards. */
    @Test
    void installs_from_a_usb_stick_that_a_bios_started() throws IOException {
        Path disk = blank();
        Hardware hardware =
                Hardware.of(Firmware.BIOS, stick("stick2", "disk=auto\nthen=poweroff"), Drive.disk("disk", disk));
        try (LiveMachine live = LiveMachine.start("installer-stick-bios", hardware)) {
            assertThat(live.awaitInstallation()).contains("Host name stick2");
            assertThat(live.awaitEnd(SOON)).isTrue();
        }
        assertThat(hostName(disk)).isEqualTo("stick2");
    }

    /** Else a stick with answers would install the machine again at each start. */
    @ParameterizedTest
    @EnumSource(Firmware.class)
    void an_installed_disk_starts_itself_while_the_stick_is_still_in_its_port(Firmware firmware) throws IOException {
        Path disk = tmp.resolve("installed.qcow2");
        SharedBuild.tool(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-F",
                "qcow2",
                "-b",
                SharedBuild.out().resolve("container-host.qcow2").toString(),
                disk.toString());
        Path iso = customized("--start", "live", "--timeout", "1", "--kernel-argument", SERIAL);
        Hardware hardware = Hardware.of(firmware, Drive.disk("disk", disk), Drive.usbStick(iso));
        try (LiveMachine machine = LiveMachine.start("installer-stick-stays-" + firmware, hardware)) {
            assertThat(machine.console().await("Linux version", SOON)).doesNotContain("without installing it");
        }
    }

    private Drive stick(String hostName, String install) throws IOException {
        Assumptions.assumeTrue(
                SharedBuild.tool(
                                "ostree",
                                "--repo=" + SharedBuild.out().resolve("repo"),
                                "ls",
                                "-R",
                                commit(),
                                "/usr/lib/modules")
                        .contains("/usb-storage.ko"),
                "the build's kernel is one for clouds, which drives no USB storage");
        Path answers = answers(hostName, install);
        return Drive.usbStick(
                customized("--answers", answers.toString(), "--timeout", "1", "--kernel-argument", SERIAL));
    }

    @Test
    void installs_without_anybody_by_answers_on_a_disk_beside() throws IOException {
        Path file = answers("beside1", "disk=auto\nthen=poweroff");
        Path named = Files.copy(file, tmp.resolve("atomic-install.conf"));
        Path fat = tmp.resolve("answers.img");
        SharedBuild.tool("mkfs.vfat", "-C", "-n", "CIDATA", fat.toString(), "1440");
        SharedBuild.tool("mcopy", "-i", fat.toString(), named.toString(), "::");
        Path disk = blank();
        // One that can be written to is not taken for the disk to install to.
        Drive beside = new Drive("answers", fat, "raw", Drive.Kind.DISK, false);
        Hardware hardware = Hardware.of(
                Firmware.BIOS,
                Drive.disk("disk", disk),
                beside,
                Drive.cd(customized("--timeout", "1", "--kernel-argument", SERIAL)));
        try (LiveMachine live = LiveMachine.start("installer-cidata", hardware)) {
            assertThat(live.awaitInstallation()).contains("Host name beside1");
            assertThat(live.awaitEnd(SOON)).isTrue();
        }
        assertThat(hostName(disk)).isEqualTo("beside1");
    }

    @Test
    void installs_without_anybody_from_the_network() throws IOException {
        Path served = Files.createDirectory(tmp.resolve("served"));
        SharedBuild.tool("tar", "-C", served.toString(), "-xf", LiveMedia.pxe().toString());
        Files.move(answers("net1", "disk=/dev/vda\nthen=poweroff"), served.resolve("net1.conf"));
        Path disk = blank();
        try (UpdateServer server = new UpdateServer(served)) {
            Files.writeString(
                    served.resolve("install.ipxe"),
                    "#!ipxe\nset arguments atomic.install atomic.install.answers=" + server.url("net1.conf") + " "
                            + SERIAL + " " + PATIENT + "\nchain boot.ipxe\n");
            Hardware hardware = Hardware.of(Firmware.BIOS, Drive.disk("disk", disk))
                    .withMemoryMib(3072)
                    .withNetworkBoot(server.url("install.ipxe"));
            try (LiveMachine live = LiveMachine.start("installer-network", hardware)) {
                assertThat(live.awaitInstallation()).contains("Host name net1");
                assertThat(live.awaitEnd(SOON)).isTrue();
            }
            assertThat(server.bytes()).isGreaterThan(Files.size(served.resolve("rootfs.img")));
        }
        assertThat(hostName(disk)).isEqualTo("net1");
    }

    /** What every installed system shows. */
    private static void isInstalled(Login login, String hostName) throws IOException {
        assertThat(login.run("hostname").output().strip()).isEqualTo(hostName);
        login.run("timeout 110 systemctl is-system-running --wait");
        assertThat(login.run("systemctl list-units --failed --plain --no-legend --no-pager")
                        .output())
                .as("failed units")
                .isEmpty();
        assertThat(login.run("cat /proc/cmdline").output())
                .contains("atomsmith.platform=metal")
                .doesNotContain("atomic.live");
        long bytes = Long.parseLong(login.run("findmnt --noheadings --bytes --output SIZE /sysroot")
                .output()
                .strip());
        assertThat(bytes).as("size of the root file system").isGreaterThan((DISK_GIB - 1L) << 30);
        assertThat(login.run("cat /var/log/atomic-install.log").output())
                .contains("What is on the disk is what was on the medium", "Host name " + hostName, "User ada")
                .doesNotContain("$6$");
        assertThat(login.run("atomic host status").output()).contains(commit().substring(0, 10));
    }

    private static String commit() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(SharedBuild.out().resolve("build.json")))
                .get("commit")
                .asString();
    }

    private Path blank() throws IOException {
        Path disk = tmp.resolve("disk.qcow2");
        SharedBuild.tool("qemu-img", "create", "-q", "-f", "qcow2", disk.toString(), DISK_GIB + "G");
        return disk;
    }

    /** Answers with a user who has a key and no password. */
    private Path answers(String hostName, String install) throws IOException {
        return Files.writeString(tmp.resolve(hostName + ".conf"), """
                [install]
                %s
                [host]
                name=%s
                [user]
                name=ada
                keys=%s
                """.formatted(install, hostName, publicKey));
    }

    private Path customized(String... options) throws IOException {
        Path iso = tmp.resolve("live.iso");
        SharedBuild.tool("cp", "--sparse=always", LiveMedia.iso().toString(), iso.toString());
        List<String> command =
                new ArrayList<>(List.of("image", "customize", iso.toString(), "--kernel-argument", PATIENT));
        command.addAll(List.of(options));
        CommandResult result = SharedBuild.atomsmith(command.toArray(new String[0]));
        assertThat(result.exit()).as(result.output() + result.errors()).isZero();
        return iso;
    }

    /** In the boot loader's partition of the disk on the medium, which a live system does not read. */
    private static void damage(Path iso) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(iso.toFile(), "rw")) {
            byte[] magic = new byte[4];
            long at = 0;
            do {
                at += CD_BLOCK;
                file.seek(at);
                file.readFully(magic);
            } while (!new String(magic, StandardCharsets.US_ASCII).equals(SQUASHFS_MAGIC));
            file.seek(at + 100_000);
            file.write(new byte[64]);
        }
    }

    /** The name in the system on a disk, whose third partition is the root. */
    private String hostName(Path disk) throws IOException {
        Path raw = tmp.resolve("disk.raw");
        SharedBuild.tool("qemu-img", "convert", "-O", "raw", disk.toString(), raw.toString());
        long start = JsonMapper.shared()
                .readTree(SharedBuild.tool("sfdisk", "-J", raw.toString()))
                .get("partitiontable")
                .get("partitions")
                .get(2)
                .get("start")
                .asLong();
        String root = raw + "?offset=" + start * 512;
        String etc = "/ostree/deploy/default/deploy/" + commit() + ".0/etc/hostname";
        return SharedBuild.tool("debugfs", "-R", "cat " + etc, root).strip();
    }
}
