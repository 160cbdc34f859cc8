package org.atomsmith.compose.treefile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A directory to write treefiles into, and to read them from. */
final class Desk {
    /** What every treefile needs. */
    static final String HEAD = "ref: my/host\nrepos: [base]\n";

    private final Path directory;

    Desk(Path directory) {
        this.directory = directory;
    }

    Desk with(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Treefile read(String name) {
        return new TreefileReader("x86_64").read(directory.resolve(name));
    }

    /** Reads {@code host.yaml}, made of {@link #HEAD} and more. */
    Treefile host(String more) {
        return with("host.yaml", HEAD + more).read("host.yaml");
    }

    /** What is wrong with a file, one line per problem, without the directory. */
    String wrong(String name) {
        try {
            Treefile unexpected = read(name);
            throw new AssertionError("no mistake found: " + unexpected.json());
        } catch (TreefileException e) {
            return lines(e.problems());
        }
    }

    /** What is wrong with {@code host.yaml}, made of {@link #HEAD} (lines 1 and 2) and more. */
    String wrongIn(String more) {
        return with("host.yaml", HEAD + more).wrong("host.yaml");
    }

    String lines(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.toString().replace(directory + "/", ""))
                .collect(Collectors.joining("\n"));
    }
}
