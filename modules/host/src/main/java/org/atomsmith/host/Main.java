package org.atomsmith.host;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where {@code atomic} starts, also under the name {@code rpm-ostree}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.exit(run(List.of(args), Map.copyOf(System.getenv())));
    }

    /**
     * Runs one command.
     *
     * @param words of the command line: {@code host status --json}
     * @return the exit code: 0 done, 1 failed, 2 wrong usage, 77 nothing to do
     */
    public static int run(List<String> words, Map<String, String> environment) {
        System.err.println("atomic: no command is named '" + String.join(" ", words) + "'");
        return 2;
    }
}
