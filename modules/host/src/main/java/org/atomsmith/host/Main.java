package org.atomsmith.host;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomsmith.host.command.Program;
import org.atomsmith.ostree.cli.command.Call;

/** Where {@code atomic} starts, also under the name {@code rpm-ostree}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.exit(run(List.of(args), Map.copyOf(System.getenv())));
    }

    /**
     * Runs one command with the streams of this process.
     *
     * @param words of the command line: {@code host status --json}
     * @param environment its {@code ATOMIC_PROGRAM} is the name that the program was started by
     * @return the exit code: 0 done, 1 failed, 2 wrong usage, 77 nothing to do
     */
    public static int run(List<String> words, Map<String, String> environment) {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192),
                false,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        try {
            return run(words, new Call.Streams(System.in, out, err), environment);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** Runs one command with other streams. */
    public static int run(List<String> words, Call.Streams streams, Map<String, String> environment) {
        String name = environment.getOrDefault("ATOMIC_PROGRAM", "atomic");
        return (name.equals("rpm-ostree")
                        ? new Program(name, new HostCommands(), streams, environment)
                        : new Program("atomic", new AtomicCommands(), streams, environment))
                .run(words);
    }
}
