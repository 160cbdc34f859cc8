package org.atomsmith.rpm.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** GnuPG with a home of its own: what makes the tests' keys and signatures, and judges them too. */
public final class Gpg implements AutoCloseable {
    private final Path home;
    private String time = "20240101T000000!";

    /** Makes a home below that directory. */
    public Gpg(Path parent) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gpg")), "GnuPG is not installed");
        this.home = Files.createTempDirectory(
                parent, "g", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** From now on, GnuPG believes that it is that time, such as {@code 20240101T000000}. */
    Gpg at(String newTime) {
        time = newTime + "!";
        return this;
    }

    /** Makes a key and returns its fingerprint. {@code expire} is GnuPG's: {@code 0}, {@code 1y}, ... */
    public String key(String name, String algorithm, String usage, String expire) throws IOException {
        run("--quick-generate-key", name + " <" + name + "@example.org>", algorithm, usage, expire);
        return new String(run("--list-keys", "--with-colons", name + "@example.org"))
                .lines()
                .filter(l -> l.startsWith("fpr:"))
                .map(l -> l.split(":")[9])
                .findFirst()
                .orElseThrow();
    }

    /** Fingerprints of a key and its subkeys. */
    List<String> fingerprints(String key) throws IOException {
        return new String(run("--list-keys", "--with-colons", "--with-subkey-fingerprint", key))
                .lines()
                .filter(l -> l.startsWith("fpr:"))
                .map(l -> l.split(":")[9])
                .toList();
    }

    /** The public key. */
    public Keyring export(String key) throws IOException {
        return Keyring.parse(run("--armor", "--export", key), "test.asc");
    }

    byte[] clearSign(byte[] content, String... arguments) throws IOException {
        return runOn(content, with(arguments, "--clear-sign"));
    }

    public byte[] detach(byte[] content, String... arguments) throws IOException {
        return runOn(content, with(arguments, "--detach-sign"));
    }

    private static String[] with(String[] arguments, String command) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(command);
        return all.toArray(String[]::new);
    }

    public byte[] run(String... arguments) throws IOException {
        return runOn(new byte[0], arguments);
    }

    byte[] runOn(byte[] input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--yes",
                "--quiet",
                "--no-tty",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                "",
                "--faked-system-time",
                time,
                "--no-permission-warning"));
        command.addAll(List.of(arguments));
        Path in = Files.write(home.resolve("input"), input);
        Path err = home.resolve("error");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectError(err.toFile())
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        try {
            assertThat(process.waitFor())
                    .as(command + ": " + Files.readString(err))
                    .isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** Its home directory. */
    public Path home() {
        return home;
    }

    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
