package org.atomsmith.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.atomsmith.compose.program.ClassPath;
import org.atomsmith.compose.program.Program;
import org.atomsmith.compose.program.ProgramJar;
import org.atomsmith.host.AtomicCommands;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.ManualPage;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostProgramTest {
    private static final String ARCH = "x86_64";

    @TempDir
    private Path tmp;

    private static byte[] jar(Program program) throws IOException {
        try (ClassPath path = new ClassPath(ClassPath.ofThisProgram())) {
            return ProgramJar.write(program, path, ARCH);
        }
    }

    @Test
    void the_jar_has_what_the_program_may_load_and_no_more() throws IOException {
        byte[] bytes = jar(HostProgram.of("1"));
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names)
                .contains("org/atomsmith/host/Main.class", "org/atomsmith/host/status/StatusCommand.class")
                .contains("org/atomsmith/ostree/sysroot/Sysroot.class")
                .noneMatch(name -> name.startsWith("org/junit") || name.startsWith("org/atomsmith/image"))
                .noneMatch(name -> name.contains("win/amd64") || name.contains("darwin"))
                .noneMatch(name -> name.endsWith("/atomic.1") || name.endsWith("/ManualPage.class"));
        assertThat(jar(HostProgram.of("1"))).as("the same bytes each time").isEqualTo(bytes);
    }

    @Test
    void runs_from_its_jar_alone_on_the_modules_that_its_runtime_will_have() throws IOException {
        Program program = HostProgram.of("1");
        Path jar = Files.write(tmp.resolve("host.jar"), jar(program));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--limit-modules",
                String.join(",", program.modules()),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jar.toString(),
                program.mainClass()));
        command.addAll(List.of("host", "--help"));
        CommandResult help = Command.of(command).run();
        assertThat(help.exit()).as(help.output() + help.errors()).isZero();
        assertThat(help.output() + help.errors()).contains("status");
        command.subList(command.size() - 3, command.size()).clear();
        command.add(program.trainingClass());
        command.add(tmp.resolve("training").toString());
        CommandResult training = Command.of(command).run();
        assertThat(training.exit()).as(training.output() + training.errors()).isZero();
        assertThat(training.output() + training.errors())
                .doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
    }

    @Test
    void the_manual_page_that_its_units_name_is_in_the_package_and_tells_every_command() throws IOException {
        SortedMap<String, Program.Entry> files = HostProgram.of("1").files();
        for (Map.Entry<String, Program.Entry> file : files.entrySet()) {
            if (file.getKey().matches("usr/lib/systemd/system/atomic-[^/]*")
                    && file.getValue() instanceof Program.Content unit) {
                assertThat(new String(unit.bytes(), UTF_8))
                        .as(file.getKey())
                        .contains("\nDocumentation=man:atomic(1)\n");
            }
        }
        String page = text(files, "usr/share/man/man1/atomic.1");
        assertThat(page).hasSizeLessThan(60_000).doesNotContain("@");
        Group host = (Group) new AtomicCommands().find("host").orElseThrow();
        assertThat(host.names()).allSatisfy(name -> assertThat(page).contains("\n.SS " + ManualPage.escaped(name)));
        assertThat(text(HostProgram.of("1").files(), "usr/share/man/man1/atomic.1"))
                .as("the same bytes each time")
                .isEqualTo(page);
        assertThat(files.get("usr/share/man/man1/rpm-ostree.1")).isEqualTo(new Program.Link("atomic.1"));
    }

    @Test
    void formatters_of_manual_pages_read_the_page_without_a_complaint() throws IOException {
        Path page = Files.writeString(
                tmp.resolve("atomic.1"), text(HostProgram.of("1").files(), "usr/share/man/man1/atomic.1"));
        List<List<String>> judges = List.of(
                List.of("groff", "-man", "-Tutf8", "-ww", "-z", page.toString()),
                List.of("lexgrog", page.toString()),
                List.of("mandoc", "-T", "lint", "-W", "error", page.toString()));
        List<List<String>> here = judges.stream()
                .filter(judge -> Programs.find(judge.getFirst()).isPresent())
                .toList();
        assumeThat(here).as("one of groff, man-db, mandoc is installed").isNotEmpty();
        for (List<String> judge : here) {
            CommandResult result = Command.of(judge).withErrorsInOutput().run();
            if (judge.getFirst().equals("lexgrog")) {
                assertThat(result.output())
                        .contains("\"atomic - update this system", "\"rpm-ostree - update this system");
            } else {
                assertThat(result.output()).as(judge.getFirst()).isEmpty();
                assertThat(result.exit()).isZero();
            }
        }
    }

    private static String text(SortedMap<String, Program.Entry> files, String path) {
        return new String(((Program.Content) files.get(path)).bytes(), UTF_8);
    }
}
