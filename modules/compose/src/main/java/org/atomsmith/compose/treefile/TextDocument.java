package org.atomsmith.compose.treefile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A YAML or JSON file, read within limits: {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH} levels, {@value #MAX_NODES}
 * values with every alias followed.
 *
 * @param source for messages
 * @param text the whole text
 */
public record TextDocument(SourceText source, String text) {
    /** The most bytes a file may have. */
    public static final int MAX_BYTES = 4 << 20;

    /** The most levels of lists and mappings. */
    public static final int MAX_DEPTH = 32;

    /** The most values. */
    public static final int MAX_NODES = 100_000;

    /**
     * Reads a file.
     *
     * @throws TreefileException when it is too big or not UTF-8
     */
    public static TextDocument read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw failure(whole(file), "the file is larger than 4 MiB", "split it, or check that it is the right file");
        }
        return of(file, bytes);
    }

    /**
     * Decodes a text.
     *
     * @throws TreefileException when it is not UTF-8
     */
    public static TextDocument of(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
            throw failure(
                    new Position(SourceText.of(file, text), line, 0),
                    "not UTF-8: byte " + in.position() + " is 0x" + Integer.toHexString(bytes[in.position()] & 0xff),
                    "save the file in UTF-8");
        }
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new TextDocument(SourceText.of(file, content), content);
    }

    /** A file as a whole, where no line is to blame. */
    public static Position whole(Path file) {
        return new Position(SourceText.of(file, ""), 0, 0);
    }

    /** A problem to throw. */
    static TreefileException failure(Position at, String message, String hint) {
        return new TreefileException(new Problem(at, message, hint));
    }

    /**
     * Parses the text, as YAML when the file's name says so, else as JSON.
     *
     * @throws TreefileException when it is not, when a key is given twice, or when a limit is passed
     */
    public Node parse() {
        return isYaml() ? new YamlReader(this).parse() : new JsonReader(this).parse();
    }

    /** Whether the file's name ends in {@code .yaml} or {@code .yml}. */
    public boolean isYaml() {
        String name = source.path().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
