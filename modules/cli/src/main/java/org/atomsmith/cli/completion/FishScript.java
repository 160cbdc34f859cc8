package org.atomsmith.cli.completion;

import java.util.StringJoiner;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes fish's {@code complete} commands for a command line; picocli has bash's and zsh's only. */
final class FishScript {
    private FishScript() {}

    static String of(CommandLine root) {
        Stream<String> own = options(root.getCommandSpec(), "__fish_use_subcommand");
        Stream<String> commands = root.getSubcommands().entrySet().stream().flatMap(entry -> {
            CommandSpec spec = entry.getValue().getCommandSpec();
            String command = "complete -c atomsmith -f -n __fish_use_subcommand -a " + entry.getKey()
                    + described(spec.usageMessage().description());
            return Stream.concat(Stream.of(command), options(spec, "__fish_seen_subcommand_from " + entry.getKey()));
        });
        return String.join("\n", Stream.concat(own, commands).toList()) + "\n";
    }

    private static Stream<String> options(CommandSpec spec, String condition) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .map(option -> "complete -c atomsmith -n "
                        + quoted(condition)
                        + names(option)
                        + (option.arity().max() > 0 ? " -r" : "")
                        + candidates(option)
                        + described(option.description()));
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return names.toString();
    }

    private static String candidates(OptionSpec option) {
        if (option.completionCandidates() == null) {
            return "";
        }
        StringJoiner words = new StringJoiner(" ");
        option.completionCandidates().forEach(words::add);
        return words.length() == 0 ? "" : " -f -a " + quoted(words.toString());
    }

    private static String described(String[] lines) {
        return lines.length == 0 ? "" : " -d " + quoted(lines[0]);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
