package org.atomsmith.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds the external programs of this machine. */
public final class Programs {
    /** Where administration programs are: an ordinary user's PATH often lacks them. */
    private static final String SYSTEM_DIRECTORIES = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin";

    private Programs() {}

    /** The executable file of a name, looked up in PATH and then in the system's directories. */
    public static Optional<Path> find(String name) {
        if (name.indexOf('/') >= 0) {
            return Optional.of(Path.of(name)).filter(Programs::isProgram);
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":" + SYSTEM_DIRECTORIES;
        return Stream.of(path.split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, name))
                .filter(Programs::isProgram)
                .findFirst();
    }

    /**
     * The executable file of a name.
     *
     * @throws MissingProgramException if it is not installed
     */
    public static Path require(String name) throws MissingProgramException {
        return find(name).orElseThrow(() -> new MissingProgramException(name, debianPackage(name)));
    }

    /** The Debian package that brings a program, where Atomsmith knows it. */
    public static Optional<String> debianPackage(String name) {
        Properties table = new Properties();
        try (InputStream in = Programs.class.getResourceAsStream("programs.properties")) {
            if (in == null) {
                throw new IllegalStateException("programs.properties is not beside " + Programs.class);
            }
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.ofNullable(table.getProperty(name));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
