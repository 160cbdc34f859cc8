package org.atomsmith.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.atomsmith.compose.program.ClassPath;
import org.atomsmith.compose.program.Program;
import org.atomsmith.compose.program.ProgramJar;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
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
                .noneMatch(name -> name.contains("win/amd64") || name.contains("darwin"));
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
}
