package org.atomsmith.linux;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs this process again in mounts of its own, with the same arguments, environment and streams: what it mounts there
 * nobody else sees, and what others mount it still does.
 *
 * @param marker the variable of the environment that the second run finds set, so that there is no third
 * @param prefix words before the program's own, which start what they are followed by: {@code sh -c 'exec "$@"' sh}; none
 *     when there is nothing to do in the new mounts
 */
public record OwnMounts(String marker, List<String> prefix) {
    private static final List<String> UNSHARE = List.of("unshare", "--mount", "--propagation", "slave");
    private static final Path SELF = Path.of("/proc/self");

    /** Keeps a copy of the words. */
    public OwnMounts {
        prefix = List.copyOf(prefix);
    }

    /** Whether this is the second run already. */
    public boolean isSecondRun(Map<String, String> environment) {
        return environment.containsKey(marker);
    }

    /**
     * Runs it again and waits for its end.
     *
     * @return the exit code of the second run
     * @throws NamespaceException if this process may not have mounts of its own, or cannot be started again as it was;
     *     with what to do about it
     */
    public int rerun() throws IOException {
        List<String> command = new ArrayList<>(UNSHARE);
        command.addAll(prefix);
        command.addAll(ownCommand());
        command.set(0, Programs.require(UNSHARE.getFirst()).toString());
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().put(marker, "1");
        int code = waitFor(process.start());
        if (code != 0) {
            requirePermission();
        }
        return code;
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while this command ran again in mounts of its own", e);
        }
    }

    /** The program that this process is, and its arguments. Java tells them only while they are few. */
    private static List<String> ownCommand() throws IOException {
        // Java starts programs with words in this character set, whatever files have.
        Charset words = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        byte[] line = Files.readAllBytes(SELF.resolve("cmdline"));
        List<String> command = new ArrayList<>();
        for (int start = 0; start < line.length; ) {
            int end = start;
            while (end < line.length && line[end] != 0) {
                end++;
            }
            command.add(word(line, start, end, words));
            start = end + 1;
        }
        if (command.isEmpty()) {
            throw new NamespaceException("starting this command again in mounts of its own: " + SELF.resolve("cmdline")
                    + " is empty, so its arguments are not known: " + advice());
        }
        command.set(0, Files.readSymbolicLink(SELF.resolve("exe")).toString());
        return command;
    }

    private static String word(byte[] line, int start, int end, Charset charset) throws NamespaceException {
        String word = new String(line, start, end - start, charset);
        byte[] again = word.getBytes(charset);
        if (!Arrays.equals(line, start, end, again, 0, again.length)) {
            throw new NamespaceException("starting this command again in mounts of its own: the argument '" + word
                    + "' has characters that " + charset
                    + ", the character set of this locale, has not: set LC_ALL=C.UTF-8 and run it again");
        }
        return word;
    }

    /** What {@code unshare} refuses it says itself, but not what to do, and its exit code says nothing. */
    private static void requirePermission() throws IOException {
        List<String> probe = new ArrayList<>(UNSHARE);
        probe.add("true");
        CommandResult result = Command.of(probe)
                .withInheritedEnvironment()
                .withErrorsInOutput()
                .withTimeout(Duration.ofSeconds(30))
                .run();
        if (!result.succeeded()) {
            throw new NamespaceException("starting this command again in mounts of its own: "
                    + result.output().strip() + ": " + advice());
        }
    }

    private static String advice() {
        return "run it as root of the machine (sudo), outside containers or in one with CAP_SYS_ADMIN; or put `"
                + String.join(" ", UNSHARE) + "` before the command";
    }
}
