package org.atomsmith.ostree.sysroot.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.Programs;
import org.atomsmith.linux.RunningCommand;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * GRUB itself counts, on a machine whose disk has nothing else. Needs GRUB's modules for BIOS, in
 * {@code /usr/lib/grub/i386-pc} (package grub-pc-bin) or where {@code ATOMSMITH_GRUB} says.
 */
@Tag("slow")
final class BootCountingTest {
    private static final Path MODULES =
            Path.of(System.getenv().getOrDefault("ATOMSMITH_GRUB", "/usr/lib/grub/i386-pc"));
    private static final int PARTITION = 1 << 20;
    private static final Pattern STAYS = Pattern.compile("\\[\\[/boot/o.*]]");
    private static final String CHECKSUM = "cd".repeat(32);
    private static final BootTries TRIES = BootTries.of("os", CHECKSUM + ".0", CHECKSUM);

    /** Entries say their kernel's name instead of booting it; the new one ends in a restart. */
    private static final String CONFIGURATION = """
            set timeout=0
            serial --unit=0 --speed=115200
            terminal_input serial
            terminal_output serial
            function linux {
              echo "[[$1]]"
              if [ "$1" = /boot/new ]; then reboot; elif [ "$1" != /boot/broken ]; then sleep 60; fi
            }
            function initrd { true; }
            source ($root)/boot/loader/grub.cfg
            """;

    @TempDir
    private Path tmp;

    private Path boot;

    @BeforeEach
    void setUp() throws IOException {
        for (String program : List.of("qemu-system-x86_64", "grub-mkimage", "mkfs.ext4", "debugfs")) {
            Assumptions.assumeTrue(Programs.find(program).isPresent(), "needs " + program);
        }
        Assumptions.assumeTrue(Files.exists(MODULES.resolve("boot.img")), "needs GRUB's modules in " + MODULES);
        boot = tmp.resolve("root/boot");
        Files.createDirectories(boot.resolve("grub"));
        Files.createDirectories(boot.resolve("loader"));
        Files.writeString(boot.resolve("grub/grub.cfg"), CONFIGURATION);
        GrubEnvironment.empty().with("others", "kept").write(boot.resolve("grub/grubenv"));
    }

    @Test
    void grub_tries_a_new_default_three_times_and_then_boots_the_second_entry() throws IOException {
        menu("new", "old");
        assertThat(TRIES.arm(boot)).isTrue();
        Path disk = disk();
        assertThat(boots(disk)).containsExactly("/boot/new", "/boot/new", "/boot/new", "/boot/old");
        assertThat(BootTries.read(bootOf(disk))).contains(TRIES.withLeft(0));
        assertThat(GrubEnvironment.read(bootOf(disk).resolve("grub/grubenv"))
                        .orElseThrow()
                        .get("others"))
                .contains("kept");
        assertThat(boots(disk)).as("and again").containsExactly("/boot/old");
    }

    @Test
    void a_default_that_is_not_on_trial_and_the_trial_of_another_are_not_counted() throws IOException {
        menu("other", "old");
        BootTries another = BootTries.of("os", "x", "ef".repeat(32)).withLeft(0);
        another.arm(boot);
        Path disk = disk();
        assertThat(boots(disk)).containsExactly("/boot/other");
        assertThat(BootTries.read(bootOf(disk))).contains(another);
    }

    @Test
    void an_only_entry_is_booted_even_without_tries() throws IOException {
        menu("other");
        TRIES.withLeft(0).arm(boot);
        assertThat(boots(disk())).containsExactly("/boot/other");
    }

    @Test
    void an_entry_that_cannot_be_loaded_is_followed_by_the_second() throws IOException {
        menu("broken", "old");
        assertThat(boots(disk())).containsExactly("/boot/broken", "/boot/old");
    }

    @Test
    void a_choice_by_hand_costs_no_try() throws IOException {
        menu("new", "old");
        TRIES.withLeft(2).arm(boot);
        Path config = boot.resolve("grub/grub.cfg");
        Files.writeString(config, Files.readString(config) + "set default=1\n");
        Path disk = disk();
        assertThat(boots(disk)).containsExactly("/boot/old");
        assertThat(BootTries.read(bootOf(disk))).contains(TRIES.withLeft(2));
    }

    private void menu(String... kernels) throws IOException {
        List<BootEntry> entries = new ArrayList<>();
        for (int i = 0; i < kernels.length; i++) {
            entries.add(BootEntry.parse("title " + kernels[i] + "\noptions ostree=/ostree/boot.1/os/" + CHECKSUM + "/"
                    + i + "\nlinux /boot/" + kernels[i] + "\ninitrd /boot/i\n"));
        }
        new GrubConfiguration(boot).write(boot.resolve("loader"), 1, entries);
    }

    /** A BIOS disk: GRUB in front of one partition, which holds the tree. */
    private Path disk() throws IOException {
        Path embedded = tmp.resolve("embedded.cfg");
        Files.writeString(embedded, """
                search --no-floppy --set=root --label root
                set prefix=($root)/boot/grub
                export root
                export prefix
                configfile ($root)/boot/grub/grub.cfg
                """);
        Path core = tmp.resolve("core.img");
        run(Stream.concat(
                        Stream.of("grub-mkimage", "--format", "i386-pc", "--directory", MODULES.toString()),
                        Stream.of(
                                "--prefix",
                                "/x",
                                "--config",
                                embedded.toString(),
                                "--output",
                                core.toString(),
                                "biosdisk",
                                "part_msdos",
                                "ext2",
                                "search",
                                "search_label",
                                "configfile",
                                "normal",
                                "serial",
                                "terminal",
                                "echo",
                                "test",
                                "true",
                                "loadenv",
                                "sleep",
                                "reboot",
                                "minicmd"))
                .toList());
        Path disk = tmp.resolve("disk");
        byte[] sector = Files.readAllBytes(MODULES.resolve("boot.img"));
        ByteBuffer table = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
        int blocks = 16 << 20;
        // GRUB's sector has code for floppy disks where disks have their table.
        table.put(446, new byte[64]);
        table.put(446, (byte) 0x80).put(450, (byte) 0x83);
        table.putInt(454, PARTITION / 512).putInt(458, blocks / 512);
        table.putShort(510, (short) 0xaa55);
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(PARTITION + blocks);
            file.write(sector);
            file.write(Files.readAllBytes(core));
        }
        run(List.of(
                "mkfs.ext4",
                "-q",
                "-L",
                "root",
                "-b",
                "4096",
                "-d",
                tmp.resolve("root").toString(),
                "-E",
                "offset=" + PARTITION,
                disk.toString(),
                Integer.toString(blocks / 4096)));
        return disk;
    }

    /** The kernels that the machine boots, until it boots one that stays. */
    private static List<String> boots(Path disk) throws IOException {
        Command machine = Command.of(
                        "qemu-system-x86_64",
                        "-m",
                        "64",
                        "-display",
                        "none",
                        "-serial",
                        "stdio",
                        "-monitor",
                        "none",
                        "-nic",
                        "none",
                        "-drive",
                        "format=raw,file=" + disk)
                .withInheritedEnvironment()
                .withTimeout(Duration.ofMinutes(2));
        String output = "";
        try (RunningCommand running = machine.start()) {
            long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (!STAYS.matcher(output).find()) {
                assertThat(System.nanoTime()).as(output).isLessThan(end);
                assertThat(running.poll(Duration.ofMillis(200))).isEmpty();
                output = running.output();
            }
        }
        return Pattern.compile("\\[\\[(.*?)]]")
                .matcher(output)
                .results()
                .map(r -> r.group(1))
                .toList();
    }

    /** The environment block that is on the disk now, in a directory of its own. */
    private Path bootOf(Path disk) throws IOException {
        Path copy = tmp.resolve("copy");
        Files.createDirectories(copy.resolve("grub"));
        run(List.of(
                "debugfs",
                "-R",
                "dump /boot/grub/grubenv " + copy.resolve("grub/grubenv"),
                disk + "?offset=" + PARTITION));
        return copy;
    }

    private static String run(List<String> command) throws IOException {
        return Command.of(command)
                .withInheritedEnvironment()
                .withTimeout(Duration.ofMinutes(2))
                .runOrThrow()
                .output();
    }
}
