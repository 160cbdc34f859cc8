package org.atomsmith.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a program's output goes.
 *
 * @param out standard output: facts
 * @param err standard error: progress, warnings, failures
 * @param unicode whether characters beyond ASCII are shown, by the locale
 * @param size asks for its size, which changes while a program runs
 */
public record Terminal(Channel out, Channel err, boolean unicode, TerminalSize.Source size) {

    /** The terminal of this process, as its environment and open files say. */
    public static Terminal system(Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colour = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                channel(FileDescriptor.out, 1, dumb, colour),
                channel(FileDescriptor.err, 2, dumb, colour),
                isUnicode(environment),
                TerminalSize.ofControllingTerminal(environment));
    }

    /** A terminal that keeps what is written to it, for tests: no colours, 80 columns. */
    public static Terminal of(PrintStream out, PrintStream err) {
        return new Terminal(
                new Channel(out, false, false), new Channel(err, false, false), false, () -> TerminalSize.USUAL);
    }

    /** Its width in columns, at this moment. */
    public int width() {
        return size.now().columns();
    }

    private static Channel channel(FileDescriptor descriptor, int number, boolean dumb, boolean colour) {
        boolean interactive = !dumb && isTerminal(number);
        PrintStream stream = new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
        return new Channel(stream, interactive, interactive && colour);
    }

    /** What isatty(3) says, without a system call of our own: the name behind the descriptor. */
    private static boolean isTerminal(int descriptor) {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException e) {
            return false; // no /proc: then nobody is taken to be looking
        }
    }

    /** The first that is set and not empty counts: what the launcher saw, then POSIX's order of precedence. */
    static boolean isUnicode(Map<String, String> environment) {
        return Stream.of("ATOMSMITH_LOCALE", "LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8"))
                .orElse(false);
    }
}
