package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFilesTest {
    @TempDir
    Path directory;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void stat_says_what_nio_says() throws IOException {
        Path file = file("a", "hello");
        FileStatus status = LinuxFiles.stat(file);
        Map<String, Object> nio = Files.readAttributes(file, "unix:*");
        assertThat(status.mode()).isEqualTo(nio.get("mode"));
        assertThat(status.uid()).isEqualTo(nio.get("uid"));
        assertThat(status.gid()).isEqualTo(nio.get("gid"));
        assertThat(status.ino()).isEqualTo(nio.get("ino"));
        assertThat(status.dev()).isEqualTo(nio.get("dev"));
        assertThat(status.nlink()).isEqualTo(nio.get("nlink"));
        assertThat(status.size()).isEqualTo(5);
        assertThat(status.mtimeSeconds())
                .isEqualTo(Files.getLastModifiedTime(file).toInstant().getEpochSecond());
        assertThat(status.mtimeNanos())
                .isEqualTo(Files.getLastModifiedTime(file).toInstant().getNano());
        assertThat(status.kind()).isEqualTo(FileKind.REGULAR);
    }

    @Test
    void stat_does_not_follow_a_symbolic_link() throws IOException {
        LinuxFiles.symlink("some//where/", directory.resolve("l"));
        assertThat(LinuxFiles.stat(directory.resolve("l")).kind()).isEqualTo(FileKind.SYMLINK);
        assertThat(LinuxFiles.stat(directory.resolve("l")).size()).isEqualTo(12);
        assertThat(LinuxFiles.find(directory.resolve("none"))).isEmpty();
    }

    @Test
    void a_failure_names_the_call_the_path_and_the_reason() {
        Path missing = directory.resolve("missing");
        LinuxException e = catchThrowableOfType(LinuxException.class, () -> LinuxFiles.chmod(missing, 0644));
        assertThat(e).hasMessage("chmod(" + missing + "): no such file or directory (ENOENT, 2)");
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e.path()).contains(missing);
    }

    @Test
    void chmod_sets_setuid_and_refuses_a_symbolic_link() throws IOException {
        Path file = file("a", "");
        LinuxFiles.chmod(file, 04755);
        assertThat(LinuxFiles.stat(file).permissions()).isEqualTo(04755);
        LinuxFiles.symlink("a", directory.resolve("l"));
        assertThatThrownBy(() -> LinuxFiles.chmod(directory.resolve("l"), 0600)).hasMessageContaining("EOPNOTSUPP");
    }

    @Test
    void root_gives_a_file_to_another_and_makes_devices() throws IOException {
        Assumptions.assumeTrue(Namespaces.current().isMachineRoot(), "chown and mknod need root");
        Path file = file("a", "");
        LinuxFiles.chown(file, 41, 42);
        assertThat(LinuxFiles.stat(file).uid()).isEqualTo(41);
        assertThat(LinuxFiles.stat(file).gid()).isEqualTo(42);
        Path device = directory.resolve("null");
        LinuxFiles.mknod(device, FileKind.CHARACTER_DEVICE.bits() | 0600, 1, 3);
        FileStatus status = LinuxFiles.stat(device);
        assertThat(status.kind()).isEqualTo(FileKind.CHARACTER_DEVICE);
        assertThat(status.rdevMajor()).isEqualTo(1);
        assertThat(status.rdevMinor()).isEqualTo(3);
    }

    @Test
    void makes_a_named_pipe() throws IOException {
        LinuxFiles.mknod(directory.resolve("p"), FileKind.FIFO.bits() | 0600, 0, 0);
        assertThat(LinuxFiles.stat(directory.resolve("p")).kind()).isEqualTo(FileKind.FIFO);
    }

    @Test
    void a_link_is_a_second_name_of_a_symbolic_link_itself() throws IOException {
        LinuxFiles.symlink("nowhere", directory.resolve("l"));
        LinuxFiles.link(directory.resolve("l"), directory.resolve("m"));
        FileStatus one = LinuxFiles.stat(directory.resolve("l"));
        assertThat(one.isSameFile(LinuxFiles.stat(directory.resolve("m")))).isTrue();
        assertThat(one.nlink()).isEqualTo(2);
    }

    @Test
    void exchanges_two_names_and_does_not_replace_when_told_so() throws IOException {
        Path a = file("a", "one");
        Path b = file("b", "other");
        LinuxFiles.exchange(a, b);
        assertThat(a).hasContent("other");
        assertThatThrownBy(() -> LinuxFiles.renameNoReplace(a, b)).hasMessageContaining("EEXIST");
        LinuxFiles.rename(a, b);
        assertThat(b).hasContent("other");
    }

    @Test
    void extended_attributes_come_back_sorted() throws IOException {
        Path file = file("a", "");
        Xattrs.set(file, "user.two", new byte[] {0, 1, (byte) 255});
        Xattrs.set(file, "user.one", new byte[0]);
        assertThat(Xattrs.all(file)).containsOnlyKeys("user.one", "user.two");
        assertThat(Xattrs.all(file).firstKey()).isEqualTo("user.one");
        assertThat(Xattrs.get(file, "user.two")).hasValue(new byte[] {0, 1, (byte) 255});
        Xattrs.remove(file, "user.two");
        Xattrs.remove(file, "user.two");
        assertThat(Xattrs.get(file, "user.two")).isEmpty();
        assertThat(Xattrs.all(file)).hasSize(1);
    }

    @Test
    void sets_times_of_a_symbolic_link() throws IOException {
        LinuxFiles.symlink("x", directory.resolve("l"));
        LinuxFiles.setTimes(directory.resolve("l"), 0, 0);
        assertThat(LinuxFiles.stat(directory.resolve("l")).mtimeSeconds()).isZero();
    }

    @Test
    void copies_a_file_and_never_over_another() throws IOException {
        Path big = Files.write(directory.resolve("big"), new byte[3_000_001]);
        LinuxFiles.copyFile(big, directory.resolve("copy"), 0600);
        assertThat(directory.resolve("copy")).hasSameBinaryContentAs(big);
        assertThatThrownBy(() -> LinuxFiles.copyFile(big, directory.resolve("copy"), 0600))
                .hasMessageContaining("EEXIST");
    }

    @Test
    void copies_a_file_that_claims_to_be_empty() throws IOException {
        LinuxFiles.copyFile(Path.of("/proc/version"), directory.resolve("version"), 0600);
        assertThat(directory.resolve("version")).isNotEmptyFile();
    }

    @Test
    void clone_shares_or_leaves_nothing() throws IOException {
        Path file = file("a", "content");
        boolean shared = LinuxFiles.cloneFile(file, directory.resolve("b"), 0600);
        assertThat(Files.exists(directory.resolve("b"))).isEqualTo(shared);
    }

    @Test
    void syncs_a_directory_and_its_file_system() throws IOException {
        LinuxFiles.fsync(directory);
        LinuxFiles.syncFileSystem(directory);
        FileSystemStatus status = LinuxFiles.fileSystem(directory);
        assertThat(status.totalBytes()).isEqualTo(Files.getFileStore(directory).getTotalSpace());
        assertThat(status.availableBytes()).isBetween(1L, status.freeBytes());
    }

    @Test
    void a_name_that_is_not_utf_8_is_refused_and_a_real_replacement_character_is_not() throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-c", "touch \"$(printf 'bad\\377')\"")
                .directory(directory.toFile())
                .start();
        assertThat(shell.waitFor()).isZero();
        try (var names = Files.newDirectoryStream(directory)) {
            Path bad = names.iterator().next();
            assertThatThrownBy(() -> LinuxFiles.stat(bad))
                    .isInstanceOf(InvalidPathException.class)
                    .hasMessageContaining("is not valid");
        }
        Path good = file("good\uFFFD\u00e9", "x");
        assertThat(LinuxFiles.stat(good).size()).isEqualTo(1);
    }
}
