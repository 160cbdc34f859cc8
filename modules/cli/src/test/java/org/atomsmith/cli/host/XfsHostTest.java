package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atomsmith.cli.build.SharedBuild;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.qa.machine.Firmware;
import org.atomsmith.qa.machine.Guest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host whose root is XFS and whose /boot is a partition of its own: it boots, grows, is upgraded and goes back. */
@Tag("slow")
final class XfsHostTest {
    private static final String WISH = """
            disk:
              partitions:
                - {mountpoint: /, fs_type: xfs}
                - {mountpoint: /srv, fs_type: xfs, minsize: 320 MiB}
            """;

    @TempDir
    private static Path directory;

    @Test
    void boots_grows_is_upgraded_and_goes_back() throws IOException {
        Streams streams = new Streams(directory);
        String first = streams.compose(Streams.REF, List.of("xfsprogs"), Map.of("/usr/share/step", "one\n"))
                .hex();
        Path image = image(streams);
        String second;
        try (UpdateServer server = new UpdateServer(streams.directory());
                Guest guest = Guest.boot(SharedBuild.boot(image))) {
            try {
                guest.awaitSsh(Operator.BOOT);
                Operator operator = new Operator(guest);
                operator.follows(streams, server);
                assertThat(operator.does(
                                "findmnt -no FSTYPE /sysroot; findmnt -no FSTYPE /boot; findmnt -no FSTYPE /srv"))
                        .isEqualTo("xfs\next4\nxfs");
                operator.does("systemctl start atomsmith-grow-root");
                assertThat(Long.parseLong(operator.does("df --output=size -B 1M /sysroot | tail -1")
                                .strip()))
                        .as("MiB of the root on a disk of 8 GiB")
                        .isGreaterThan(7000);
                operator.does("atomic host rebase atomsmith:" + Streams.REF);
                // Another package of the initramfs: another kernel directory in /boot.
                second = streams.compose(
                                Streams.REF,
                                List.of("xfsprogs", "cryptsetup-bin"),
                                Map.of(
                                        "/usr/share/step",
                                        "two\n",
                                        "/usr/lib/dracut/dracut.conf.d/90-step.conf",
                                        "install_items+=\" /usr/share/step \"\n"))
                        .hex();
                operator.does("atomic host upgrade");
                operator.libostreeAgrees();
                operator.reboots();
                assertThat(operator.booted()).isEqualTo(second);
                assertThat(operator.does("ls -d /boot/ostree/*").lines()).hasSize(2);
                operator.libostreeAgrees();
                operator.does("atomic host rollback");
                operator.reboots();
                assertThat(operator.booted()).isEqualTo(first);
                assertThat(operator.does("systemctl is-failed --quiet atomsmith-grow-root || echo well"))
                        .isEqualTo("well");
            } finally {
                guest.saveSerialLog(Path.of("target", "serial-xfs.log"));
            }
        }
        try (Guest guest = Guest.boot(SharedBuild.boot(image).withFirmware(Firmware.UEFI))) {
            guest.awaitSsh(Operator.BOOT);
            assertThat(new Operator(guest).booted()).isEqualTo(first);
        }
    }

    private static Path image(Streams streams) throws IOException {
        Path wish = Files.writeString(directory.resolve("xfs.yaml"), WISH);
        Path image = directory.resolve("xfs.qcow2");
        CommandResult result = SharedBuild.atomsmith(
                "image",
                Streams.REF,
                "--repo",
                streams.repository().toString(),
                "-o",
                image.toString(),
                "--customizations",
                wish.toString());
        assertThat(result.exit()).as(result.output() + result.errors()).isZero();
        return image;
    }
}
