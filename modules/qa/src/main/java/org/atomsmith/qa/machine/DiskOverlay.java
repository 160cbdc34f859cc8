package org.atomsmith.qa.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.linux.Command;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A disk that starts with an image's content and takes all writes, so that the image stays as it is.
 *
 * @param file the qcow2 file
 * @param bytes the size that the guest sees
 */
record DiskOverlay(Path file, long bytes) {

    /** Makes one, as large as the image or {@code atLeastBytes}, whichever is more. */
    static DiskOverlay create(Path image, Path file, long atLeastBytes) throws IOException {
        if (!Files.isRegularFile(image)) {
            throw new NoSuchFileException(image.toString(), null, "there is no disk image of this name");
        }
        Path base = image.toRealPath();
        JsonNode info = info(base);
        String format = info.path("format").asString();
        long bytes = Math.max(atLeastBytes, info.path("virtual-size").asLong());
        Command.of("qemu-img", "create", "-q", "-f", "qcow2", "-F", format, "-b", base.toString())
                .withArguments(List.of(file.toString(), Long.toString(bytes)))
                .runOrThrow();
        return new DiskOverlay(file, bytes);
    }

    private static JsonNode info(Path image) throws IOException {
        String json = Command.of("qemu-img", "info", "--output=json", image.toString())
                .runOrThrow()
                .output();
        try {
            return JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw new IOException("`qemu-img info " + image + "` did not answer with JSON: " + json, e);
        }
    }
}
