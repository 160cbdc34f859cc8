package org.atomsmith.disk.compressed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.RawDisk;
import org.atomsmith.disk.Tee;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.parallel.BlockMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judges are gzip, xz and zstd. */
class CompressedDiskTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    /** Text, noise that is stored as it is, zeros that are written and zeros that are holes, and an odd end. */
    private static void writeDisk(ImageSink sink) throws IOException {
        Random random = new Random(1);
        byte[] text = "All work and no play makes a dull boy. ".repeat(4000).getBytes(StandardCharsets.UTF_8);
        byte[] noise = new byte[3 * MIB + 12_345];
        for (int i = 0; i < 2; i++) {
            random.nextBytes(noise);
            sink.write(text);
            sink.write(noise);
            sink.zeros(random.nextInt(6 * MIB));
            sink.write(ByteBuffer.wrap(text, 0, random.nextInt(text.length)));
            sink.write(new byte[5 * MIB]);
        }
        sink.zeros(55L * MIB);
        sink.write(noise);
        sink.write(text);
        sink.zeros(1234);
    }

    private static String tool(Codec codec) {
        return switch (codec) {
            case GZIP -> "gzip";
            case XZ -> "xz";
            case ZSTD -> "zstd";
        };
    }

    private Path file(String name, Codec codec) {
        return folder.resolve(name + "." + codec.suffix());
    }

    private static CompressedDisk open(Path path, Codec codec) throws IOException {
        return new CompressedDisk(path, codec, 2, BlockMemory.none());
    }

    @ParameterizedTest
    @EnumSource
    void its_tool_finds_no_fault_and_the_same_content(Codec codec) throws IOException {
        Path raw = folder.resolve("disk");
        Path packed = file("packed", codec);
        try (Tee tee = new Tee(List.of(new RawDisk(raw), open(packed, codec)))) {
            writeDisk(tee);
            tee.finish();
        }
        Tool.ok(tool(codec), "-t", packed.toString());
        Tool.ok(tool(codec), "-d", "-k", packed.toString());
        assertThat(Files.mismatch(raw, folder.resolve("packed"))).isEqualTo(-1);
        assertThat(Files.size(packed)).isLessThan(11L * MIB);
    }

    @ParameterizedTest
    @EnumSource
    void neither_threads_nor_the_size_of_writes_show(Codec codec) throws IOException {
        Path raw = folder.resolve("disk");
        Path one = file("one", codec);
        Path many = file("many", codec);
        try (Tee tee = new Tee(List.of(new RawDisk(raw), new CompressedDisk(one, codec, 1, BlockMemory.none())))) {
            writeDisk(tee);
            tee.finish();
        }
        try (CompressedDisk disk = new CompressedDisk(many, codec, 3, BlockMemory.none());
                InputStream in = Files.newInputStream(raw)) {
            byte[] buffer = new byte[77_777];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                disk.write(ByteBuffer.wrap(buffer, 0, n));
            }
            disk.finish();
        }
        assertThat(Files.mismatch(one, many)).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_a_stream_too(Codec codec) throws IOException {
        Path packed = file("packed", codec);
        try (CompressedDisk disk = open(packed, codec)) {
            disk.finish();
        }
        Tool.ok(tool(codec), "-d", packed.toString());
        assertThat(folder.resolve("packed")).isEmptyFile();
    }

    @ParameterizedTest
    @EnumSource
    void a_large_hole_takes_next_to_nothing(Codec codec) throws IOException {
        Path packed = file("packed", codec);
        try (CompressedDisk disk = open(packed, codec)) {
            disk.zeros(400L * MIB);
            disk.write(new byte[] {1});
            disk.finish();
        }
        assertThat(Files.size(packed)).isLessThan(MIB / 2);
        Tool.ok(tool(codec), "-t", packed.toString());
    }

    @ParameterizedTest
    @EnumSource
    void what_is_remembered_does_not_show(Codec codec) throws IOException {
        Path first = file("first", codec);
        Path second = file("second", codec);
        try (BlockMemory memory = BlockMemory.in(folder)) {
            for (Path path : List.of(first, second)) {
                try (CompressedDisk disk = new CompressedDisk(path, codec, 2, memory)) {
                    disk.write("All work and no play".repeat(100_000).getBytes(StandardCharsets.UTF_8));
                    disk.zeros(30L * MIB);
                    disk.finish();
                }
            }
        }
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        Tool.ok(tool(codec), "-t", second.toString());
    }

    @Test
    void gzip_is_one_member() throws IOException {
        Path packed = file("packed", Codec.GZIP);
        try (CompressedDisk disk = open(packed, Codec.GZIP)) {
            disk.write(new byte[] {1});
            disk.zeros(3L * MIB);
            disk.finish();
        }
        byte[] all = Files.readAllBytes(packed);
        // A reader of a single member reads it to its end and leaves nothing over.
        try (InputStream in = new BufferedInputStream(Files.newInputStream(packed));
                GZIPInputStream gzip = new GZIPInputStream(in, all.length)) {
            assertThat(gzip.readAllBytes()).hasSize(3 * MIB + 1);
        }
        assertThat(ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getInt(all.length - 4))
                .isEqualTo(3 * MIB + 1);
    }

    @Test
    void the_blocks_of_xz_have_their_sizes() throws IOException {
        Path packed = file("packed", Codec.XZ);
        try (CompressedDisk disk = open(packed, Codec.XZ)) {
            disk.zeros(100L * MIB);
            disk.finish();
        }
        assertThat(Tool.ok("xz", "--robot", "--list", "-v", "-v", packed.toString()))
                .contains("\nstream\t1\t5\t")
                .contains("\t25165824\t")
                .containsPattern("\ncu\\b|\tcu\t");
    }

    @Test
    void leaves_nothing_behind_when_it_is_not_finished() throws IOException {
        try (CompressedDisk disk = open(file("packed", Codec.ZSTD), Codec.ZSTD)) {
            disk.write(new byte[10 * MIB]);
        }
        assertThat(folder).isEmptyDirectory();
    }
}
