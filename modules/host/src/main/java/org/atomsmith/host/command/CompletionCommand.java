package org.atomsmith.host.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.UsageException;

/**
 * {@code atomic completion}: a script that lets a shell complete commands and options. It holds all words itself, so a
 * shell starts nothing when somebody presses the tab key.
 */
public final class CompletionCommand implements Command {
    private final String program;
    private final Group root;

    /** Completes the commands of a program. */
    public CompletionCommand(String program, Group root) {
        this.program = program;
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "bash|zsh|fish",
                "Print a script that completes commands and options in a shell",
                "completion bash > /etc/bash_completion.d/atomic");
    }

    @Override
    public int run(Call call) {
        SequencedMap<String, List<String>> words = new LinkedHashMap<>();
        collect("", root, words);
        switch (call.argument(0, "bash, zsh or fish")) {
            case "bash" -> bash(call.out(), words);
            case "zsh" -> {
                call.out().println("autoload -U +X bashcompinit && bashcompinit");
                bash(call.out(), words);
            }
            case "fish" -> fish(call.out(), words);
            default -> throw new UsageException("'" + call.arguments().getFirst() + "' is none of bash, zsh, fish");
        }
        return ExitCode.DONE;
    }

    /** The words that may follow a path of commands: commands, or options. The longest paths come first. */
    private static void collect(String path, Group group, SequencedMap<String, List<String>> words) {
        for (String name : group.names()) {
            String below = path + " " + name;
            switch (group.find(name).orElseThrow()) {
                case Group inner -> collect(below, inner, words);
                case Command command -> words.put(below, options(command));
            }
        }
        words.put(path, group.names());
    }

    private static List<String> options(Command command) {
        List<String> options = new ArrayList<>();
        command.syntax().all().stream()
                .filter(option -> !option.help().isEmpty())
                .forEach(option -> options.add("--" + option.name()));
        options.add("--help");
        return options;
    }

    private void bash(PrintStream out, SequencedMap<String, List<String>> words) {
        String function = "_" + program.replace('-', '_');
        out.println(function + "() {");
        out.println("    local word path='' words=''");
        out.println("    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do");
        out.println("        case $word in -*) ;; *) path=\"$path $word\" ;; esac");
        out.println("    done");
        out.println("    case \"$path \" in");
        words.forEach(
                (path, next) -> out.println("        \"" + path + " \"*) words='" + String.join(" ", next) + "' ;;"));
        out.println("    esac");
        out.println("    COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))");
        out.println("}");
        out.println("complete -o default -F " + function + " " + program);
    }

    private void fish(PrintStream out, SequencedMap<String, List<String>> words) {
        String function = "__" + program.replace('-', '_') + "_at";
        out.println("function " + function);
        out.println("    set -l words (commandline -opc | string match -v -- '-*')");
        out.println("    set -l path (string join ' ' $words[2..-1])");
        out.println("    test \"$path\" = \"$argv\"; or begin");
        out.println("        test -n \"$argv\"; and string match -q -- \"$argv *\" \"$path\"");
        out.println("    end");
        out.println("end");
        words.forEach((path, next) -> next.forEach(word -> out.println("complete -c " + program + " -n '" + function
                + " \"" + path.strip() + "\"' "
                + (word.startsWith("--") ? "-l " + word.substring(2) : "-f -a " + word))));
    }
}
