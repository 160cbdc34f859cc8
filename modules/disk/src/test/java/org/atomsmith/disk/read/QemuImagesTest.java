package org.atomsmith.disk.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.read.source.DiskImage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What qemu-img writes, in every format and variant, is the disk that it was given. */
@Tag("slow")
class QemuImagesTest {
    private static final long SIZE = 96L << 20;

    @TempDir
    static Path folder;

    private static Path raw = Path.of("");

    @BeforeAll
    static void makeDisk() throws IOException {
        raw = folder.resolve("disk.raw");
        Sample.write(raw, SIZE);
    }

    private static Path convert(Path from, String format, String options, String... more) {
        Path image = folder.resolve("image." + format);
        List<String> command = new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw", "-O", format));
        if (!options.isEmpty()) {
            command.addAll(List.of("-o", options));
        }
        command.addAll(List.of(more));
        command.addAll(List.of(from.toString(), image.toString()));
        Tool.ok(command.toArray(String[]::new));
        return image;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qcow2 | compat=0.10                            | version 2, zlib, clusters of 64 KiB",
                "qcow2 | compat=1.1                             | version 3, zlib, clusters of 64 KiB",
                "qcow2 | cluster_size=512                       | version 3, zlib, clusters of 0.5 KiB",
                "qcow2 | cluster_size=2M                        | version 3, zlib, clusters of 2048 KiB",
                "qcow2 | preallocation=metadata                 | version 3, zlib, clusters of 64 KiB",
                "qcow2 | preallocation=full                     | version 3, zlib, clusters of 64 KiB",
                "qcow2 | lazy_refcounts=on,refcount_bits=1      | version 3, zlib, clusters of 64 KiB",
                "vmdk  | subformat=monolithicSparse             | monolithicSparse, version 1, grains of 64 KiB",
                "vmdk  | subformat=streamOptimized              | streamOptimized, version 3, grains of 64 KiB",
                "vmdk  | subformat=monolithicSparse,zeroed_grain=on | monolithicSparse, version 2, grains of 64 KiB",
                "vmdk  | subformat=monolithicFlat               | monolithicFlat, 1 extent",
                "vmdk  | subformat=twoGbMaxExtentSparse         | twoGbMaxExtentSparse, 1 extent",
                "vmdk  | subformat=twoGbMaxExtentFlat           | twoGbMaxExtentFlat, 1 extent",
                "vpc   | subformat=dynamic,force_size=on        | dynamic, blocks of 2048 KiB",
                "vpc   | subformat=fixed,force_size=on          | fixed",
                "vhdx  | subformat=dynamic                      | dynamic, blocks of 8 MiB, sectors of 512",
                "vhdx  | subformat=dynamic,block_size=1M        | dynamic, blocks of 1 MiB, sectors of 512",
                "vhdx  | subformat=fixed                        | fixed, blocks of 8 MiB, sectors of 512",
                "vdi   | ''                                     | dynamic, blocks of 1024 KiB",
                "vdi   | static=on                              | fixed, blocks of 1024 KiB",
            })
    void are_read(String format, String options, String variant) throws IOException {
        Path image = convert(raw, format, options);
        try (DiskImage disk = Sample.open(image)) {
            assertThat(disk.format()).isEqualTo(format.replace("vpc", "vhd"));
            assertThat(disk.variant()).isEqualTo(variant);
            assertThat(disk.length()).isEqualTo(SIZE);
            assertThat(disk.allocated().orElseThrow()).isBetween(1L << 20, SIZE);
            assertThat(Sample.digest(disk)).isEqualTo(Sample.digest(raw));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compat=0.10",
                "compression_type=zlib",
                "compression_type=zstd",
                "compression_type=zstd,cluster_size=2M",
                "compression_type=zlib,cluster_size=512",
                "compression_type=zstd,cluster_size=4k",
            })
    void are_read_with_compressed_clusters(String options) throws IOException {
        Path image = convert(raw, "qcow2", options, "-c");
        assertThat(Sample.digest(image)).isEqualTo(Sample.digest(raw));
    }

    @Test
    void are_read_when_a_cluster_was_made_zero_and_another_written_again() throws IOException {
        Path image = convert(raw, "qcow2", "compression_type=zlib", "-c");
        Tool.ok("qemu-io", "-c", "write -z 0 1M", "-c", "write -P 7 80M 100k", "-c", "discard 8M 2M", image.toString());
        Tool.ok("qemu-img", "snapshot", "-c", "kept", image.toString());
        Tool.ok("qemu-io", "-c", "write -P 9 40M 1M", image.toString());
        Path now = folder.resolve("now.raw");
        Tool.ok("qemu-img", "convert", "-O", "raw", image.toString(), now.toString());
        assertThat(Sample.digest(image)).isEqualTo(Sample.digest(now));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qcow2", "vmdk", "vdi", "vhdx"})
    void are_read_when_the_disk_ends_inside_a_block(String format) throws IOException {
        Path odd = folder.resolve("odd.raw");
        Files.deleteIfExists(odd);
        Sample.write(odd, (5 << 20) + 7 * 512);
        Path image = convert(odd, format, "");
        Path back = folder.resolve("back.raw");
        Tool.ok("qemu-img", "convert", "-O", "raw", image.toString(), back.toString());
        assertThat(Sample.digest(image)).isEqualTo(Sample.digest(back));
    }

    @ParameterizedTest
    @CsvSource({"qcow2, 30T", "vmdk, 200G", "vhdx, 60T", "vdi, 60T", "vpc, 2000G"})
    void are_read_at_once_when_they_are_large_and_empty(String format, String size) throws IOException {
        Path image = folder.resolve("empty." + format);
        Tool.ok("qemu-img", "create", "-f", format, image.toString(), size);
        try (DiskImage disk = Sample.open(image)) {
            assertThat(disk.length()).isGreaterThan(100L << 30);
            disk.writeTo(new Nothing());
        } finally {
            Files.delete(image);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xz", "zstd"})
    void are_read_when_they_are_compressed(String program) throws IOException {
        Path copy = folder.resolve("packed.raw");
        Files.deleteIfExists(copy);
        Files.copy(raw, copy);
        String suffix = Map.of("gzip", ".gz", "xz", ".xz", "zstd", ".zst").get(program);
        Path packed = folder.resolve("packed.raw" + suffix);
        Tool.ok(program, "-k", "-1", "-f", copy.toString());
        assertThat(Sample.digest(packed)).isEqualTo(Sample.digest(raw));
        Path image = convert(raw, "qcow2", "");
        Tool.ok(program, "-k", "-1", "-f", image.toString());
        assertThat(Sample.digest(folder.resolve("image.qcow2" + suffix))).isEqualTo(Sample.digest(raw));
        assertThat(folder).isDirectoryNotContaining("glob:**/.atomsmith-*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=ustar",
                "--format=oldgnu",
                "--format=pax",
                "--format=oldgnu -S",
                "--format=oldgnu -S -z"
            })
    void are_found_in_archives(String options) throws IOException {
        Path image = convert(raw, "qcow2", "");
        Files.writeString(folder.resolve("metadata.json"), "{}");
        for (String disk : List.of("disk.raw", image.getFileName().toString())) {
            Path archive = folder.resolve("archive");
            List<String> command = new ArrayList<>(List.of("tar"));
            command.addAll(List.of(options.split(" ")));
            command.addAll(List.of("-cf", archive.toString(), "-C", folder.toString(), "metadata.json", disk));
            Tool.ok(command.toArray(String[]::new));
            assertThat(Sample.digest(archive)).as(disk).isEqualTo(Sample.digest(raw));
        }
    }
}
