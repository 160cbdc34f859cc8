package org.atomsmith.qa.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void vanishes_when_closed() throws IOException {
        try (GuestDirectory directory = GuestDirectory.create(parent)) {
            Files.writeString(directory.resolve("disk"), "");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void what_a_killed_process_left_is_removed_and_what_is_in_use_is_not() throws IOException {
        Path left = Files.createDirectory(parent.resolve("atomsmith-guest1"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("disk"), "");
        Path justMade = Files.createDirectory(parent.resolve("atomsmith-guest2"));
        Path other = Files.createDirectory(parent.resolve("other"));
        try (GuestDirectory one = GuestDirectory.create(parent);
                GuestDirectory two = GuestDirectory.create(parent)) {
            assertThat(left).doesNotExist();
            assertThat(justMade).exists();
            assertThat(other).exists();
            assertThat(one.path()).exists().isNotEqualTo(two.path());
        }
    }
}
