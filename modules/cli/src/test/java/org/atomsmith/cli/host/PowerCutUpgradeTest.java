package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.cli.build.SharedBuild;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.qa.machine.Guest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A host is upgraded and restarts into the new system, and all the while its disk is frozen as power cuts would leave it.
 * GRUB's own code, which does not replay the journal, must find a complete entry on each; three of them are booted.
 */
@Tag("slow")
final class PowerCutUpgradeTest {
    private static final Pattern KERNEL = Pattern.compile("  linux (\\S+) .*'?ostree=(/[^' ]+)'?");
    private static final Pattern INITRAMFS = Pattern.compile("  initrd (\\S+)");
    private static final Duration WHILE_STAGING = Duration.ofMillis(900);
    private static final Duration WHILE_ENDING = Duration.ofMillis(120);
    private static final Duration WHILE_STARTING = Duration.ofSeconds(2);
    private static final int MOST = 80;

    @TempDir
    private Path tmp;

    @Test
    void boots_whenever_the_power_fails() throws Exception {
        Assumptions.assumeTrue(
                Command.of("sh", "-c", "command -v grub-fstest e2fsck").run().succeeded(),
                "grub-fstest or e2fsck is not installed");
        Streams streams = new Streams(tmp);
        String first = streams.at(Streams.REF).hex();
        streams.compose(Streams.REF, List.of(), Map.of("/usr/share/next", "the new system\n"));
        String second = streams.at(Streams.REF).hex();
        List<Path> frozen = new ArrayList<>();
        try (UpdatedHost host = UpdatedHost.boot(streams)) {
            Operator operator = host.operator();
            // The same ref under a remote: the next upgrade is the rebase itself.
            Thread upgrade = Thread.ofVirtual().start(() -> {
                try {
                    operator.does("atomic host rebase atomsmith:" + Streams.REF);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            while (upgrade.isAlive() && frozen.size() < MOST / 2) {
                frozen.add(host.guest().freezeDisk());
                Thread.sleep(WHILE_STAGING);
            }
            upgrade.join();
            operator.libostreeAgrees();
            Thread reboot = Thread.ofVirtual().start(() -> {
                try {
                    operator.reboots();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            // Closely at first, and then for as long as a loaded machine takes to get to the switch.
            for (int i = 0; i < MOST && reboot.isAlive(); i++) {
                frozen.add(host.guest().freezeDisk());
                Thread.sleep(i < MOST / 4 ? WHILE_ENDING : i < MOST / 2 ? WHILE_STAGING : WHILE_STARTING);
            }
            reboot.join();
            assertThat(operator.booted()).isEqualTo(second);
            assertThat(frozen.size()).isGreaterThan(30);

            List<String> defaults = new ArrayList<>();
            Path root = tmp.resolve("root.img");
            for (Path disk : frozen) {
                extractRoot(disk, root);
                defaults.add(defaultCommit(root));
            }
            assertThat(defaults).containsOnly(first, second);
            assertThat(defaults.indexOf(second))
                    .as("once it is switched, it stays")
                    .isEqualTo(defaults.lastIndexOf(first) + 1);
            int flip = defaults.indexOf(second);
            for (int at : List.of(frozen.size() / 4, flip - 1, flip)) {
                Path cut = tmp.resolve("cut.raw");
                SharedBuild.tool(
                        "qemu-img", "convert", "-U", "-O", "raw", frozen.get(at).toString(), cut.toString());
                try (Guest again = Guest.boot(SharedBuild.boot(cut))) {
                    again.awaitSsh(Operator.BOOT);
                    assertThat(new Operator(again).booted()).as("disk " + at).isEqualTo(defaults.get(at));
                }
            }
            System.out.println(frozen.size() + " disks, switched at " + flip);
        }
    }

    /** Copies the third partition, as the disk has it. */
    private void extractRoot(Path disk, Path root) throws IOException {
        Path raw = tmp.resolve("frozen.raw");
        SharedBuild.tool("qemu-img", "convert", "-U", "-O", "raw", disk.toString(), raw.toString());
        JsonNode table = JsonMapper.shared().readTree(SharedBuild.tool("sfdisk", "-J", raw.toString()));
        JsonNode partition = table.get("partitiontable").get("partitions").get(2);
        Files.deleteIfExists(root);
        SharedBuild.tool(
                "dd",
                "if=" + raw,
                "of=" + root,
                "bs=1M",
                "iflag=skip_bytes,count_bytes",
                "skip=" + partition.get("start").asLong() * 512,
                "count=" + partition.get("size").asLong() * 512,
                "conv=sparse");
    }

    /** What the first entry boots, after everything that it needs was read; the file system must be one that a replay heals. */
    private static String defaultCommit(Path root) throws IOException {
        String menu = grub(root, "/boot/loader/grub.cfg");
        Matcher kernel = KERNEL.matcher(menu);
        Matcher initramfs = INITRAMFS.matcher(menu);
        assertThat(kernel.find()).as(menu).isTrue();
        assertThat(initramfs.find()).as(menu).isTrue();
        grub(root, kernel.group(1));
        grub(root, initramfs.group(1));
        CommandResult check = Command.of("e2fsck", "-fy", root.toString()).run();
        assertThat(check.exit()).as(check.output()).isLessThan(2);
        // With a checksum in it, the target is too long for the inode: it is the link's content.
        CommandResult link = Command.of("debugfs", "-R", "cat " + kernel.group(2), root.toString())
                .runOrThrow();
        Matcher target = Pattern.compile("/deploy/([0-9a-f]{64})\\.").matcher(link.output());
        assertThat(target.find()).as(link.output()).isTrue();
        return target.group(1);
    }

    private static String grub(Path root, String file) throws IOException {
        CommandResult read =
                Command.of("grub-fstest", root.toString(), "cat", file).run();
        assertThat(read.exit()).as(file + ": " + read.output() + read.errors()).isZero();
        return read.output();
    }
}
