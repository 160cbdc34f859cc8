package org.atomsmith.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomsmith.cli.command.Version;
import org.atomsmith.cli.terminal.Terminal;
import org.atomsmith.ostree.cli.Ostree;

/** Where {@code atomsmith} starts. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Figures look the same everywhere, whatever the machine's locale.
        Locale.setDefault(Locale.ROOT);
        // Before anything of the command line is loaded: scripts ask this often, and it takes half the time.
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println(Version.text());
            return;
        }
        if (args.length > 0 && args[0].equals("ostree")) {
            List<String> words = List.of(args);
            int status = Ostree.main(words.subList(1, words.size()), Map.copyOf(System.getenv()));
            // Not by exit(), which asks for a logger first, and so opens all jars.
            Runtime.getRuntime().halt(status);
        }
        if (args.length > 0 && args[0].equals("atomic")) {
            List<String> words = List.of(args);
            System.exit(org.atomsmith.host.Main.run(words.subList(1, words.size()), Map.copyOf(System.getenv())));
        }
        System.exit(run(args, Terminal.system(System.getenv()), Map.copyOf(System.getenv())));
    }

    /**
     * Runs one command.
     *
     * @param args the words of the command line
     * @param terminal where its output goes
     * @param environment the environment's variables
     * @return the exit code, one of {@link org.atomsmith.cli.command.ExitCode}
     */
    public static int run(String[] args, Terminal terminal, Map<String, String> environment) {
        return new CommandTree(Commands.ALL, terminal, environment).execute(args);
    }
}
