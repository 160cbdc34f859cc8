package org.atomsmith.ostree.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.repo.Repository;

/** One run of a command: its words, and what it reads and writes. */
public final class Call {
    private final Words words;
    private final Streams streams;
    private final Map<String, String> environment;

    /**
     * The streams of a process.
     *
     * @param in standard input
     * @param out standard output
     * @param err standard error
     */
    public record Streams(InputStream in, PrintStream out, PrintStream err) {}

    /** Makes a call. */
    public Call(Words words, Streams streams, Map<String, String> environment) {
        this.words = words;
        this.streams = streams;
        this.environment = environment;
    }

    /** True when the option is there. */
    public boolean has(String option) {
        return words.options().containsKey(option);
    }

    /** An option's value; the last one when it is there more than once. */
    public Optional<String> value(String option) {
        return Optional.ofNullable(words.options().get(option)).map(List::getLast);
    }

    /** All values of an option, in order. */
    public List<String> values(String option) {
        return words.options().getOrDefault(option, List.of());
    }

    /**
     * An option's value as a number.
     *
     * @throws UsageException when it is none
     */
    public long number(String option, long otherwise) {
        Optional<String> value = value(option);
        try {
            return value.map(Long::decode).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new UsageException("Cannot parse integer value \u201c" + value.orElse("") + "\u201d for --" + option);
        }
    }

    /** The words that are no options. */
    public List<String> arguments() {
        return words.arguments();
    }

    /**
     * The argument at an index.
     *
     * @param what what it is, for the message when it is missing: {@code COMMIT}
     */
    public String argument(int index, String what) {
        if (index >= arguments().size()) {
            throw new UsageException(what + " must be specified");
        }
        return arguments().get(index);
    }

    /** The argument at an index, if there are so many. */
    public Optional<String> argument(int index) {
        return index < arguments().size() ? Optional.of(arguments().get(index)) : Optional.empty();
    }

    /** Standard input. */
    public InputStream in() {
        return streams.in();
    }

    /** Standard output, buffered: it is flushed when the command ends. */
    public PrintStream out() {
        return streams.out();
    }

    /** Standard error. */
    public PrintStream err() {
        return streams.err();
    }

    /** A variable of the environment, when it is set. */
    public Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /** All variables of the environment. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Where the repository is: {@code --repo}, or the working directory if it is one, or the environment's, or the system's. */
    public Path repositoryPath() {
        Optional<String> option = value("repo");
        if (option.isPresent()) {
            return Path.of(option.get());
        }
        if (Files.isDirectory(Path.of("objects")) && Files.exists(Path.of("config"))) {
            return Path.of(".");
        }
        Optional<String> variable = environment("OSTREE_REPO");
        if (variable.isPresent()) {
            return Path.of(variable.get());
        }
        Path system = environment("OSTREE_SYSROOT")
                .map(sysroot -> Path.of(sysroot).resolve("ostree/repo"))
                .orElse(Path.of("/sysroot/ostree/repo"));
        if (!Files.exists(system)) {
            throw new UsageException("Command requires a --repo argument");
        }
        return system;
    }

    /** Opens the repository that the command works on. */
    public Repository repository() throws IOException {
        return Repository.open(repositoryPath());
    }
}
