package org.atomsmith.disk.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.read.detect.ImageOpener;
import org.atomsmith.disk.read.detect.InputFormat;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not read, and what is damaged, is refused with the reason. */
@Tag("slow")
class RefusedImagesTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private Path create(String format, String options) {
        Path image = folder.resolve("image." + format);
        Tool.ok("qemu-img", "create", "-f", format, "-o", options, image.toString(), "8M");
        return image;
    }

    private static void refuses(Path image, Class<? extends IOException> reason, String... words) {
        assertThatThrownBy(() -> Sample.digest(image))
                .isInstanceOf(reason)
                .hasMessageContainingAll(words)
                .hasMessageContaining(String.valueOf(image.getFileName()));
    }

    @Test
    void a_qcow2_with_a_backing_file_is_not_read() throws IOException {
        Files.write(folder.resolve("image.raw"), new byte[8 * MIB]);
        Path image = folder.resolve("top.qcow2");
        Tool.ok("qemu-img", "create", "-f", "qcow2", "-F", "raw", "-b", "image.raw", image.toString());
        refuses(image, UnsupportedImageException.class, "'image.raw'", "qemu-img convert");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"extended_l2=on | extended_l2", "data_file=data | another file"})
    void a_qcow2_with_unknown_features_is_not_read(String options, String word) {
        Path image = create("qcow2", options.replace("data_file=data", "data_file=" + folder.resolve("data")));
        refuses(image, UnsupportedImageException.class, word);
    }

    @ParameterizedTest
    @CsvSource({"qcow2", "vmdk", "vdi", "vhdx", "vpc"})
    void an_image_that_is_cut_off_is_told_as_such(String format) throws IOException {
        Path raw = folder.resolve("disk.raw");
        Sample.write(raw, 8 * MIB);
        Path image = folder.resolve("cut." + format);
        Tool.ok("qemu-img", "convert", "-O", format, raw.toString(), image.toString());
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 2 * MIB);
        }
        Optional<InputFormat> known = InputFormat.named(format);
        assertThatThrownBy(() -> Sample.digest(new ImageOpener(folder).open(image, known)))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("cut off");
    }

    @ParameterizedTest
    @CsvSource({"gzip, gz", "xz, xz", "zstd, zst"})
    void a_compressed_disk_that_is_cut_off_is_told_as_such(String program, String suffix) throws IOException {
        Path raw = folder.resolve("disk.raw");
        Sample.write(raw, 8 * MIB);
        Tool.ok(program, raw.toString());
        Path packed = folder.resolve("disk.raw." + suffix);
        try (FileChannel file = FileChannel.open(packed, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        refuses(packed, MalformedImageException.class, "cut off");
    }

    @Test
    void a_descriptor_reaches_no_other_folder() throws IOException {
        for (String file : new String[] {"../secret", "/etc/passwd", "..", "link"}) {
            Files.deleteIfExists(folder.resolve("link"));
            Files.createSymbolicLink(folder.resolve("link"), folder.resolve("target"));
            Path image = Files.writeString(
                    folder.resolve("disk.vmdk"),
                    "# Disk DescriptorFile\nversion=1\ncreateType=\"monolithicFlat\"\nRW 1 FLAT \"" + file + "\" 0\n");
            refuses(image, UnsupportedImageException.class, "'" + file + "'");
        }
    }

    @Test
    void tables_that_name_one_cluster_for_every_place_of_the_disk_are_refused() throws IOException {
        Path raw = folder.resolve("disk.raw");
        Sample.write(raw, 8 * MIB);
        Path image = folder.resolve("loop.vdi");
        Tool.ok("qemu-img", "convert", "-O", "vdi", "-o", "static=on", raw.toString(), image.toString());
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
            for (int block = 0; block < 8; block++) {
                file.write(ByteBuffer.allocate(4), 512 + 4L * block);
            }
            file.truncate(4 * MIB);
        }
        refuses(image, MalformedImageException.class, "twice");
    }

    @Test
    void an_archive_with_several_disks_or_none_is_refused() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "none");
        Files.write(folder.resolve("a.img"), new byte[MIB]);
        Files.write(folder.resolve("b.raw"), new byte[MIB]);
        Path archive = folder.resolve("archive.tar");
        for (String compress : new String[] {"", "-z"}) {
            String flags = compress.isEmpty() ? "-cf" : "-czf";
            Tool.ok("tar", flags, archive + "", "-C", folder + "", "notes.txt");
            refuses(archive, UnsupportedImageException.class, "no disk", "notes.txt");
            Tool.ok("tar", flags, archive + "", "-C", folder + "", "a.img", "notes.txt", "b.raw");
            refuses(archive, UnsupportedImageException.class, "several disks, a.img and b.raw");
        }
    }

    @Test
    void a_format_that_the_content_does_not_show_is_refused() throws IOException {
        Path raw = Files.write(folder.resolve("disk.raw"), new byte[MIB]);
        for (InputFormat format : InputFormat.values()) {
            if (format != InputFormat.RAW) {
                assertThatThrownBy(() -> Sample.digest(new ImageOpener(folder).open(raw, Optional.of(format))))
                        .as(format.name())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("disk.raw");
            }
        }
        assertThat(Sample.digest(new ImageOpener(folder).open(raw, Optional.of(InputFormat.RAW))))
                .isEqualTo(Sample.digest(raw));
    }
}
