package org.atomsmith.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.qa.check.CheckResult.Result;
import org.atomsmith.qa.check.Checks;
import org.atomsmith.qa.machine.BootRequest;
import org.atomsmith.qa.machine.Emulator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
    @TempDir
    Path directory;

    private Path image(byte... code) throws IOException {
        Assumptions.assumeTrue(Emulator.installed().isPresent(), "QEMU is not installed");
        Path image = directory.resolve("image.raw");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(1 << 20);
            file.write(code);
            if (code.length > 0) {
                file.seek(510);
                file.write(new byte[] {0x55, (byte) 0xaa});
            }
        }
        return image;
    }

    private BootRequest request(Path image) throws IOException {
        Emulator emulator = Emulator.installed().orElse(new Emulator(List.of("no-qemu"), Map.of(), "10.0"));
        return BootRequest.of(image, emulator).withMemoryMib(256).withScratch(directory);
    }

    @Test
    @Tag("slow")
    void a_disk_that_does_not_boot_is_a_verdict_at_once() throws IOException {
        List<Event> events = new ArrayList<>();
        Path image = image();
        byte[] before = Files.readAllBytes(image);
        Judgement judgement = new Judge(events::add, Duration.ofSeconds(120), Checks.all())
                .judge(request(image), Optional.of("c0ffee"), directory.resolve("logs"));

        Verdict verdict = judgement.verdict();
        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.commit()).isEqualTo("c0ffee");
        assertThat(verdict.checks()).hasSameSizeAs(Checks.all());
        CheckOutcome ssh = verdict.checks().get(0);
        assertThat(ssh.result()).isEqualTo(Result.FAIL);
        assertThat(ssh.evidence()).contains("No bootable device");
        assertThat(ssh.seconds()).isLessThan(60);
        assertThat(verdict.checks().subList(1, verdict.checks().size()))
                .allMatch(check ->
                        check.result() == Result.SKIP && check.evidence().contains("'ssh' failed"));
        assertThat(judgement.serialLog()).contains(directory.resolve("logs/serial-image.raw.log"));
        assertThat(judgement.serialLog().orElseThrow()).exists();
        assertThat(events.getLast()).isInstanceOf(Event.Failed.class);
        assertThat(image).hasBinaryContent(before);
        assertThat(directory).isDirectoryNotContaining("glob:**/atomsmith-guest*");
    }

    @Test
    @Tag("slow")
    void a_system_that_never_answers_is_given_up_when_its_time_is_over() throws IOException {
        // "Hi" to the first serial port (0x3f8), then halt.
        Path image = image(new byte[] {
            (byte) 0xba,
            (byte) 0xf8,
            3,
            (byte) 0xb0,
            'H',
            (byte) 0xee,
            (byte) 0xb0,
            'i',
            (byte) 0xee,
            (byte) 0xfa,
            (byte) 0xf4,
            (byte) 0xeb,
            (byte) 0xfd
        });
        Judgement judgement = new Judge(EventSink.none(), Duration.ofSeconds(8), Checks.all())
                .judge(request(image), Optional.empty(), directory);
        CheckOutcome ssh = judgement.verdict().checks().get(0);
        assertThat(ssh.evidence()).contains("no login within 8 s").endsWith("its serial port's last lines:\nHi");
        assertThat(ssh.seconds()).isBetween(7.9, 30.0);
        assertThat(judgement.serialLog().orElseThrow()).hasContent("Hi");
    }

    @Test
    void a_missing_image_is_an_error_before_anything_is_started() {
        assertThatThrownBy(() -> new Judge(EventSink.none())
                        .judge(request(directory.resolve("none.qcow2")), Optional.empty(), directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.qcow2: there is no disk image of this name");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_file_in_the_way_of_the_scratch_directory_is_an_error() throws IOException {
        Path image = image();
        assertThatThrownBy(() -> new Judge(EventSink.none())
                        .judge(request(image).withScratch(image), Optional.empty(), directory))
                .isInstanceOf(IOException.class);
    }
}
