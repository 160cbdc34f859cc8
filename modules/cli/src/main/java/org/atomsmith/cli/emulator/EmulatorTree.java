package org.atomsmith.cli.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atomsmith.compose.tools.ToolsTree;
import org.atomsmith.qa.machine.Emulator;

/** The tools tree with Debian's QEMU, its firmware and the libraries of both. */
final class EmulatorTree {
    private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";
    private static final List<String> FIRMWARE = List.of("usr/share/qemu", "usr/share/seabios", "usr/lib/ipxe/qemu");

    private EmulatorTree() {}

    /** Whether its programs are of this machine's architecture. */
    static boolean runsHere() {
        return System.getProperty("os.arch").equals("amd64");
    }

    /** What is in it. */
    static ToolsTree.Contents contents() {
        return new ToolsTree.Contents("the emulator", sources(), List.of("qemu-system-x86"), "x86_64");
    }

    private static String sources() {
        try (InputStream in = Objects.requireNonNull(EmulatorTree.class.getResourceAsStream("debian.sources"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read debian.sources from the program's jar", e);
        }
    }

    /** QEMU as it is started out of the tree: by the tree's own loader, with nothing of this machine's but its kernel. */
    static Emulator in(Path tree) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                tree.resolve("usr/lib64/ld-linux-x86-64.so.2").toString(),
                "--library-path",
                tree.resolve(LIBRARIES).toString(),
                tree.resolve("usr/bin").resolve(Emulator.PROGRAM).toString()));
        for (String firmware : FIRMWARE) {
            command.add("-L");
            command.add(tree.resolve(firmware).toString());
        }
        return Emulator.of(
                command,
                Map.of(
                        "QEMU_MODULE_DIR",
                        tree.resolve(LIBRARIES).resolve("qemu").toString()));
    }
}
