package org.atomsmith.qa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.atomsmith.linux.LinuxFiles;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A verdict as JSON: {@code {image, commit, checks: [{name, result: pass|fail|skip, seconds, evidence}]}}. */
public final class VerdictJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private VerdictJson() {}

    /** The text, with a newline at its end. */
    public static String text(Verdict verdict) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("image", verdict.image());
        root.put("commit", verdict.commit());
        ArrayNode checks = root.putArray("checks");
        for (CheckOutcome check : verdict.checks()) {
            checks.addObject()
                    .put("name", check.name())
                    .put("result", check.result().word())
                    .put("seconds", Math.round(check.seconds() * 10) / 10.0)
                    .put("evidence", check.evidence());
        }
        return MAPPER.writeValueAsString(root) + "\n";
    }

    /** Writes the file, whole or not at all. */
    public static void write(Verdict verdict, Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path pending = Files.createTempFile(parent, ".verdict", ".json");
        try {
            Files.writeString(pending, text(verdict), StandardCharsets.UTF_8);
            LinuxFiles.chmod(pending, 0644);
            LinuxFiles.fsync(pending);
            Files.move(pending, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(pending);
        }
    }
}
