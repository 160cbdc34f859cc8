package org.atomsmith.cli.completion;

import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.Session;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atomsmith completion}: prints the script by which a shell completes atomsmith's commands and options. */
@Command(
        description = "Prints the script that completes commands and options in a shell.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  source <(atomsmith completion bash)       in ~/.bashrc",
            "  source <(atomsmith completion zsh)        in ~/.zshrc",
            "  atomsmith completion fish | source        in ~/.config/fish/config.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** The shells that there is a script for, as they are written on the command line. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    /** Makes the command. */
    public CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        session.terminal()
                .out()
                .print(
                        switch (shell) {
                            case bash -> AutoComplete.bash("atomsmith", root);
                            case zsh ->
                                "autoload -U +X compinit && compinit -u\n" + AutoComplete.bash("atomsmith", root);
                            case fish -> FishScript.of(root);
                        });
        return ExitCode.DONE;
    }
}
