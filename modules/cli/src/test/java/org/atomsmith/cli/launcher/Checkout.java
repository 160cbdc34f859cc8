package org.atomsmith.cli.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the source tree, or of the launcher's part of it, in a folder of a test.
 *
 * @param root the copy's root folder
 */
record Checkout(Path root) {
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    /** Copies the launcher, and gives it a table of tools of the test's own. */
    static Checkout ofLauncher(Path root, String tools) throws IOException {
        Checkout checkout = new Checkout(root);
        for (String name : List.of("atomsmith", "pom.xml", "modules/cli/pom.xml", "modules/cli/launcher")) {
            copy(PROJECT.resolve(name), root.resolve(name));
        }
        checkout.write("modules/cli/src/main/resources/org/atomsmith/cli/doctor/tools.txt", tools);
        return checkout;
    }

    /** Copies all that a build reads. */
    static Checkout ofSources(Path root) throws IOException {
        for (String name : List.of("atomsmith", "pom.xml", "modules/cli/launcher")) {
            copy(PROJECT.resolve(name), root.resolve(name));
        }
        try (Stream<Path> folders = Files.list(PROJECT.resolve("modules"))) {
            for (Path module : folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList()) {
                Path copy = root.resolve(PROJECT.relativize(module));
                copy(module.resolve("pom.xml"), copy.resolve("pom.xml"));
                copy(module.resolve("src/main"), copy.resolve("src/main"));
            }
        }
        return new Checkout(root);
    }

    Path file(String name) {
        return root.resolve(name);
    }

    String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
    }

    /** Writes an executable shell script. */
    void script(String name, String text) throws IOException {
        write(name, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                Path copy = from.equals(file) ? to : to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
