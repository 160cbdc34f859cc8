package org.atomsmith.cli.rpm;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.atomsmith.rpm.file.RpmFile;

/** A package that a command line names: a file, or standard input, which is kept in a file while the command runs. */
final class PackageInput implements Closeable {
    private static final String STANDARD_INPUT = "-";

    private final Path file;
    private final String name;
    private final boolean temporary;

    private PackageInput(Path file, String name, boolean temporary) {
        this.file = file;
        this.name = name;
        this.temporary = temporary;
    }

    /** Opens what an argument names, {@code -} for standard input. */
    static PackageInput open(String argument) throws IOException {
        if (!argument.equals(STANDARD_INPUT)) {
            Path file = Path.of(argument);
            if (!Files.exists(file)) {
                throw new NoSuchFileException(argument);
            }
            return new PackageInput(file, argument, false);
        }
        Path file = Files.createTempFile("atomsmith-", ".rpm");
        try {
            Files.copy(System.in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.delete(file);
            throw e;
        }
        return new PackageInput(file, "standard input", true);
    }

    Path file() {
        return file;
    }

    /** What messages call it. */
    String name() {
        return name;
    }

    /** Its headers. */
    RpmFile read() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return RpmFile.read(in, name);
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            Files.delete(file);
        }
    }
}
