package org.atomsmith.host.install;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.Command;
import org.jspecify.annotations.Nullable;

/** Asks at the console what is not known yet, shows all of it, and has it confirmed once. */
final class InstallerConsole {
    private final BufferedReader in;
    private final PrintStream out;

    InstallerConsole(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    /**
     * Asks.
     *
     * @param known what need not be asked
     * @param disks what could be installed to
     * @return all answers; empty when the person does not want to install
     */
    Optional<Answers> ask(Answers known, List<TargetDisk> disks) throws IOException {
        out.println();
        out.println("This installs the system on the medium to a disk of this machine. All that is on that disk goes.");
        out.println("An empty answer takes what stands in brackets; Ctrl-C or 'q' for the disk leaves.");
        Answers answers = known;
        Optional<TargetDisk> disk = disk(disks);
        if (disk.isEmpty()) {
            return Optional.empty();
        }
        answers = answers.withDisk(disk.get().device().toString());
        if (!disk.get().uses().isEmpty()) {
            out.println("It is in use: " + String.join(", ", disk.get().uses()) + ".");
            if (!line("Overwrite it nevertheless? Type 'overwrite' [no]: ").equals("overwrite")) {
                return Optional.empty();
            }
            answers = answers.withForce();
        }
        answers = hostName(answers);
        answers = user(answers);
        answers = network(answers);
        summary(answers, disk.get());
        return line("Install now, overwriting " + disk.get().device() + "? Type 'yes': ")
                        .equals("yes")
                ? Optional.of(answers)
                : Optional.empty();
    }

    private Optional<TargetDisk> disk(List<TargetDisk> disks) throws IOException {
        if (disks.isEmpty()) {
            throw new HostException("this machine has no disk that could be written");
        }
        out.println();
        for (int i = 0; i < disks.size(); i++) {
            out.println("  " + (i + 1) + "  " + disks.get(i).describe());
        }
        while (true) {
            String answer = line("Disk [1]: ");
            if (answer.equals("q")) {
                return Optional.empty();
            }
            String number = answer.isEmpty() ? "1" : answer;
            if (number.matches("\\d{1,4}")
                    && Integer.parseInt(number) >= 1
                    && Integer.parseInt(number) <= disks.size()) {
                return Optional.of(disks.get(Integer.parseInt(number) - 1));
            }
            out.println("A number from 1 to " + disks.size() + ", or q.");
        }
    }

    private Answers hostName(Answers answers) throws IOException {
        return checked(
                "Host name [" + answers.hostName().orElse("as the image has it") + "]: ",
                name -> name.isEmpty() ? answers : answers.withHostName(name));
    }

    private Answers user(Answers answers) throws IOException {
        Optional<Answers.User> named = checked(
                "User who may log in and become root ["
                        + answers.user().map(Answers.User::name).orElse("none") + "]: ",
                name -> name.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Answers.User(name, Optional.empty(), true)));
        if (named.isEmpty()) {
            return answers;
        }
        String name = named.get().name();
        while (true) {
            Answers.User user = new Answers.User(name, password(), true);
            Answers all = checked(
                    "ssh key of " + name + " [none]: ",
                    key -> answers.withUser(user, key.isEmpty() ? answers.keys() : List.of(key)));
            if (user.password().isPresent() || !all.keys().isEmpty()) {
                return all;
            }
            out.println("Without a password and without a key " + name + " could not log in.");
        }
    }

    private Optional<String> password() throws IOException {
        while (true) {
            String first = secret("Password [none]: ");
            if (first.isEmpty()) {
                return Optional.empty();
            }
            if (first.equals(secret("Once more: "))) {
                return Optional.of(Command.of("openssl", "passwd", "-6", "-stdin")
                        .withInput(new Command.Input.Bytes((first + "\n").getBytes(StandardCharsets.UTF_8)))
                        .runOrThrow()
                        .output()
                        .strip());
            }
            out.println("These are not the same.");
        }
    }

    private Answers network(Answers answers) throws IOException {
        Answers addressed = checked(
                "Address with prefix, like 192.0.2.5/24 ["
                        + answers.network().map(Answers.Network::address).orElse("automatic") + "]: ",
                address -> address.isEmpty()
                        ? answers
                        : answers.withNetwork(
                                new Answers.Network(Optional.empty(), address, Optional.empty(), List.of())));
        if (addressed.equals(answers) || addressed.network().isEmpty()) {
            return answers;
        }
        Answers.Network network = addressed.network().get();
        Answers.Network routed =
                checked("Gateway [none]: ", gateway -> gateway.isEmpty() ? network : network.withGateway(gateway));
        return addressed.withNetwork(checked(
                "Name servers [none]: ", dns -> dns.isEmpty() ? routed : routed.withDns(List.of(dns.split("[ ,;]+")))));
    }

    private void summary(Answers answers, TargetDisk disk) {
        out.println();
        out.println("  Disk       " + disk.describe());
        out.println("  Host name  " + answers.hostName().orElse("as the image has it"));
        out.println("  User       "
                + answers.user()
                        .map(u -> u.name() + (u.password().isPresent() ? ", with a password" : ", without a password"))
                        .orElse("none"));
        out.println("  ssh keys   "
                + (answers.keys().isEmpty() ? "none" : answers.keys().size()));
        out.println("  Network    "
                + answers.network().map(Answers.Network::address).orElse("automatic"));
        out.println();
    }

    /** Asks until the answer can be used. */
    private <T> T checked(String prompt, Function<String, T> use) throws IOException {
        while (true) {
            try {
                return use.apply(line(prompt));
            } catch (IllegalArgumentException e) {
                out.println(e.getMessage());
            }
        }
    }

    private String line(String prompt) throws IOException {
        out.print(prompt);
        out.flush();
        @Nullable String line = in.readLine();
        if (line == null) {
            throw new HostException("the console was closed before the installation began; nothing was written");
        }
        return line.strip();
    }

    /** Without showing it where that is possible. */
    private String secret(String prompt) throws IOException {
        @Nullable Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return line(prompt);
        }
        // The console writes past it.
        out.flush();
        char @Nullable [] read = console.readPassword("%s", prompt);
        return read == null ? "" : new String(read);
    }
}
