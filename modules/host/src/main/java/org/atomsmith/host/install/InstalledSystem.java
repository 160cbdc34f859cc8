package org.atomsmith.host.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.Command;

/**
 * The system on a disk that was just written, mounted: gets a name, a person, keys, an address. Everything goes into the
 * deployment's {@code /etc} and the state's {@code /var}, where an administrator would have put it.
 */
final class InstalledSystem {
    private static final String STATE = "ostree/deploy/default";
    private static final List<String> ADMINISTRATORS = List.of("sudo", "wheel");

    private final Path etc;
    private final Path var;
    private final Path deployment;

    /**
     * A system.
     *
     * @param root where its root file system is mounted
     * @throws HostException when it is not one of ours
     */
    InstalledSystem(Path root) throws IOException {
        Path deployments = root.resolve(STATE).resolve("deploy");
        try (Stream<Path> all = Files.list(deployments)) {
            this.deployment = all.filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new HostException("there is no deployment in " + deployments));
        }
        this.etc = deployment.resolve("etc");
        this.var = root.resolve(STATE).resolve("var");
    }

    /** Where its log is to be. */
    Path log() {
        return var.resolve("log/atomic-install.log");
    }

    /** Applies all answers. */
    void apply(Answers answers) throws IOException {
        if (answers.hostName().isPresent()) {
            Files.writeString(etc.resolve("hostname"), answers.hostName().get() + "\n");
        }
        if (answers.network().isPresent()) {
            Path directory = Files.createDirectories(etc.resolve("systemd/network"));
            Files.writeString(
                    directory.resolve("05-installed.network"),
                    network(answers.network().get()));
        }
        if (answers.user().isPresent()) {
            user(answers.user().get(), answers.keys());
        } else if (!answers.keys().isEmpty()) {
            Path home = var.resolve("roothome");
            directory(home, "rwx------");
            keys(home, answers.keys(), "0:0");
        }
    }

    private static String network(Answers.Network network) {
        StringBuilder text = new StringBuilder("# Written by the installer.\n[Match]\n");
        text.append(network.device().map(d -> "Name=" + d).orElse("Type=ether")).append('\n');
        text.append("\n[Network]\nAddress=").append(network.address()).append('\n');
        network.gateway().ifPresent(g -> text.append("Gateway=").append(g).append('\n'));
        network.dns().forEach(d -> text.append("DNS=").append(d).append('\n'));
        return text.toString();
    }

    private void user(Answers.User user, List<String> keys) throws IOException {
        Command add = Command.of(
                "useradd",
                "--prefix",
                deployment.toString(),
                "--no-create-home",
                "--home-dir",
                "/home/" + user.name(),
                "--shell",
                "/bin/bash");
        if (user.administrator()) {
            add = add.withArguments(List.of("--groups", administrators()));
        }
        add.withArguments(List.of(user.name())).runOrThrow();
        if (user.password().isPresent()) {
            password(user.name(), user.password().get());
        }
        if (user.administrator() && user.password().isEmpty()) {
            withoutPassword(user.name());
        }
        String owner = owner(user.name());
        directory(var.resolve("home"), "rwxr-xr-x");
        Path home = var.resolve("home").resolve(user.name());
        Path skeleton = etc.resolve("skel");
        if (Files.isDirectory(skeleton)) {
            Command.of("cp", "-aT", skeleton.toString(), home.toString()).runOrThrow();
        }
        directory(home, "rwx------");
        Command.of("chown", "-R", owner, home.toString()).runOrThrow();
        keys(home, keys, owner);
    }

    /** Not by an argument of useradd's: everybody sees those, and so would who reads its failure. */
    private void password(String user, String hash) throws IOException {
        Path shadow = etc.resolve("shadow");
        List<String> lines = new ArrayList<>(Files.readAllLines(shadow));
        int line = 0;
        while (line < lines.size() && !lines.get(line).startsWith(user + ":")) {
            line++;
        }
        if (line == lines.size()) {
            throw new HostException("useradd did not add " + user + " to " + shadow);
        }
        String[] fields = lines.get(line).split(":", -1);
        fields[1] = hash;
        lines.set(line, String.join(":", fields));
        Files.write(shadow, lines);
    }

    /** Who has no password cannot be asked for one. */
    private void withoutPassword(String user) throws IOException {
        Path rules = etc.resolve("sudoers.d");
        if (Files.isDirectory(rules)) {
            Path rule = rules.resolve("50-installer-" + user);
            Files.writeString(rule, user + " ALL=(ALL:ALL) NOPASSWD: ALL\n");
            Files.setPosixFilePermissions(rule, PosixFilePermissions.fromString("r--r-----"));
        }
    }

    private String administrators() throws IOException {
        List<String> groups = Files.readAllLines(etc.resolve("group"));
        return ADMINISTRATORS.stream()
                .filter(name -> groups.stream().anyMatch(line -> line.startsWith(name + ":")))
                .findFirst()
                .orElseThrow(() -> new HostException("the system has no group of administrators ("
                        + String.join(", ", ADMINISTRATORS) + "): answer 'sudo=false'"));
    }

    private String owner(String name) throws IOException {
        Optional<String> line = Files.readAllLines(etc.resolve("passwd")).stream()
                .filter(l -> l.startsWith(name + ":"))
                .findFirst();
        String[] fields = line.orElse("").split(":");
        if (fields.length < 4) {
            throw new HostException("useradd did not add " + name + " to " + etc.resolve("passwd"));
        }
        return fields[2] + ":" + fields[3];
    }

    private static void keys(Path home, List<String> keys, String owner) throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        Path ssh = home.resolve(".ssh");
        directory(ssh, "rwx------");
        Path file = ssh.resolve("authorized_keys");
        Files.writeString(file, String.join("\n", keys) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Command.of("chown", "-R", owner, ssh.toString()).runOrThrow();
    }

    private static void directory(Path path, String mode) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
