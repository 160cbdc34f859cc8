package org.atomsmith.compose.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.assertj.core.api.Assumptions;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrubScriptsTest {
    @TempDir
    private Path tmp;

    @ParameterizedTest
    @ValueSource(strings = {"grub.cfg", "memdisk.cfg"})
    void grub_itself_can_read_its_configuration(String name) throws IOException {
        Assumptions.assumeThat(Command.of("sh", "-c", "command -v grub-script-check")
                        .run()
                        .succeeded())
                .as("grub-script-check is not installed")
                .isTrue();
        Path script = tmp.resolve(name);
        try (InputStream in = Objects.requireNonNull(BootLoader.class.getResourceAsStream(name))) {
            Files.copy(in, script);
        }
        CommandResult check =
                Command.of("grub-script-check", "--verbose", script.toString()).run();
        assertThat(check.exit()).as(check.output() + check.errors()).isZero();
    }
}
