package org.atomsmith.host.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.host.SmallHost;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.LinuxFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code atomic host apply-live} on a host that takes itself for the running one, in mounts that nobody else sees. */
@Tag("slow")
class LiveApplyTest {
    private static final String LOOK = "; cat \"$ROOT/usr/bin/new\" \"$ROOT/usr/bin/tool\" \"$ROOT/etc/new.conf\" 2>&1";

    @TempDir
    Path temp;

    private SmallHost host;

    @BeforeEach
    void a_host_that_runs() throws IOException {
        host = new SmallHost(temp);
        Files.createDirectories(host.sysroot().resolve("ostree/deploy/debian/var/tmp"));
    }

    /** Runs commands one after the other, and then a look, in the same mounts. */
    @SafeVarargs
    private final String inOneMountNamespace(String look, List<String>... commands) throws IOException {
        StringBuilder script = new StringBuilder();
        for (List<String> command : commands) {
            List<String> quoted = new ArrayList<>();
            command.forEach(word -> quoted.add("'" + word + "'"));
            script.append(String.join(" ", quoted)).append(" 2>&1\n");
        }
        CommandResult result = Command.of("unshare", "--mount", "--propagation", "private", "sh", "-c", script + look)
                .withInheritedEnvironment()
                .withEnvironment("ROOT", host.root().toString())
                .run();
        return result.output();
    }

    @Test
    void what_the_next_boot_adds_appears_in_usr_and_etc_and_the_disk_stays_as_it_is() throws IOException {
        host.file("usr/bin/new", "new\n");
        host.file("usr/etc/new.conf", "setting\n");
        host.commit("2", List.of("bash 5.2 1", "nano 7 1", "new 1 1"));
        host.does("upgrade");
        String seen = inOneMountNamespace("true" + LOOK, host.process("apply-live"));
        assertThat(seen).contains("new\n").contains("tool 2\n").contains("setting\n");
        assertThat(host.root().resolve("usr/bin/new")).doesNotExist();
        assertThat(host.root().resolve("usr/bin/tool")).hasContent("tool 1");
        host.does("fsck");
    }

    @Test
    void what_was_applied_goes_away_again() throws IOException {
        host.file("usr/bin/new", "new\n");
        host.commit("2", List.of("bash 5.2 1", "nano 7 1", "new 1 1"));
        host.does("upgrade");
        String seen =
                inOneMountNamespace("true" + LOOK, host.process("apply-live"), host.process("apply-live", "--reset"));
        assertThat(seen).contains("usr/bin/new: No such file").contains("tool 1\n");
    }

    @Test
    void packages_that_would_go_are_named_and_nothing_is_applied() throws IOException {
        host.commit("2", List.of("bash 5.3 1"));
        host.does("upgrade");
        String seen = inOneMountNamespace("true" + LOOK, host.process("apply-live"));
        assertThat(seen)
                .contains("bash-5.2-1.x86_64, nano-7-1.x86_64")
                .contains("--allow-replacement")
                .contains("tool 1\n");
        assertThat(inOneMountNamespace("true" + LOOK, host.process("apply-live", "--allow-replacement")))
                .contains("tool 2\n");
    }

    @Test
    void services_that_still_run_what_was_exchanged_are_named() throws IOException {
        runs("tool.service", 10, "/usr/bin/tool");
        runs("dbus.service", 11, "/usr/bin/tool");
        runs("other.service", 12, "/usr/bin/other");
        host.commit("2", List.of("bash 5.2 1", "nano 7 1"));
        host.does("upgrade");
        assertThat(inOneMountNamespace("true" + LOOK, host.process("apply-live")))
                .contains("\n  systemctl restart tool.service\n", "So does dbus.service, until the next reboot.\n")
                .contains("tool 2\n")
                .doesNotContain("other.service");
    }

    /** Lets a service run a script. */
    private void runs(String service, int pid, String script) throws IOException {
        file("sys/fs/cgroup/system.slice/" + service + "/cgroup.procs", pid + "\n");
        file("proc/" + pid + "/cmdline", "/bin/sh\0" + script + "\0");
        file("proc/" + pid + "/maps", "");
        LinuxFiles.symlink(host.root().toString(), host.root().resolve("proc/" + pid + "/root"));
    }

    /** Writes a file of the system that runs. */
    private void file(String path, String content) throws IOException {
        Path file = host.root().resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, content);
    }
}
