package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;

/**
 * A distribution of a few tiny packages, made by {@code dpkg-deb}: a shell of this machine, a stand-in for a kernel, and
 * scripts that stand in for dracut and GRUB. It composes in a second or two, so that what can go wrong can be tried often.
 */
final class MiniSystem {
    private final Path directory;
    private final Map<String, String> paragraphs = new TreeMap<>();

    /** The base packages, in a directory of their own. */
    MiniSystem(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("pool"));
        base();
        add("kernel", "", Map.of("boot/vmlinuz-1.0", "kernel", "usr/lib/modules/1.0/modules.dep", ""), "");
        add(
                "tools",
                "",
                Map.of(
                        "usr/bin/dracut", "#!/bin/sh\nfor a in \"$@\"; do out=$a; done\necho initramfs > \"$out\"\n",
                        "usr/bin/grub-mkimage",
                                "#!/bin/sh\nwhile [ \"$1\" ]; do [ \"$1\" = --output ] && out=$2; shift; done\necho image > \"$out\"\n",
                        "usr/lib/grub/i386-pc/boot.img", "boot",
                        "usr/lib/grub/i386-pc/boot_hybrid.img", "hybrid",
                        "usr/lib/grub/i386-pc/cdboot.img", "cd",
                        "usr/lib/grub/i386-pc/linux.mod", "linux",
                        "usr/lib/grub/i386-pc/moddep.lst", "linux: relocator\n",
                        "usr/lib/grub/x86_64-efi/linux.mod", "linux",
                        "usr/lib/grub/x86_64-efi/moddep.lst", "linux: relocator\n"),
                "");
    }

    private void base() throws IOException {
        Path root = Files.createDirectories(directory.resolve("build/base"));
        for (String link : List.of("bin", "lib", "lib64", "sbin")) {
            Files.createDirectories(root.resolve("usr").resolve(link));
            Files.createSymbolicLink(root.resolve(link), Path.of("usr/" + link));
        }
        copy(Path.of("/bin/dash"), root.resolve("usr/bin/sh"));
        for (String line : run("ldd", "/bin/dash").output().split("\n")) {
            for (String word : line.strip().split("\\s+")) {
                if (word.startsWith("/")) {
                    Path to = root.resolve("usr").resolve(Path.of("/").relativize(Path.of(word)));
                    copy(Path.of(word), Path.of(to.toString().replace("/usr/usr/", "/usr/")));
                }
            }
        }
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
        Files.createDirectories(root.resolve("usr/lib/systemd/system"));
        pack("base", "Essential: yes\n", root, "");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from.toRealPath(), to);
    }

    /**
     * Adds a package.
     *
     * @param fields more lines of its control paragraph
     * @param files path to content; what begins with {@code #!} is executable
     * @param postinst the body of its postinst, empty for none
     */
    MiniSystem add(String name, String fields, Map<String, String> files, String postinst) throws IOException {
        Path root = Files.createDirectories(directory.resolve("build").resolve(name));
        for (Map.Entry<String, String> e : files.entrySet()) {
            Path file = root.resolve(e.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, e.getValue());
            run("chmod", e.getValue().startsWith("#!") ? "755" : "644", file.toString());
        }
        pack(name, fields, root, postinst);
        return this;
    }

    private void pack(String name, String fields, Path root, String postinst) throws IOException {
        Path control = Files.createDirectories(root.resolve("DEBIAN"));
        String paragraph =
                "Package: " + name + "\nVersion: 1.0-1\nArchitecture: amd64\nMaintainer: Nobody <n@example.org>\n"
                        + fields + "Description: a test\n";
        Files.writeString(control.resolve("control"), paragraph);
        if (!postinst.isEmpty()) {
            Files.writeString(control.resolve("postinst"), "#!/bin/sh\nset -e\n" + postinst);
            run("chmod", "755", control.resolve("postinst").toString());
        }
        Path deb = directory.resolve("pool").resolve(name + ".deb");
        run("dpkg-deb", "--root-owner-group", "-Zgzip", "--build", root.toString(), deb.toString());
        byte[] bytes = Files.readAllBytes(deb);
        paragraphs.put(
                name,
                paragraph.replace(
                        "Description:",
                        "Filename: pool/" + name + ".deb\nSize: " + bytes.length + "\nSHA256: " + sha256(bytes)
                                + "\nDescription:"));
        Files.writeString(directory.resolve("Packages"), String.join("\n", paragraphs.values()));
        byte[] list = Files.readAllBytes(directory.resolve("Packages"));
        Files.writeString(
                directory.resolve("Release"),
                "Date: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n " + sha256(list) + " " + list.length + " Packages\n");
    }

    /** Writes a treefile for these packages, with more lines at its end, and the definition of their repository. */
    Path treefile(String packages, String more) throws IOException {
        Files.writeString(
                directory.resolve("mini.sources"),
                "Types: deb\nURIs: " + directory.toUri() + "\nSuites: ./\nTrusted: yes\n");
        return Files.writeString(
                directory.resolve("mini.yaml"),
                "edition: 2024\nref: mini\nrepos: [mini]\npackages: [" + packages + "]\n" + more);
    }

    /**
     * Signs the repository with a new OpenPGP key, valid until a day, and has {@code mini.sources} ask for that.
     *
     * @param trusted the name of the key that the host trusts: {@code good} is the one that signs
     */
    void sign(String validUntil, String trusted) throws IOException {
        Path home = Files.createDirectories(directory.resolve("gnupg"));
        run("chmod", "700", home.toString());
        for (String name : List.of("good", "other")) {
            Path exported = directory.resolve(name + ".gpg");
            if (!Files.exists(exported)) {
                gpg(home, "--passphrase", "", "--quick-gen-key", name, "ed25519", "sign", "never");
                gpg(home, "--output", exported.toString(), "--export", "=" + name);
            }
        }
        Path release = directory.resolve("Release");
        Files.writeString(
                release,
                "Valid-Until: " + validUntil + "\n" + Files.readString(release).replaceFirst("Valid-Until: .*\n", ""));
        Path signed = directory.resolve("InRelease");
        gpg(home, "-u", "=good", "--yes", "--output", signed.toString(), "--clearsign", release.toString());
        Files.writeString(
                directory.resolve("mini.sources"),
                "Types: deb\nURIs: " + directory.toUri() + "\nSuites: ./\nSigned-By: "
                        + directory.resolve(trusted + ".gpg") + "\n");
    }

    private static void gpg(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet"));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    /** A compose of that treefile into {@code repo}, with a cache of its own. */
    Command compose(Path launcher, Path treefile, String... more) {
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "compose",
                treefile.toString(),
                "--repo",
                directory.resolve("repo").toString()));
        command.addAll(List.of("--progress=plain", "--json"));
        command.addAll(List.of(more));
        return Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("XDG_CACHE_HOME", directory.resolve("cache").toString());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CommandResult run(String... command) throws IOException {
        return Command.of(List.of(command)).withInheritedEnvironment().runOrThrow();
    }

    /** The text of a result, both channels. */
    static String text(CommandResult result) {
        return new String((result.output() + result.errors()).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
