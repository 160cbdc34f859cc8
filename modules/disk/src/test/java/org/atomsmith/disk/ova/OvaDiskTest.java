package org.atomsmith.disk.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.DiskSample;
import org.atomsmith.disk.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judges are tar, sha256sum, xmllint and qemu-img; ESXi, vCenter and VirtualBox cannot run here. */
class OvaDiskTest {
    private static final Appliance APPLIANCE = Appliance.of("host", "A \"host\" & <more>", "1.2", Firmware.EFI);

    @TempDir
    Path folder;

    private Path ova() throws IOException {
        Path ova = folder.resolve("host.ova");
        DiskFormat format = OvaDisk.of(APPLIANCE, new UUID(1, 2), 1_750_000_000);
        DiskSample.write(folder.resolve("sample.raw"), ova, format);
        return ova;
    }

    private String member(String name) throws IOException {
        Tool.ok(
                "tar",
                "-C",
                folder.toString(),
                "-xf",
                folder.resolve("host.ova").toString());
        return Files.readString(folder.resolve(name));
    }

    @Test
    void the_envelope_comes_first_and_the_disk_last() throws IOException {
        assertThat(Tool.ok("tar", "-tf", ova().toString()).lines())
                .containsExactly("host.ovf", "host.mf", "host-disk1.vmdk");
    }

    @Test
    void the_digests_are_right() throws IOException {
        ova();
        String sums = member("host.mf").replaceAll("SHA256\\((.*)\\)= (.*)", "$2  " + folder + "/$1");
        Path list = Files.writeString(folder.resolve("sums"), sums);
        assertThat(Tool.ok("sha256sum", "-c", "--strict", list.toString()).lines())
                .hasSize(2);
    }

    @Test
    void the_envelope_is_well_formed_and_tells_the_sizes() throws IOException {
        ova();
        assertThat(member("host.ovf"))
                .contains("ovf:size=\"" + Files.size(folder.resolve("host-disk1.vmdk")) + "\"")
                .contains("ovf:capacity=\"" + DiskSample.SIZE + "\"")
                .contains("vmw:key=\"firmware\" vmw:value=\"efi\"")
                .contains("<Product>A &quot;host&quot; &amp; &lt;more&gt;</Product>");
        Tool.ok("xmllint", "--noout", folder.resolve("host.ovf").toString());
    }

    @Test
    void qemu_reads_the_disk() throws IOException {
        ova();
        Tool.ok(
                "tar",
                "-C",
                folder.toString(),
                "-xf",
                folder.resolve("host.ova").toString());
        DiskSample.assertSame(folder.resolve("sample.raw"), "vmdk", folder.resolve("host-disk1.vmdk"));
    }

    @Test
    void names_that_cannot_be_those_of_files_are_refused() {
        assertThatThrownBy(() -> Appliance.of("../host", "", "", Firmware.BIOS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'../host'");
    }
}
