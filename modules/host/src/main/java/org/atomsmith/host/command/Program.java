package org.atomsmith.host.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Failure;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.cli.command.Words;

/** Runs commands: finds the one that the words name, gives it the others, and says what went wrong. */
public final class Program {
    private final String name;
    private final Group root;
    private final Call.Streams streams;
    private final Map<String, String> environment;

    /**
     * A program.
     *
     * @param name what the help calls it: {@code atomic}
     * @param root its commands
     */
    public Program(String name, Group root, Call.Streams streams, Map<String, String> environment) {
        this.name = name;
        this.root = root;
        this.streams = streams;
        this.environment = environment;
    }

    /**
     * Runs the command that the words name.
     *
     * @return its exit code
     */
    public int run(List<String> words) {
        return run(name, root, words);
    }

    private int run(String title, Group group, List<String> words) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at++;
        }
        if (at == words.size()) {
            return withoutCommand(title, group, words);
        }
        String word = words.get(at);
        Optional<Node> found = group.find(word);
        if (found.isEmpty()) {
            return wrong(title, "there is no command '" + word + "'", NearName.of(word, group.names()));
        }
        List<String> others = new ArrayList<>(words);
        others.remove(at);
        return switch (found.get()) {
            case Group below -> run(title + " " + word, below, others);
            case Command command -> run(title + " " + word, command, others);
        };
    }

    private int withoutCommand(String title, Group group, List<String> words) {
        boolean help = words.contains("--help") || words.contains("-h");
        if (words.contains("--version")) {
            version(streams.out());
            return ExitCode.DONE;
        }
        HelpText.print(help ? streams.out() : streams.err(), title, group);
        return help ? ExitCode.DONE : ExitCode.USAGE;
    }

    private int run(String title, Command command, List<String> words) {
        Syntax syntax = command.syntax();
        try {
            Words parsed = Words.parse(syntax.ofWords(), words);
            if (parsed.options().containsKey("help")) {
                HelpText.print(streams.out(), title, command);
                return ExitCode.DONE;
            }
            if (parsed.options().containsKey("version")) {
                version(streams.out());
                return ExitCode.DONE;
            }
            return command.run(new Call(parsed, streams, environment));
        } catch (UsageException e) {
            return wrong(title, String.valueOf(e.getMessage()), meant(syntax, words));
        } catch (IOException | RuntimeException e) {
            streams.out().flush();
            streams.err().println("error: " + Failure.text(e));
            if (words.contains("--debug")) {
                e.printStackTrace(streams.err());
            }
            return ExitCode.FAILED;
        }
    }

    private int wrong(String title, String problem, Optional<String> meant) {
        streams.out().flush();
        streams.err()
                .println("error: " + problem
                        + meant.map(near -> " (did you mean '" + near + "'?)").orElse(""));
        streams.err().println("'" + title + " --help' lists what there is.");
        return ExitCode.USAGE;
    }

    /** The option that comes nearest to the first unknown one. */
    private static Optional<String> meant(Syntax syntax, List<String> words) {
        List<String> known = new ArrayList<>(List.of("help", "version", "verbose"));
        syntax.all().stream().map(Option::name).forEach(known::add);
        for (String word : words) {
            int equals = word.indexOf('=');
            String option = word.startsWith("--") ? word.substring(2, equals < 0 ? word.length() : equals) : "";
            if (!option.isEmpty() && !known.contains(option)) {
                return NearName.of(option, known).map(near -> "--" + near);
            }
        }
        return Optional.empty();
    }

    /** Scripts read rpm-ostree's in its own form. */
    private void version(PrintStream out) {
        String version = environment.getOrDefault("ATOMIC_VERSION", "0.1.0");
        if (name.equals("rpm-ostree")) {
            out.println("rpm-ostree:");
            out.println(" Version: '" + version + "'");
            out.println(" Git: atomsmith");
        } else {
            out.println(name + " " + version);
        }
    }
}
