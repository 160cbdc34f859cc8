package org.atomsmith.disk.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.atomsmith.disk.AppendTarget;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.DiskWriter;
import org.atomsmith.disk.SampleDisk;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.parallel.BlockMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmdkDiskTest {
    private static final UUID ID = UUID.fromString("00112233-4455-8677-8899-aabbccddeeff");

    @TempDir
    Path folder;

    @Test
    void qemu_finds_no_fault_and_the_same_content() throws IOException {
        Path vmdk = SampleDisk.withHole(200L << 20).identicalToRaw(folder, VmdkDisk.STREAM_OPTIMIZED, "vmdk");
        assertThat(Tool.ok("qemu-img", "check", "-f", "vmdk", vmdk + "")).contains("No errors were found");
        assertThat(Tool.ok("qemu-img", "info", vmdk + ""))
                .contains("create type: streamOptimized")
                .contains("parent cid: 4294967295")
                .contains("compressed: true");
    }

    @Test
    void libvmdk_reads_the_descriptor() throws IOException {
        Path vmdk = folder.resolve("host.vmdk");
        SampleDisk disk = SampleDisk.small();
        disk.write(new DiskWriter.Output(vmdk, VmdkDisk.streamOptimized(ID)));
        assertThat(Tool.ok("vmdkinfo", vmdk + ""))
                .containsPattern("Disk type:\\s+Stream optimized")
                .containsPattern("Content identifier:\\s+0xccddeeff")
                .contains("(" + disk.length() + " bytes)");
    }

    @Test
    void is_no_larger_than_what_qemu_makes() throws IOException {
        Path vmdk = SampleDisk.small().identicalToRaw(folder, VmdkDisk.STREAM_OPTIMIZED, "vmdk");
        Path theirs = folder.resolve("theirs.vmdk");
        Tool.ok(
                "qemu-img",
                "convert",
                "-O",
                "vmdk",
                "-o",
                "subformat=streamOptimized",
                folder.resolve("disk.raw") + "",
                theirs + "");
        assertThat(Files.size(vmdk)).isLessThanOrEqualTo(Files.size(theirs));
    }

    @Test
    void the_number_of_threads_does_not_show() throws IOException {
        Path one = folder.resolve("one.vmdk");
        Path many = folder.resolve("many.vmdk");
        SampleDisk.small()
                .write(
                        new DiskWriter.Output(
                                one, (path, size, memory) -> new VmdkDisk(path, size, Optional.empty(), 1, memory)),
                        new DiskWriter.Output(
                                many, (path, size, memory) -> new VmdkDisk(path, size, Optional.empty(), 5, memory)));
        assertThat(Files.mismatch(one, many)).isEqualTo(-1);
    }

    @Test
    void the_content_identifier_is_given_or_follows_the_content() throws IOException {
        assertThat(descriptor(SampleDisk.small(), VmdkDisk.streamOptimized(ID)))
                .contains("CID=ccddeeff\n", "longContentID = \"00112233445586778899aabbccddeeff\"");
        String one = descriptor(SampleDisk.small(), VmdkDisk.STREAM_OPTIMIZED);
        String other = descriptor(SampleDisk.withHole(1 << 20), VmdkDisk.STREAM_OPTIMIZED);
        assertThat(cid(one)).isNotEqualTo(cid(other)).isNotEqualTo("00000000");
    }

    @Test
    void never_takes_a_content_identifier_that_stands_for_no_parent() {
        assertThat(ContentId.shortId(new UUID(0, -1))).isEqualTo(0x7fff_ffff);
        assertThat(ContentId.shortId(new UUID(0, -2))).isEqualTo(0x7fff_fffe);
        assertThat(ContentId.shortId(new UUID(0, -3))).isEqualTo(-3);
    }

    @Test
    void with_a_given_identifier_nothing_is_written_twice() throws IOException {
        SampleDisk disk = SampleDisk.small();
        AppendTarget once = new AppendTarget() {
            private long length;

            @Override
            public void append(ByteBuffer bytes) {
                length += bytes.remaining();
                bytes.position(bytes.limit());
            }

            @Override
            public void replace(long position, ByteBuffer bytes) {
                throw new AssertionError("replaced at byte " + position);
            }

            @Override
            public long length() {
                return length;
            }
        };
        try (VmdkStream stream = new VmdkStream(once, disk.length(), Optional.of(ID), BlockMemory.none())) {
            disk.writeTo(stream);
            stream.finish();
        }
        assertThat(once.length()).isPositive().isLessThan(disk.length());
    }

    @Test
    void an_empty_disk_is_nothing_but_a_head_and_a_directory() throws IOException {
        Path vmdk = folder.resolve("disk.vmdk");
        long size = 2L << 40;
        try (VmdkDisk disk = new VmdkDisk(vmdk, size, Optional.empty(), 2, BlockMemory.none())) {
            disk.zeros(size);
            disk.finish();
        }
        assertThat(Files.size(vmdk)).isLessThan(512 << 10);
        assertThat(Tool.ok("qemu-img", "info", vmdk + "")).contains("2 TiB");
    }

    @Test
    void refuses_a_disk_without_whole_sectors() {
        assertThatThrownBy(
                        () -> new VmdkDisk(folder.resolve("disk.vmdk"), 1000, Optional.empty(), 2, BlockMemory.none()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1000 bytes")
                .hasMessageContaining("512");
        assertThat(folder).isEmptyDirectory();
    }

    private String descriptor(SampleDisk disk, DiskFormat format) throws IOException {
        Path vmdk = folder.resolve("disk.vmdk");
        disk.write(new DiskWriter.Output(vmdk, format));
        byte[] descriptor = new byte[20 * 512];
        try (RandomAccessFile file = new RandomAccessFile(vmdk.toFile(), "r")) {
            file.seek(512);
            file.readFully(descriptor);
        }
        return new String(descriptor, StandardCharsets.UTF_8);
    }

    private static String cid(String descriptor) {
        int at = descriptor.indexOf("\nCID=") + 5;
        return descriptor.substring(at, at + 8);
    }
}
