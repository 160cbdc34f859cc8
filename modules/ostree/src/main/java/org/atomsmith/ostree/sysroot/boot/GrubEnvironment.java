package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.LinuxFiles;

/**
 * GRUB's environment block, which the boot loader and the system both read and write: a header, {@code name=value}
 * lines, and {@code #} up to {@value #SIZE} bytes. Checked against {@code grub-editenv}.
 *
 * @param variables by name, in the file's order
 */
public record GrubEnvironment(SequencedMap<String, String> variables) {
    /** The length of the file in bytes. */
    public static final int SIZE = 1024;

    private static final String HEADER = "# GRUB Environment Block\n";

    /** Copies the variables. */
    public GrubEnvironment {
        variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
    }

    /** A block without variables. */
    public static GrubEnvironment empty() {
        return new GrubEnvironment(new LinkedHashMap<>());
    }

    /**
     * Reads a block.
     *
     * @throws IllegalArgumentException when this is none
     */
    public static GrubEnvironment parse(byte[] block) {
        String text = new String(block, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(HEADER)) {
            throw new IllegalArgumentException("expected '" + HEADER.strip() + "' and variables, found other bytes");
        }
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        StringBuilder line = new StringBuilder();
        for (int i = HEADER.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                line.append(text.charAt(++i));
            } else if (c == '\n') {
                int equals = line.indexOf("=");
                if (equals > 0 && line.charAt(0) != '#') {
                    variables.put(line.substring(0, equals), utf8(line.substring(equals + 1)));
                }
                line.setLength(0);
            } else {
                line.append(c);
            }
        }
        return new GrubEnvironment(variables);
    }

    /** Reads a block; empty when there is none, or it is damaged, so that GRUB could not read it either. */
    public static Optional<GrubEnvironment> read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > 64 * SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readAllBytes(file)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A variable's value. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** This block with a variable set. */
    public GrubEnvironment with(String name, String value) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(variables);
        changed.put(name, value);
        return new GrubEnvironment(changed);
    }

    /** This block without a variable. */
    public GrubEnvironment without(String name) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(variables);
        changed.remove(name);
        return new GrubEnvironment(changed);
    }

    /**
     * The file's bytes.
     *
     * @throws IllegalArgumentException when the variables are longer than a block
     */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(HEADER);
        variables.forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\\n"))
                .append('\n'));
        byte[] lines = text.toString().getBytes(StandardCharsets.UTF_8);
        if (lines.length > SIZE) {
            throw new IllegalArgumentException(
                    "GRUB's environment has " + lines.length + " bytes, of " + SIZE + " that it can have");
        }
        byte[] block = Arrays.copyOf(lines, SIZE);
        Arrays.fill(block, lines.length, SIZE, (byte) '#');
        return block;
    }

    /**
     * Writes the block over what is in the file, and waits for the disk. GRUB finds the file by the blocks that it has on
     * the disk and knows nothing of the journal, so a file that is there is never replaced.
     */
    public void write(Path file) throws IOException {
        byte[] block = bytes();
        if (!Files.isRegularFile(file) || Files.size(file) != SIZE) {
            AtomicFile.write(file, block, 0644);
            LinuxFiles.syncFileSystem(file.resolveSibling("."));
            return;
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(block);
            while (buffer.hasRemaining()) {
                out.write(buffer, buffer.position());
            }
            out.force(false);
        }
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
