package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.AtomicFile;

/**
 * U-Boot: {@code /boot/loader/uEnv.txt} holds variables; those of the first entry have plain names, those of the others
 * end in 2, 3 and so on. What the first deployment has in {@code usr/lib/ostree-boot/uEnv.txt} is put in.
 */
public final class UBoot implements BootLoader {
    private final Path sysroot;

    /** The boot loader of this system. */
    public UBoot(Path sysroot) {
        this.sysroot = sysroot;
    }

    @Override
    public String name() {
        return "U-Boot";
    }

    @Override
    public boolean isActive() {
        return Files.isRegularFile(sysroot.resolve("boot/loader/uEnv.txt"));
    }

    @Override
    public void write(Path loader, int bootVersion, List<BootEntry> entries) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < entries.size(); i++) {
            BootEntry entry = entries.get(i);
            String suffix = i == 0 ? "" : Integer.toString(i + 1);
            String kernel =
                    entry.get("linux").orElseThrow(() -> new IOException("No \"linux\" key in bootloader config"));
            set(text, "kernel_image" + suffix, Optional.of(kernel));
            set(text, "bootdir" + suffix, Optional.of(kernel.substring(0, kernel.lastIndexOf('/') + 1)));
            set(text, "ramdisk_image" + suffix, entry.get("initrd"));
            set(text, "fdt_file" + suffix, entry.get("devicetree"));
            set(text, "fdtdir" + suffix, entry.get("fdtdir"));
            set(text, "bootargs" + suffix, entry.get("options"));
            if (i == 0) {
                text.append(ofSystem(entry));
            }
        }
        AtomicFile.write(loader.resolve("uEnv.txt"), text.toString());
    }

    private static void set(StringBuilder text, String name, Optional<String> value) {
        value.ifPresent(v -> text.append(name).append('=').append(v).append('\n'));
    }

    private String ofSystem(BootEntry entry) throws IOException {
        String link = entry.options()
                .last("ostree")
                .orElseThrow(
                        () -> new IOException("No ostree= kernel argument found in boot loader configuration file"));
        Path file = sysroot.resolve(link.substring(1)).resolve("usr/lib/ostree-boot/uEnv.txt");
        if (!Files.isRegularFile(file)) {
            return "";
        }
        String text = Files.readString(file);
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }
}
