package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseFileTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path temp;

    @Test
    void finds_data_between_holes() throws IOException {
        Path path = temp.resolve("sparse");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1}), 4L * MIB);
            file.write(ByteBuffer.wrap(new byte[] {1}), 16L * MIB - 1);
        }
        try (SparseFile sparse = SparseFile.open(path)) {
            assertThat(sparse.size()).isEqualTo(16L * MIB);
            // A file system may know no holes: then all is data.
            long data = sparse.nextData(0);
            assertThat(data).isBetween(0L, 4L * MIB);
            assertThat(sparse.nextHole(4L * MIB)).isBetween(4L * MIB + 1, 16L * MIB);
            assertThat(sparse.nextData(16L * MIB)).isEqualTo(16L * MIB);
            assertThat(sparse.nextHole(20L * MIB)).isEqualTo(16L * MIB);
        }
    }

    @Test
    void a_hole_that_ends_the_file_has_no_data_behind_it() throws IOException {
        Path path = temp.resolve("hole");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1}), 0);
            file.write(ByteBuffer.wrap(new byte[] {1}), 8L * MIB);
            file.truncate(8L * MIB);
        }
        try (SparseFile sparse = SparseFile.open(path)) {
            assertThat(sparse.nextData(MIB)).isIn((long) MIB, 8L * MIB);
        }
    }

    @Test
    void an_empty_file_has_neither() throws IOException {
        try (SparseFile sparse = SparseFile.open(Files.createFile(temp.resolve("empty")))) {
            assertThat(sparse.nextData(0)).isZero();
            assertThat(sparse.nextHole(0)).isZero();
        }
        assertThatThrownBy(() -> SparseFile.open(temp.resolve("none"))).isInstanceOf(LinuxException.class);
    }
}
