package org.atomsmith.ostree.sysroot.etc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.FileKind;
import org.atomsmith.linux.LinuxFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three directories: the old defaults, what the host made of them, and the new defaults. */
final class ConfigurationMergeTest {
    @TempDir
    private Path tmp;

    private Path defaults;
    private Path current;
    private Path target;

    @BeforeEach
    void setUp() throws IOException {
        defaults = tmp.resolve("defaults");
        current = tmp.resolve("current");
        target = tmp.resolve("target");
        for (Path etc : new Path[] {defaults, current, target}) {
            Files.createDirectories(etc.resolve("d/e"));
            Files.writeString(etc.resolve("d/e/file"), "default\n");
            Files.writeString(etc.resolve("plain"), "default\n");
            Files.writeString(etc.resolve("other"), "default\n");
            LinuxFiles.symlink("plain", etc.resolve("link"));
        }
    }

    @Test
    void carries_changes_and_takes_new_defaults_for_the_rest() throws IOException {
        Files.writeString(current.resolve("plain"), "changed\n");
        LinuxFiles.chmod(current.resolve("plain"), 0640);
        Files.delete(current.resolve("other"));
        Files.delete(current.resolve("link"));
        LinuxFiles.symlink("/nowhere", current.resolve("link"));
        Files.writeString(current.resolve("d/new"), "new\n");
        LinuxFiles.setTimes(current.resolve("d/new"), 12345, 0);
        Files.writeString(target.resolve("plain"), "a newer default\n");
        Files.writeString(target.resolve("other"), "a newer default\n");
        Files.writeString(target.resolve("d/e/file"), "a newer default\n");

        ConfigurationDiff diff = merge();

        assertThat(diff)
                .isEqualTo(new ConfigurationDiff(
                        java.util.List.of("link", "plain"), java.util.List.of("other"), java.util.List.of("d/new")));
        assertThat(target.resolve("plain")).content().isEqualTo("changed\n");
        assertThat(LinuxFiles.stat(target.resolve("plain")).permissions()).isEqualTo(0640);
        assertThat(target.resolve("other")).doesNotExist();
        assertThat(Files.readSymbolicLink(target.resolve("link"))).hasToString("/nowhere");
        assertThat(target.resolve("d/new")).content().isEqualTo("new\n");
        assertThat(LinuxFiles.stat(target.resolve("d/new")).mtimeSeconds()).isEqualTo(12345);
        assertThat(target.resolve("d/e/file")).content().isEqualTo("a newer default\n");
    }

    @Test
    void keeps_modes_of_directories_that_the_host_added_or_changed() throws IOException {
        Files.createDirectories(current.resolve("a/b/c"));
        LinuxFiles.chmod(current.resolve("a"), 0700);
        LinuxFiles.chmod(current.resolve("a/b"), 0777);
        LinuxFiles.chmod(current.resolve("d/e"), 0750);
        merge();
        assertThat(LinuxFiles.stat(target.resolve("a")).permissions()).isEqualTo(0700);
        assertThat(LinuxFiles.stat(target.resolve("a/b")).permissions()).isEqualTo(0777);
        assertThat(target.resolve("a/b/c")).isDirectory();
        assertThat(LinuxFiles.stat(target.resolve("d/e")).permissions()).isEqualTo(0750);
    }

    @Test
    void makes_the_directory_again_of_a_changed_file_that_the_new_defaults_dropped() throws IOException {
        Files.writeString(current.resolve("d/e/file"), "changed\n");
        LinuxFiles.chmod(current.resolve("d"), 0711);
        org.atomsmith.linux.Trees.delete(target.resolve("d"));
        merge();
        assertThat(target.resolve("d/e/file")).content().isEqualTo("changed\n");
        assertThat(LinuxFiles.stat(target.resolve("d")).permissions()).isEqualTo(0711);
    }

    @Test
    void a_file_may_become_a_directory_and_a_directory_a_file() throws IOException {
        Files.delete(current.resolve("plain"));
        Files.createDirectories(current.resolve("plain/sub"));
        Files.writeString(current.resolve("plain/sub/x"), "x\n");
        merge();
        assertThat(target.resolve("plain/sub/x")).content().isEqualTo("x\n");
    }

    @Test
    void refuses_to_choose_between_a_changed_file_and_a_new_default_directory() throws IOException {
        Files.writeString(current.resolve("plain"), "changed\n");
        Files.delete(target.resolve("plain"));
        Files.createDirectory(target.resolve("plain"));
        assertThatThrownBy(this::merge)
                .hasMessageContaining("Modified config file newly defaults to directory 'plain'");
    }

    @Test
    void never_follows_a_link_out_of_the_new_configuration() throws IOException {
        Path outside = tmp.resolve("outside");
        Files.createDirectory(outside);
        Files.writeString(current.resolve("d/e/file"), "changed\n");
        org.atomsmith.linux.Trees.delete(target.resolve("d"));
        LinuxFiles.symlink(outside.toString(), target.resolve("d"));
        assertThatThrownBy(this::merge).hasMessageContaining("newly defaults to symbolic link 'd'");
        Files.delete(current.resolve("d/e/file"));
        Files.createDirectory(outside.resolve("e"));
        Files.writeString(outside.resolve("e/file"), "of the machine\n");
        merge();
        assertThat(outside.resolve("e/file")).exists();
    }

    @Test
    void leaves_sockets_and_pipes_behind() throws IOException {
        LinuxFiles.mknod(current.resolve("pipe"), FileKind.FIFO.bits() | 0600, 0, 0);
        assertThat(merge().added()).containsExactly("pipe");
        assertThat(target.resolve("pipe")).doesNotExist();
    }

    private ConfigurationDiff merge() throws IOException {
        ConfigurationDiff diff = ConfigurationDiff.between(defaults, current);
        new ConfigurationMerge(current, target, true).apply(diff);
        return diff;
    }
}
