package org.atomsmith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReportTest {
    /** As the modules' own: one type for one cause, with a full message. */
    private static final class AnvilException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AnvilException(String message) {
            super(message);
        }
    }

    @Test
    void an_exception_of_our_own_says_all_itself() {
        assertThat(FailureReport.message(new AnvilException("host.yaml:3:1: no anvil")))
                .isEqualTo("host.yaml:3:1: no anvil");
    }

    @Test
    void wrappers_are_taken_off() {
        Exception cause = new AnvilException("no anvil");
        assertThat(FailureReport.message(new ExecutionException(new CompletionException(cause))))
                .isEqualTo("no anvil");
        assertThat(FailureReport.message(new UncheckedIOException(new NoSuchFileException("anvil"))))
                .isEqualTo("anvil: no such file or directory");
    }

    @Test
    void failures_of_files_are_sentences() {
        assertThat(FailureReport.message(new AccessDeniedException("/anvil"))).isEqualTo("/anvil: permission denied");
        assertThat(FailureReport.message(new FileSystemException("/anvil", null, "No space left on device")))
                .startsWith("/anvil: No space left on device\n  free some space");
    }

    @Test
    void a_real_missing_file_is_told_by_its_name(@TempDir Path folder) {
        Path missing = folder.resolve("host.yaml");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Files.readString(missing)))
                .satisfies(failure ->
                        assertThat(FailureReport.message(failure)).isEqualTo(missing + ": no such file or directory"));
    }

    @Test
    void failures_of_the_network_are_sentences() {
        assertThat(FailureReport.message(new UnknownHostException("mirror.example")))
                .startsWith("no such host: mirror.example\n");
        assertThat(FailureReport.message(new ConnectException()))
                .isEqualTo("cannot connect: the server does not answer");
    }

    @Test
    void io_that_the_jdk_complains_about_can_be_looked_into() {
        IOException theirs = new IOException("Stream closed");
        theirs.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("java.io.Reader", "read", "Reader.java", 1)});
        assertThat(FailureReport.message(theirs)).isEqualTo("Stream closed\n  run it again with --debug to see where");
        assertThat(FailureReport.message(new IOException("no anvil"))).isEqualTo("no anvil");
    }

    @Test
    void lack_of_memory_says_how_to_give_more() {
        assertThat(FailureReport.message(new OutOfMemoryError("Java heap space")))
                .contains("ATOMSMITH_JAVA_OPTS=-Xmx2g");
    }
}
