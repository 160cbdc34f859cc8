package org.atomsmith.qa.machine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.Programs;

/**
 * A QEMU that runs machines of x86_64.
 *
 * @param command the words that start it; what describes the machine follows them
 * @param environment the variables that it needs
 * @param version as it names it: {@code 10.0.7}
 */
public record Emulator(List<String> command, Map<String, String> environment, String version) {
    /** What the program is called. */
    public static final String PROGRAM = "qemu-system-x86_64";

    private static final Pattern ANSWER = Pattern.compile("QEMU emulator version (\\d+(\\.\\d+)*)");

    /** Copies the collections. */
    public Emulator {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * The one that these words start.
     *
     * @throws IOException when it does not start, or is no QEMU
     */
    public static Emulator of(List<String> command, Map<String, String> environment) throws IOException {
        String answer = Command.of(command)
                .withArguments(List.of("--version"))
                .withEnvironment(environment)
                .runOrThrow()
                .output();
        return new Emulator(
                command,
                environment,
                versionIn(answer)
                        .orElseThrow(() -> new IOException(
                                "`" + String.join(" ", command) + " --version` is no answer of QEMU's: " + answer)));
    }

    /** The one that is installed on this machine. */
    public static Optional<Emulator> installed() throws IOException {
        return Programs.find(PROGRAM).isPresent() ? Optional.of(named(PROGRAM)) : Optional.empty();
    }

    /**
     * The one of that name or path on this machine.
     *
     * @throws org.atomsmith.linux.MissingProgramException when there is none
     */
    public static Emulator named(String program) throws IOException {
        return of(List.of(Programs.require(program).toString()), Map.of());
    }

    /** The version in the answer to {@code --version}. */
    static Optional<String> versionIn(String answer) {
        Matcher version = ANSWER.matcher(answer);
        return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    }

    /**
     * Whether it runs a guest's processors in turns on this machine, where a newer one would run them side by side: it has no
     * KVM and is too old to emulate them safely in threads of their own.
     */
    public boolean takesTurns() throws IOException {
        return Accelerator.detect().takesTurns(major());
    }

    int major() {
        return Integer.parseInt(version.split("\\.", 2)[0]);
    }
}
