package org.atomsmith.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.FailureReport;
import org.atomsmith.cli.command.GlobalOptions;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.cli.command.Version;
import org.atomsmith.cli.terminal.Channel;
import org.atomsmith.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses a command line and runs the command that it names. */
final class CommandTree {
    private final List<CommandEntry> entries;
    private final Terminal terminal;
    private final Root root = new Root();
    private final Session session;

    CommandTree(List<CommandEntry> entries, Terminal terminal, Map<String, String> environment) {
        this.entries = entries;
        this.terminal = terminal;
        this.session = new Session(terminal, root.options, environment);
    }

    /** What is asked for without a command: help. */
    @Command(
            name = "atomsmith",
            description = "Composes atomic hosts: one text file becomes a tested, bootable image.",
            mixinStandardHelpOptions = true,
            versionProvider = Root.class,
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "Examples:",
                "  atomsmith doctor               what this machine lacks, and what brings it",
                "  atomsmith COMMAND --help       all about one command",
                "  ./atomsmith test               in a clone: builds with all checks and runs the tests",
                "",
                "Exit codes: 0 done, 1 failed, 2 wrong usage, 77 nothing to do."
            })
    static final class Root implements Runnable, CommandLine.IVersionProvider {
        @Mixin
        private final GlobalOptions options = new GlobalOptions();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "say which command");
        }

        @Override
        public String[] getVersion() {
            return new String[] {Version.text()};
        }
    }

    int execute(String[] args) {
        return commandLine(args).execute(args);
    }

    /** The whole tree, or only the named command's branch when the first word that is no option names one. */
    CommandLine commandLine(String[] args) {
        CommandLine line = new CommandLine(root);
        List<CommandEntry> named = Arrays.stream(args)
                .filter(word -> !word.startsWith("-"))
                .limit(1)
                .flatMap(word -> entries.stream().filter(entry -> entry.name().equals(word)))
                .filter(entry -> !entry.looksAtOthers())
                .toList();
        for (CommandEntry entry : named.isEmpty() ? entries : named) {
            line.addSubcommand(entry.name(), branch(entry));
        }
        return configured(line);
    }

    private CommandLine branch(CommandEntry entry) {
        CommandLine branch = new CommandLine(entry.create().apply(session));
        entry.below().forEach(below -> branch.addSubcommand(below.name(), branch(below)));
        return branch;
    }

    private CommandLine configured(CommandLine line) {
        return line.setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.out().colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(terminal.width(), 60, 120))
                .setUsageHelpAutoWidth(false)
                .setAbbreviatedOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    new FailureReport(terminal.err(), root.options.debug()).print(failure);
                    return failure instanceof UsageException ? ExitCode.USAGE : ExitCode.FAILED;
                });
    }

    private int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("atomsmith: " + message(wrong));
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            err.println("  did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
        }
        err.println("  usage: " + line.getHelp().synopsis(0).strip());
        err.println("  " + line.getCommandSpec().qualifiedName() + " --help says more");
        return ExitCode.USAGE;
    }

    private static String message(ParameterException wrong) {
        boolean isCommand = wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && wrong.getCommandLine().getParent() == null;
        if (isCommand) {
            return "there is no command '"
                    + ((UnmatchedArgumentException) wrong).getUnmatched().getFirst() + "'";
        }
        String message = String.valueOf(wrong.getMessage());
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static PrintWriter writer(Channel channel) {
        return new PrintWriter(channel.stream(), true, StandardCharsets.UTF_8);
    }
}
