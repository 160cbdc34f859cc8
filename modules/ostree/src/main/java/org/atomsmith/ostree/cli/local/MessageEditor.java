package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.commit.CommitRequest;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** Lets the user write a commit's message in an editor: the first line is the subject, the rest the body. */
final class MessageEditor {
    private static final String EXPLANATION = """

            # The first line is the subject of the commit, the lines after it are its body.
            # Lines that begin with '#' are left out. Without a subject nothing is committed.
            """;

    private MessageEditor() {}

    static CommitRequest.Message edit(Call call, Repository repository) throws IOException {
        String editor = call.environment("OSTREE_EDITOR")
                .or(() -> call.environment("VISUAL"))
                .or(() -> call.environment("EDITOR"))
                .orElse("vi");
        Path file = Files.createTempFile(repository.path().resolve("tmp"), "message-", ".txt");
        try {
            Files.writeString(
                    file,
                    EXPLANATION
                            + call.value("branch")
                                    .map(branch -> "#\n# Branch: " + branch + "\n")
                                    .orElse("")
                            + text(call));
            // An editor may be a command with options.
            Process process = new ProcessBuilder("/bin/sh", "-c", editor + " \"$1\"", "editor", file.toString())
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new RepositoryException("There was a problem with the editor '" + editor + "'");
            }
            return parse(Files.readString(file));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the editor ran");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String text(Call call) {
        Optional<String> subject = call.value("subject");
        return subject.map(line -> line + "\n").orElse("")
                + call.value("body").map(body -> "\n" + body + "\n").orElse("");
    }

    private static CommitRequest.Message parse(String text) throws IOException {
        String subject = "";
        StringBuilder body = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("#")) {
                continue;
            }
            if (subject.isEmpty()) {
                subject = line.strip();
            } else if (!body.isEmpty() || !line.isBlank()) {
                body.append(line.stripTrailing()).append('\n');
            }
        }
        if (subject.isEmpty()) {
            throw new RepositoryException("Aborting commit due to empty commit subject.");
        }
        return new CommitRequest.Message(subject, body.toString().stripTrailing());
    }
}
