package org.atomsmith.deb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** An apt archive in a directory, with package lists, Release files and signatures by GnuPG. */
final class SampleArchive implements AutoCloseable {
    /** When everything here was signed. */
    static final Instant SIGNED = Instant.parse("2026-01-01T00:00:00Z");

    private final Path directory;
    private final Path home;
    private final Map<String, byte[]> indices = new LinkedHashMap<>();

    SampleArchive(Path parent) throws IOException {
        Tools.need("gpg", "xz");
        directory = Files.createDirectories(parent.resolve("archive"));
        home = Files.createTempDirectory(
                parent, "g", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        key("archive");
    }

    /** Makes a key and writes its public part; the file's name is {@code <name>.gpg}. */
    Path key(String name) throws IOException {
        gpg("--quick-generate-key", name + "@example.org", "ed25519", "sign", "0");
        Path file = directory.resolveSibling(name + ".gpg");
        gpg("--output", file.toString(), "--export", name + "@example.org");
        return file;
    }

    Path directory() {
        return directory;
    }

    Path keyring() {
        return directory.resolveSibling("archive.gpg");
    }

    /** A stanza of a package list. */
    static String stanza(String name, String version, String more) {
        String sha256 = sha256((name + version).getBytes(StandardCharsets.UTF_8));
        return "Package: " + name + "\nVersion: " + version + "\nArchitecture: amd64\nFilename: pool/" + name + "_"
                + version + ".deb\nSize: 10\nSHA256: " + sha256 + "\n" + more + "Description: d\n\n";
    }

    /** Starts the indices of another suite. */
    SampleArchive begin() {
        indices.clear();
        return this;
    }

    /** Adds a file to the suite that is being written. */
    SampleArchive index(String path, byte[] content) {
        indices.put(path, content);
        return this;
    }

    /** Adds a package list, packed with xz; the plain one is stated too, but not there. */
    SampleArchive packages(String component, String text) throws IOException {
        Path plain = directory.resolveSibling("Packages");
        Files.writeString(plain, text);
        Tools.run(plain.getParent(), "xz", "-kf", "Packages");
        index(component + "/binary-amd64/Packages.xz", Files.readAllBytes(directory.resolveSibling("Packages.xz")));
        return index(component + "/binary-amd64/Packages", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the suite's indices and its unsigned Release file; {@code fields} are further lines of that. */
    Path write(String suite, String fields) throws IOException {
        Path dists = Files.createDirectories(directory.resolve("dists").resolve(suite));
        StringBuilder release = new StringBuilder("Suite: s-" + suite + "\nCodename: " + suite + "\n");
        release.append("Architectures: amd64 arm64\nDate: Thu, 01 Jan 2026 00:00:00 UTC\n")
                .append(fields);
        release.append("SHA256:\n");
        for (Map.Entry<String, byte[]> index : indices.entrySet()) {
            String sha256 = sha256(index.getValue());
            release.append(' ').append(sha256).append(' ').append(index.getValue().length);
            release.append(' ').append(index.getKey()).append('\n');
            Path file = dists.resolve(index.getKey());
            Path byHash = file.resolveSibling("by-hash/SHA256/" + sha256);
            Files.createDirectories(byHash.getParent());
            Files.write(fields.contains("Acquire-By-Hash: yes") ? byHash : file, index.getValue());
        }
        Files.writeString(dists.resolve("Release"), release);
        return dists;
    }

    /** Writes the suite, signed by {@code key}. */
    Path sign(String suite, String fields, String key) throws IOException {
        Path dists = write(suite, fields);
        gpg(
                "-u",
                key + "@example.org",
                "--output",
                dists.resolve("InRelease").toString(),
                "--clear-sign",
                dists.resolve("Release").toString());
        return dists;
    }

    void gpg(String... arguments) throws IOException {
        String[] options = {
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
            "20260101T000000!"
        };
        String[] command = java.util.Arrays.copyOf(options, options.length + arguments.length);
        System.arraycopy(arguments, 0, command, options.length, arguments.length);
        Tools.run(home, command);
    }

    static String sha256(byte[] bytes) {
        MessageDigest digest = CacheFiles.sha256();
        return HexFormat.of().formatHex(digest.digest(bytes));
    }

    @Override
    public void close() throws IOException {
        Tools.run(home.getParent(), "gpgconf", "--homedir", home.toString(), "--kill", "all");
    }
}
