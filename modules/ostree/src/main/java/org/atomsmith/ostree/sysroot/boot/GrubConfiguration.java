package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.linux.AtomicFile;

/**
 * The GRUB of Atomsmith's disks: a {@code /boot/grub/grub.cfg} that never changes reads {@code /boot/loader/grub.cfg},
 * which is made here. It is there without being configured ({@code sysroot.bootloader=none}).
 */
public final class GrubConfiguration implements BootLoader {
    private final Path boot;

    /** The boot loader of this {@code /boot}. */
    public GrubConfiguration(Path boot) {
        this.boot = boot;
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public boolean isActive() throws IOException {
        Path config = boot.resolve("grub/grub.cfg");
        return Files.isRegularFile(config)
                && Files.size(config) < 65_536
                && Files.readString(config).contains("source ($root)/boot/loader/grub.cfg");
    }

    @Override
    public void write(Path loader, int bootVersion, List<BootEntry> entries) throws IOException {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(menuEntry(entry)));
        AtomicFile.write(loader.resolve("grub.cfg"), text.toString());
    }

    /** GRUB's menu entry of an entry. */
    public static String menuEntry(BootEntry entry) {
        StringBuilder text = new StringBuilder("menuentry ")
                .append(quoted(entry.get("title").orElse("(Untitled)")))
                .append(" --class os {\n  linux ")
                .append(entry.get("linux").orElse(""));
        for (String option : entry.options().arguments()) {
            text.append(' ').append(quoted(option));
        }
        text.append('\n');
        entry.get("initrd").ifPresent(initrd -> {
            text.append("  initrd ").append(initrd);
            entry.overlayInitrds().forEach(path -> text.append(' ').append(path));
            text.append('\n');
        });
        entry.get("devicetree")
                .ifPresent(path -> text.append("  devicetree ").append(path).append('\n'));
        return text.append("}\n").toString();
    }

    /** In GRUB's script language, as in the shell's: nothing is special between single quotes but the quote itself. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
