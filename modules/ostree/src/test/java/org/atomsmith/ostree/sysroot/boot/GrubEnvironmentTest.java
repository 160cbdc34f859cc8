package org.atomsmith.ostree.sysroot.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.Programs;
import org.atomsmith.ostree.OstreeCommand;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GRUB's environment block; the judge is {@code grub-editenv}. */
final class GrubEnvironmentTest {
    private static final String CHECKSUM = "ab".repeat(32);
    private static final BootTries TRIES = BootTries.of("os", CHECKSUM + ".0", CHECKSUM);

    @TempDir
    private Path boot;

    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        file = boot.resolve("grub/grubenv");
        Files.createDirectories(boot.resolve("grub"));
        Files.writeString(boot.resolve("grub/grub.cfg"), "source ($root)/boot/loader/grub.cfg\n");
    }

    @Test
    void grub_reads_what_we_write_and_we_read_what_grub_writes() throws IOException {
        Assumptions.assumeTrue(Programs.find("grub-editenv").isPresent(), "needs grub-editenv");
        GrubEnvironment.empty()
                .with("plain", "1")
                .with("odd", "a\\b c=d \u00e4")
                .write(file);
        assertThat(editenv("list")).isEqualTo("plain=1\nodd=a\\b c=d \u00e4\n");
        editenv("set", "more=x\\y", "plain=2");
        GrubEnvironment read = GrubEnvironment.read(file).orElseThrow();
        assertThat(read.variables())
                .containsEntry("plain", "2")
                .containsEntry("odd", "a\\b c=d \u00e4")
                .containsEntry("more", "x\\y");
        editenv("create");
        assertThat(GrubEnvironment.read(file)).contains(GrubEnvironment.empty());
    }

    @Test
    void a_block_is_written_over_the_old_one_in_its_place() throws IOException {
        GrubEnvironment.empty().write(file);
        Object inode = Files.getAttribute(file, "unix:ino");
        TRIES.arm(boot);
        BootTries.clear(boot);
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
        assertThat(Files.size(file)).isEqualTo(1024);
        assertThat(GrubEnvironment.read(file)).contains(GrubEnvironment.empty());
    }

    @Test
    void a_trial_keeps_what_others_wrote_and_ends_when_another_becomes_the_default() throws IOException {
        GrubEnvironment.empty().with("saved_entry", "1").write(file);
        assertThat(BootTries.read(boot)).isEmpty();
        assertThat(TRIES.arm(boot)).isTrue();
        assertThat(BootTries.read(boot)).contains(TRIES);
        TRIES.withLeft(0).arm(boot);
        BootTries.clearUnlessOf(boot, TRIES.deployment());
        assertThat(BootTries.read(boot).orElseThrow().left()).isZero();
        BootTries.clearUnlessOf(boot, "os/other.0");
        assertThat(BootTries.read(boot)).isEmpty();
        assertThat(GrubEnvironment.read(file).orElseThrow().get("saved_entry")).contains("1");
    }

    @Test
    void a_damaged_block_counts_nothing_and_is_made_anew() throws IOException {
        for (int length = 0; length <= 1024; length += 64) {
            Files.write(file, new byte[length]);
            assertThat(BootTries.read(boot)).isEmpty();
            BootTries.clear(boot);
        }
        TRIES.arm(boot);
        assertThat(BootTries.read(boot)).contains(TRIES);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            BootTries.read(boot);
        }
        GrubEnvironment.empty()
                .with("tries_slot", "x")
                .with("tries_left", "many")
                .write(file);
        assertThat(BootTries.read(boot).orElseThrow().left()).isZero();
    }

    @Test
    void variables_that_do_not_fit_are_refused() {
        GrubEnvironment large = GrubEnvironment.empty().with("x", "y".repeat(1000));
        assertThatThrownBy(large::bytes).hasMessageContaining("1028 bytes, of 1024");
        assertThatThrownBy(() -> GrubEnvironment.parse("#".repeat(1024).getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("GRUB Environment Block");
    }

    @Test
    void a_boot_loader_that_cannot_count_is_left_alone() throws IOException {
        Files.writeString(boot.resolve("grub/grub.cfg"), "another's\n");
        assertThat(TRIES.arm(boot)).isFalse();
        assertThat(file).doesNotExist();
    }

    private String editenv(String... arguments) {
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of("grub-editenv", file.toString()));
        command.addAll(java.util.List.of(arguments));
        return OstreeCommand.run(command.toArray(String[]::new));
    }
}
