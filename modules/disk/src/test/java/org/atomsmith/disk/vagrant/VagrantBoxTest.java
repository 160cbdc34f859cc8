package org.atomsmith.disk.vagrant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.DiskSample;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.ova.Firmware;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judges are vagrant, gzip, tar, qemu-img and xmllint; VirtualBox is not in Debian. */
class VagrantBoxTest {
    private static final BoxMachine MACHINE =
            new BoxMachine("host", 2, 1024, Firmware.BIOS, new UUID(1, 0xABCDEF), "amd64", 1_750_000_000);

    @TempDir
    Path folder;

    private Path box(String provider) throws IOException {
        DiskFormat format = provider.equals("libvirt") ? VagrantBox.libvirt(MACHINE) : VagrantBox.virtualBox(MACHINE);
        Path box = folder.resolve(provider + ".box");
        DiskSample.write(folder.resolve("sample.raw"), box, format);
        return box;
    }

    private String vagrant(String... arguments) {
        Tool.ok("vagrant", "--version");
        List<String> settings = List.of("VAGRANT_HOME=" + folder.resolve("home"), "VAGRANT_CHECKPOINT_DISABLE=1");
        return Tool.ok(Stream.of(Stream.of("env"), settings.stream(), Stream.of("vagrant"), Stream.of(arguments))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    @Test
    void a_libvirt_box_holds_a_qcow2_image() throws IOException {
        Path box = box("libvirt");
        Tool.ok("gzip", "-t", "-S", ".box", box.toString());
        Tool.ok("tar", "-C", folder.toString(), "-xzf", box.toString());
        assertThat(folder.resolve("metadata.json")).content().contains("\"virtual_size\": 1\n");
        Tool.ok("qemu-img", "check", folder.resolve("box.img").toString());
        DiskSample.assertSame(folder.resolve("sample.raw"), "qcow2", folder.resolve("box.img"));
    }

    @Test
    void a_virtualbox_box_holds_an_envelope_and_its_disk() throws IOException {
        Path box = box("virtualbox");
        Tool.ok("gzip", "-t", "-S", ".box", box.toString());
        Tool.ok("tar", "-C", folder.toString(), "-xzf", box.toString());
        assertThat(folder.resolve("Vagrantfile")).content().contains("config.vm.base_mac = \"080027ABCDEE\"");
        DiskSample.assertSame(folder.resolve("sample.raw"), "vmdk", folder.resolve("box-disk001.vmdk"));
        Tool.ok("xmllint", "--noout", folder.resolve("box.ovf").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"libvirt", "virtualbox"})
    @Tag("slow")
    void vagrant_adds_the_box(String provider) throws IOException {
        assertThat(vagrant("box", "add", "--name", "host", box(provider).toString()))
                .contains("Successfully added box");
        assertThat(vagrant("box", "list")).contains("host").contains(provider);
    }

    @Test
    @Tag("slow")
    void vagrant_adds_boxes_from_a_catalogue() throws IOException {
        WrittenFile box = WrittenFile.of(box("libvirt"), "vagrant-libvirt");
        BoxCatalogue catalogue = new BoxCatalogue(
                "example/host",
                "A \"host\"\n",
                List.of(new BoxCatalogue.Version(
                        "1.2.3",
                        List.of(new BoxCatalogue.Box(
                                "libvirt", "file://" + box.path(), box.sha256(), "amd64", true)))));
        Path json = Files.writeString(folder.resolve("catalogue.json"), catalogue.toJson());
        assertThat(vagrant("box", "add", json.toString())).contains("Successfully added box 'example/host' (v1.2.3)");
    }
}
