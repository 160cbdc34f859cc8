package org.atomsmith.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.cli.Main;
import org.atomsmith.cli.doctor.Finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorTest {
    @TempDir
    private Path root;

    private Machine machine() {
        return new Machine(root, Map.of("PATH", "/usr/bin:/bin"), "anna", 1000, root);
    }

    private void write(String absolute, String text) throws IOException {
        Path file = root.resolve(absolute.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void program(String name) throws IOException {
        write("/usr/bin/" + name, "");
        Files.setPosixFilePermissions(
                root.resolve("usr/bin").resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void names_the_programs_that_are_missing_and_the_packages_that_bring_them() throws IOException {
        program("bwrap");
        write("/usr/bin/newuidmap", "not executable");
        ToolsCheck check = new ToolsCheck(Tool.parse("""
                # a comment
                compose  bwrap      bubblewrap  the sandbox
                compose  newuidmap  uidmap      a range of ids
                boot     /fw/code   ovmf        booting under UEFI
                boot     ssh        openssh-client  commands
                test     ostree     ostree      judges
                """));
        List<Finding> findings = check.look(machine());
        assertThat(findings)
                .containsExactly(
                        Finding.missing(
                                "programs to compose trees",
                                "no newuidmap (a range of ids)",
                                "apt-get install --no-install-recommends uidmap"),
                        Finding.missing(
                                "programs to boot images",
                                "no /fw/code (booting under UEFI), ssh (commands)",
                                "apt-get install --no-install-recommends ovmf openssh-client"),
                        Finding.note(
                                "programs for the tests",
                                "no ostree (judges)",
                                "apt-get install --no-install-recommends ostree"));
        assertThat(Diagnosis.of(findings).remedies())
                .containsExactly("apt-get install --no-install-recommends uidmap ovmf openssh-client ostree");
    }

    @Test
    void every_line_of_the_real_table_is_complete() {
        assertThat(Tool.all()).isNotEmpty().allSatisfy(tool -> {
            assertThat(tool.step()).isIn("compose", "image", "boot", "test");
            assertThat(tool.debianPackage()).matches("[a-z0-9][a-z0-9.+-]+");
            assertThat(tool.purpose()).isNotBlank();
        });
    }

    @Test
    void a_user_without_subordinate_ids_is_offered_a_range_that_nobody_has() throws IOException {
        write("/etc/subuid", "bert:100000:65536\nclara:200000:65536\n");
        write("/etc/subgid", "bert:100000:65536\nanna:300000:65536\n");
        assertThat(new NamespaceCheck().look(machine()).getFirst())
                .isEqualTo(Finding.missing(
                        "subordinate user ids",
                        "none for anna in /etc/subuid",
                        "usermod --add-subuids 365536-431071 --add-subgids 365536-431071 anna"));
    }

    @Test
    void a_range_may_be_given_to_a_user_by_number() throws IOException {
        write("/etc/subuid", "1000:100000:65536\n");
        write("/etc/subgid", "anna:100000:65536\n");
        assertThat(new NamespaceCheck().look(machine()).getFirst().status()).isEqualTo(Status.OK);
    }

    @Test
    void kvm_is_used_only_where_the_processor_really_has_it() throws IOException {
        write("/dev/kvm", "");
        write("/proc/cpuinfo", "flags\t\t: fpu sse\nbugs\t\t: svm\n");
        assertThat(new KvmCheck().look(machine()).getFirst().found()).contains("neither svm nor vmx");
        write("/proc/cpuinfo", "flags\t\t: fpu vmx sse\n");
        assertThat(new KvmCheck().look(machine())).containsExactly(Finding.ok("KVM", "/dev/kvm"));
        Files.delete(root.resolve("dev/kvm"));
        assertThat(new KvmCheck().look(machine()).getFirst().remedy()).isEqualTo("modprobe kvm");
    }

    @Test
    void a_diagnosis_is_healthy_unless_something_needed_is_missing() {
        Finding note = Finding.note("KVM", "none", "");
        Finding missing = Finding.missing("Maven", "no mvn", "apt-get install --no-install-recommends maven");
        assertThat(Diagnosis.of(List.of(note)).healthy()).isTrue();
        assertThat(Diagnosis.of(List.of(note, missing)).healthy()).isFalse();
        assertThat(Diagnosis.of(List.of(note, missing))
                        .text(new CapturedTerminal().terminal().out()))
                .isEqualTo("""
                        note    KVM                        none
                        missing Maven                      no mvn

                        To have what is missing, as root:
                          apt-get install --no-install-recommends maven""");
    }

    @Test
    void a_program_that_does_not_exist_has_not_been_run() {
        assertThat(machine().run(List.of("/no/such/program"))).satisfies(outcome -> {
            assertThat(outcome.done()).isFalse();
            assertThat(outcome.output()).contains("/no/such/program");
        });
        assertThat(machine().run(List.of("sh", "-c", "echo seen; exit 3")))
                .isEqualTo(new Machine.Outcome(false, "seen"));
    }

    @Test
    void the_command_looks_at_this_machine() {
        CapturedTerminal terminal = new CapturedTerminal();
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "XDG_CACHE_HOME", root.toString());
        int exit = Main.run(new String[] {"doctor", "--json"}, terminal.terminal(), environment);
        JsonNode diagnosis = JsonMapper.shared().readTree(terminal.out());
        assertThat(diagnosis.get("healthy").asBoolean()).isEqualTo(exit == 0);
        assertThat(diagnosis.get("findings").get(0).get("subject").asString()).isEqualTo("JDK 25");
        assertThat(diagnosis.get("findings").get(0).get("status").asString()).isEqualTo("ok");
        assertThat(root).as("what was tried there").isEmptyDirectory();
    }
}
