package org.atomsmith.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs this process again in mounts of its own, with the same arguments, environment and streams: what it mounts there
 * nobody else sees, and what others mount it still does. It is the same process for whoever started it: signals reach
 * the second run, and so do its exit code and its end.
 *
 * @param marker the variable of the environment that the second run finds set, so that there is no third
 * @param prefix words before the program's own, which start what they are followed by: {@code sh -c 'exec "$@"' sh}; none
 *     when there is nothing to do in the new mounts
 */
public record OwnMounts(String marker, List<String> prefix) {
    private static final Path SELF = Path.of("/proc/self");
    private static final int FIRST_OWN_DESCRIPTOR = 3;

    /** Keeps a copy of the words. */
    public OwnMounts {
        prefix = List.copyOf(prefix);
    }

    /** Whether this is the second run already. */
    public boolean isSecondRun(Map<String, String> environment) {
        return environment.containsKey(marker);
    }

    /**
     * Runs it again in place of this run, which ends here: nothing that it left for its end is done. Returns only by an
     * exception.
     *
     * @throws NamespaceException if this process may not have mounts of its own, or cannot be started again as it was;
     *     with what to do about it
     */
    public void rerun() throws IOException {
        List<byte[]> own = ownWords();
        Path program = Files.readSymbolicLink(SELF.resolve("exe"));
        own.set(0, FileNames.bytes(program));
        List<byte[]> words = new ArrayList<>();
        for (String word : prefix) {
            words.add(word.getBytes(StandardCharsets.UTF_8));
        }
        words.addAll(own);
        Path first = prefix.isEmpty() ? program : Programs.require(prefix.getFirst());
        try {
            // Of this thread alone, which is the one that goes on.
            PosixProcess.unshare(PosixProcess.CLONE_NEWNS, "mounts");
            Mounts.makeSlave(Path.of("/"));
        } catch (LinuxException e) {
            throw new NamespaceException(
                    "starting this command again in mounts of its own: " + e.getMessage() + ": " + advice());
        }
        PosixProcess.setenv(marker, "1");
        PosixProcess.closeOnExec(FIRST_OWN_DESCRIPTOR);
        PosixProcess.execv(first, words);
    }

    /** What this process was started with, byte by byte. Java tells it only while it is short. */
    private static List<byte[]> ownWords() throws IOException {
        byte[] line = Files.readAllBytes(SELF.resolve("cmdline"));
        List<byte[]> words = new ArrayList<>();
        for (int start = 0; start < line.length; ) {
            int end = start;
            while (end < line.length && line[end] != 0) {
                end++;
            }
            words.add(Arrays.copyOfRange(line, start, end));
            start = end + 1;
        }
        if (words.isEmpty()) {
            throw new NamespaceException("starting this command again in mounts of its own: " + SELF.resolve("cmdline")
                    + " is empty, so its arguments are not known: " + advice());
        }
        return words;
    }

    private static String advice() {
        return "run it as root of the machine (sudo), outside containers or in one with CAP_SYS_ADMIN; or put"
                + " `unshare --mount --propagation slave` before the command";
    }
}
