package org.atomsmith.image.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.atomsmith.disk.tree.ContentSource;

/** What starts a live system: its initramfs, its kernel arguments, its menu. */
final class LiveBoot {
    private static final String UNITS = "etc/systemd/system/";

    private final LiveSystem system;

    LiveBoot(LiveSystem system) {
        this.system = system;
    }

    /**
     * The host's initramfs, and in front of it a small archive that finds the medium and puts a root file system together
     * that can be written to: the disk's below, memory above.
     */
    ContentSource initramfs() throws IOException {
        byte[] archive = new CpioArchive()
                .file(UNITS + "atomic-live.service", 0644, resource("atomic-live.service"))
                .file(UNITS + "sysroot.mount", 0644, resource("sysroot.mount"))
                .link(UNITS + "initrd-root-fs.target.requires/sysroot.mount", "../sysroot.mount")
                .file("usr/bin/atomic-live", 0755, resource("atomic-live"))
                .finish();
        ContentSource host = system.initramfs();
        return ContentSource.of(
                "the live initramfs",
                archive.length + host.size(),
                () -> new SequenceInputStream(new java.io.ByteArrayInputStream(archive), host.open()));
    }

    /** The kernel's arguments. */
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(system.arguments());
        arguments.add("systemd.gpt_auto=0");
        arguments.add("atomic.live=" + system.id());
        return arguments;
    }

    /** The arguments as GRUB's language has them: words in quotes. */
    private String quoted() {
        return arguments().stream()
                .map(a -> a.matches("[\\w./:=,@%+-]+") ? a : "'" + a.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** A file of this package with the system's values in it. */
    byte[] filled(String name) throws IOException {
        String text = new String(resource(name), StandardCharsets.UTF_8);
        // A title comes from the tree: what GRUB or iPXE would read as more than text stays out of it.
        String title = system.title().replaceAll("[^\\p{Alnum} ._()/:+-]", "");
        return text.replace("@TITLE@", title)
                .replace("@ARGUMENTS@", name.endsWith(".cfg") ? quoted() : String.join(" ", arguments()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = LiveBoot.class.getResourceAsStream("/org/atomsmith/image/live/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return in.readAllBytes();
        }
    }
}
