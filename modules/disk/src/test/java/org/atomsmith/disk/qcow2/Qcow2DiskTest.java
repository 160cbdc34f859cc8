package org.atomsmith.disk.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.RawDisk;
import org.atomsmith.disk.SampleDisk;
import org.atomsmith.disk.Tee;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.parallel.BlockMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Qcow2DiskTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    /** A disk with text, noise, holes, and pieces that do not end where clusters do. */
    private static void writeDisk(ImageSink sink) throws IOException {
        Random random = new Random(1);
        byte[] text = "All work and no play makes a dull boy. ".repeat(4000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 60; i++) {
            byte[] noise = new byte[random.nextInt(3 * 65536)];
            random.nextBytes(noise);
            sink.write(noise);
            sink.zeros(random.nextInt(4 * 65536));
            sink.write(ByteBuffer.wrap(text, 0, random.nextInt(text.length)));
            sink.write(new byte[70_000]);
        }
        sink.zeros(3L << 30);
        sink.write(text);
        sink.zerosUntil(Math.ceilDiv(sink.position(), 512) * 512);
    }

    private static Compression of(Compression.Method method) {
        return method == Compression.Method.ZLIB ? Compression.ZLIB : Compression.ZSTD;
    }

    @ParameterizedTest
    @EnumSource
    void qemu_finds_no_fault_and_the_same_content(Compression.Method method) throws IOException {
        Path raw = folder.resolve("disk.raw");
        Path qcow2 = folder.resolve("disk.qcow2");
        DiskFile file = new Qcow2Disk(qcow2, of(method), 2, BlockMemory.none());
        try (Tee tee = new Tee(List.of(new RawDisk(raw), file))) {
            writeDisk(tee);
            tee.finish();
            assertThat(file.written().size()).isEqualTo(Files.size(qcow2));
        }
        assertThat(Tool.ok("qemu-img", "check", "-f", "qcow2", qcow2.toString()))
                .contains("No errors were found on the image");
        assertThat(Tool.ok("qemu-img", "compare", "-f", "raw", "-F", "qcow2", raw.toString(), qcow2.toString()))
                .contains("Images are identical");
        assertThat(Tool.ok("qemu-img", "info", qcow2.toString()))
                .contains("compression type: " + (method == Compression.Method.ZLIB ? "zlib" : "zstd"))
                .contains("corrupt: false");
    }

    @ParameterizedTest
    @EnumSource
    void is_no_larger_than_what_qemu_makes(Compression.Method method) throws IOException {
        Path raw = folder.resolve("disk.raw");
        Path qcow2 = folder.resolve("disk.qcow2");
        try (Tee tee = new Tee(List.of(new RawDisk(raw), new Qcow2Disk(qcow2, of(method), 2, BlockMemory.none())))) {
            writeDisk(tee);
            tee.finish();
        }
        Path theirs = folder.resolve("theirs.qcow2");
        String type = method == Compression.Method.ZLIB ? "zlib" : "zstd";
        Tool.ok("qemu-img", "convert", "-c", "-O", "qcow2", "-o", "compression_type=" + type, raw + "", theirs + "");
        assertThat(Files.size(qcow2)).isLessThanOrEqualTo(Files.size(theirs));
    }

    @Test
    void the_number_of_threads_does_not_show() throws IOException {
        Path one = folder.resolve("one.qcow2");
        Path many = folder.resolve("many.qcow2");
        try (Tee tee = new Tee(List.of(
                new Qcow2Disk(one, Compression.ZSTD, 1, BlockMemory.none()),
                new Qcow2Disk(many, Compression.ZSTD, 5, BlockMemory.none())))) {
            writeDisk(tee);
            tee.finish();
        }
        assertThat(Files.mismatch(one, many)).isEqualTo(-1);
    }

    @Test
    void an_empty_disk_is_nothing_but_tables() throws IOException {
        Path qcow2 = folder.resolve("disk.qcow2");
        try (Qcow2Disk disk = new Qcow2Disk(qcow2, Compression.ZLIB, 2, BlockMemory.none())) {
            disk.zeros(100L << 30);
            disk.finish();
        }
        assertThat(Files.size(qcow2)).isLessThan(MIB / 2);
        Tool.ok("qemu-img", "check", qcow2.toString());
        assertThat(Tool.ok("qemu-img", "info", qcow2.toString())).contains("100 GiB");
    }

    @Test
    void leaves_nothing_behind_when_it_is_not_finished() throws IOException {
        Path qcow2 = folder.resolve("disk.qcow2");
        try (Qcow2Disk disk = new Qcow2Disk(qcow2, Compression.ZLIB, 2, BlockMemory.none())) {
            disk.write(new byte[10 * MIB]);
            assertThatThrownBy(() -> new Qcow2Disk(qcow2, Compression.ZLIB, 2, BlockMemory.none()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another run is writing it");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void a_disk_that_is_nearly_the_same_is_written_from_memory(Compression.Method method) throws IOException {
        DiskFormat format = (path, _, memory) -> new Qcow2Disk(path, of(method), 2, memory);
        Part first = SampleDisk.small();
        Part second = SampleDisk.withHole(12_345);
        Path alone = folder.resolve("alone.qcow2");
        Path remembered = folder.resolve("remembered.qcow2");
        try (BlockMemory memory = BlockMemory.in(folder)) {
            write(first, folder.resolve("first.qcow2"), format, memory);
            write(second, remembered, format, memory);
        }
        write(second, alone, format, BlockMemory.none());
        assertThat(Files.mismatch(alone, remembered)).isEqualTo(-1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    private static void write(Part disk, Path path, DiskFormat format, BlockMemory memory) throws IOException {
        DiskWriter.write(disk, List.of(new DiskWriter.Output(path, format)), false, memory, _ -> {});
    }
}
