package org.atomsmith.host.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.atomsmith.host.layer.RpmLayerFixture;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.database.RpmDatabase;
import org.atomsmith.rpm.file.InstalledHeader;
import org.atomsmith.rpm.file.RpmFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServicesTest {
    private static final String GROUPS = "sys/fs/cgroup/system.slice/";

    @TempDir
    Path root;

    @Test
    void a_running_service_is_found_by_its_library_its_script_and_its_unit_and_a_container_is_not() throws IOException {
        process(10, GROUPS + "ssh.service", "/usr/sbin/sshd\0-D", "/usr/sbin/sshd", "/lib/x86_64-linux-gnu/libc.so.6");
        process(11, GROUPS + "system-getty.slice/getty@tty1.service", "agetty", "/usr/sbin/agetty");
        process(12, GROUPS + "script.service", "/usr/bin/python3\0/usr/bin/tool", "/usr/bin/python3.11");
        process(13, GROUPS + "web.service/container", "httpd", "/usr/lib/x86_64-linux-gnu/libc.so.6");
        Files.delete(root.resolve("proc/13/root"));
        LinuxFiles.symlink(Files.createDirectory(root.resolve("container")).toString(), root.resolve("proc/13/root"));
        file("sys/fs/cgroup/user.slice/user@0.service/cgroup.procs", "10\n");
        file(GROUPS + "done.service/cgroup.events", "populated 0\nfrozen 0\n");

        RunningServices running = RunningServices.of(root);
        assertThat(running.names())
                .containsExactly("getty@tty1.service", "script.service", "ssh.service", "web.service");
        assertThat(running.using(Set.of("usr/lib/x86_64-linux-gnu/libc.so.6"))).containsExactly("ssh.service");
        assertThat(running.using(Set.of("usr/bin/tool"))).containsExactly("script.service");
        assertThat(running.using(Set.of("usr/lib/systemd/system/getty@.service")))
                .containsExactly("getty@tty1.service");
        assertThat(running.using(Set.of("usr/lib/systemd/system/web.service.d/10.conf")))
                .containsExactly("web.service");
        assertThat(running.using(Set.of("usr/share/doc/nothing"))).isEmpty();
    }

    @Test
    void the_files_that_a_real_process_runs_are_seen() throws IOException {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            process(10, GROUPS + "real.service", "sleep");
            String kernels = Command.of("cat", "/proc/" + sleep.pid() + "/maps")
                    .runOrThrow()
                    .output();
            file("proc/10/maps", kernels);
            String library = kernels.lines()
                    .filter(line -> line.contains("/libc"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst()
                    .orElseThrow();
            String inUsr = Path.of(library).toRealPath().toString().substring(1);
            assertThat(RunningServices.of(root).using(Set.of(inUsr))).containsExactly("real.service");
        } finally {
            sleep.destroy();
        }
    }

    @Test
    void names_the_enabled_and_running_services_of_packages() throws IOException {
        file("usr/lib/sysimage/dpkg/info/openssh-server.list", "/.\n/lib/systemd/system/ssh.service\n/usr/sbin/sshd\n");
        file("usr/lib/sysimage/dpkg/info/libssh:amd64.list", "/usr/lib/systemd/system/lib.service\n");
        file(
                "usr/lib/sysimage/dpkg/info/util-linux.list",
                "/usr/lib/systemd/system/getty@.service\n/usr/lib/systemd/system/fstrim.service\n"
                        + "/usr/lib/systemd/user/mine.service\n");
        file("usr/lib/sysimage/dpkg/info/other.list", "/usr/lib/systemd/system/other.service\n");
        file("etc/systemd/system/multi-user.target.wants/ssh.service", "");
        file("usr/lib/systemd/system/multi-user.target.wants/lib.service", "");
        file("usr/lib/systemd/system/sysinit.target.wants/fstrim.service", "");

        PackageServices services = new PackageServices(root);
        Set<String> running = Set.of("getty@tty1.service", "other.service", "mine.service");
        assertThat(services.affected(List.of("openssh-server", "libssh", "util-linux"), running)
                        .orElseThrow())
                .containsExactly("getty@tty1.service", "lib.service", "ssh.service");
        assertThat(services.affected(List.of("bash"), running).orElseThrow()).isEmpty();
        assertThat(new PackageServices(root.resolve("usr")).affected(List.of("bash"), running))
                .isEmpty();
    }

    @Test
    void names_the_services_of_rpm_packages() throws IOException {
        Path built = Files.createDirectory(root.resolve("built"));
        List<InstalledHeader> headers = new ArrayList<>();
        for (String name : List.of("daemon", "other")) {
            Path rpm = RpmLayerFixture.build(built, name, "1", """
                    %description
                    x
                    %install
                    mkdir -p %{buildroot}/usr/lib/systemd/system %{buildroot}/usr/lib/systemd/user
                    touch %{buildroot}/usr/lib/systemd/system/%{name}.service %{buildroot}/usr/lib/systemd/user/mine.service
                    %files
                    /usr/lib/systemd/*/*
                    """);
            headers.add(InstalledHeader.of(RpmFile.read(rpm), new InstalledHeader.Installation(1, 0, List.of(), true)));
        }
        RpmDatabase.write(headers, Files.createDirectories(root.resolve("usr/share/rpm")));

        assertThat(new PackageServices(root)
                        .affected(List.of("daemon"), Set.of("daemon.service", "other.service", "mine.service"))
                        .orElseThrow())
                .containsExactly("daemon.service");
    }

    private void process(int pid, String group, String command, String... mapped) throws IOException {
        file(group + "/cgroup.procs", pid + "\n");
        String process = "proc/" + pid + "/";
        StringBuilder maps = new StringBuilder();
        for (String path : mapped) {
            maps.append("7f0000000000-7f0000001000 r-xp 00000000 08:01 1234                       ")
                    .append(path)
                    .append('\n');
        }
        maps.append("7ffc00000000-7ffc00001000 rw-p 00000000 00:00 0                          [stack]\n");
        file(process + "maps", maps.toString());
        file(process + "cmdline", command + "\0");
        LinuxFiles.symlink(root.toString(), root.resolve(process + "root"));
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, content);
    }
}
