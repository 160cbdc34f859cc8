package org.atomsmith.ostree.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Failure;
import org.atomsmith.ostree.cli.command.Group;
import org.atomsmith.ostree.cli.command.Help;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.cli.command.Words;

/** Runs the commands of {@code ostree}. */
public final class Ostree {
    /** The version of libostree whose behaviour this follows, and what is really there of its optional features. */
    private static final String VERSION = """
            libostree:
             Version: '2025.2'
             Git: atomsmith
             Features:
            """;

    private static final List<String> FEATURES =
            List.of("inode64", "initial-var", "gpgme", "sign-ed25519", "sign-spki", "libarchive", "p2p");

    private static final Syntax GLOBAL = Syntax.onRepository("COMMAND", "");

    private final Call.Streams streams;
    private final Map<String, String> environment;

    Ostree(Call.Streams streams, Map<String, String> environment) {
        this.streams = streams;
        this.environment = environment;
    }

    /**
     * Runs a command with the streams of this process.
     *
     * @param words the command line after {@code ostree}
     * @return the exit code: 0 done, 1 failed
     */
    public static int main(List<String> words, Map<String, String> environment) {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 65_536),
                false,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        try {
            return new Ostree(new Call.Streams(System.in, out, err), environment).run(words);
        } finally {
            out.flush();
            err.flush();
        }
    }

    int run(List<String> words) {
        return run(new OstreeCommands(), words);
    }

    private int run(Group group, List<String> words) {
        int at = 0;
        while (at < words.size()
                && (words.get(at).startsWith("-") && !words.get(at).equals("--"))) {
            at++;
        }
        String title = title(group.path());
        if (at == words.size()) {
            Optional<Command> bare = group.withoutName(words);
            return bare.isPresent() ? run(bare.get(), title, words) : withoutCommand(group, title, words);
        }
        String name = words.get(at);
        List<String> others = new ArrayList<>(words);
        others.remove(at);
        Optional<Group> below = group.group(name);
        if (below.isPresent()) {
            return run(below.get(), others);
        }
        Optional<Command> command = group.command(name);
        if (command.isEmpty()) {
            Help.print(streams.err(), title, group, GLOBAL);
            return failed("Unknown " + kind(group) + "command '" + name + "'");
        }
        return run(command.get(), title + " " + name, others);
    }

    private int withoutCommand(Group group, String title, List<String> words) {
        Words parsed;
        try {
            parsed = Words.parse(GLOBAL, words);
        } catch (UsageException e) {
            Help.print(streams.err(), title, group, GLOBAL);
            return failed(e);
        }
        if (parsed.options().containsKey("version")) {
            version();
            return 0;
        }
        if (parsed.options().containsKey("help")) {
            Help.print(streams.out(), title, group, GLOBAL);
            return 0;
        }
        Help.print(streams.err(), title, group, GLOBAL);
        return failed("No " + kind(group) + "command specified");
    }

    private int run(Command command, String title, List<String> words) {
        Syntax syntax = command.syntax();
        try {
            Words parsed = Words.parse(syntax, words);
            if (parsed.options().containsKey("help")) {
                Help.print(streams.out(), title, syntax);
                return 0;
            }
            if (parsed.options().containsKey("version")) {
                version();
                return 0;
            }
            return command.run(new Call(parsed, streams, environment));
        } catch (UsageException e) {
            streams.out().flush();
            Help.print(streams.err(), title, syntax);
            return failed(e);
        } catch (IOException | RuntimeException e) {
            streams.out().flush();
            if (words.contains("--verbose") || words.contains("-v")) {
                e.printStackTrace(streams.err());
            }
            return failed(e);
        }
    }

    private void version() {
        streams.out().print(VERSION);
        FEATURES.forEach(feature -> streams.out().println("  - " + feature));
    }

    private int failed(Exception e) {
        return failed(Failure.text(e));
    }

    private int failed(String message) {
        streams.out().flush();
        streams.err().println("error: " + message);
        return 1;
    }

    private static String title(List<String> path) {
        return path.isEmpty() ? "ostree" : "ostree " + String.join(" ", path);
    }

    private static String kind(Group group) {
        return group.path().isEmpty() ? "" : "\"" + String.join(" ", group.path()) + "\" sub";
    }
}
