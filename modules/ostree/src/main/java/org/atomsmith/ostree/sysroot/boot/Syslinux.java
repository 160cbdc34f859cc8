package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.LinuxFiles;

/**
 * SYSLINUX: {@code /boot/syslinux/syslinux.cfg} is a link to {@code ../loader/syslinux.cfg}. Lines and labels of the file
 * that are not ours are kept.
 */
public final class Syslinux implements BootLoader {
    private final Path boot;

    /** The boot loader of this {@code /boot}. */
    public Syslinux(Path boot) {
        this.boot = boot;
    }

    @Override
    public String name() {
        return "syslinux";
    }

    @Override
    public boolean isActive() {
        return Files.isSymbolicLink(config());
    }

    @Override
    public void write(Path loader, int bootVersion, List<BootEntry> entries) throws IOException {
        List<String> kept = new ArrayList<>();
        boolean ownDefault = keep(Files.readString(config()), kept);
        // Paths begin at the partition that SYSLINUX is on.
        boolean onRoot = LinuxFiles.statFollowing(boot).dev()
                == LinuxFiles.statFollowing(boot.resolve("..")).dev();
        StringBuilder text = new StringBuilder();
        kept.forEach(line -> text.append(line).append('\n'));
        for (int i = 0; i < entries.size(); i++) {
            BootEntry entry = entries.get(i);
            String title = entry.get("title").orElse("(Untitled)");
            if (ownDefault && i == 0) {
                text.append("DEFAULT ").append(title).append('\n');
            }
            text.append("LABEL ").append(title).append('\n');
            String kernel =
                    entry.get("linux").orElseThrow(() -> new IOException("No \"linux\" key in bootloader config"));
            text.append("\tKERNEL ").append(path(kernel, onRoot)).append('\n');
            entry.get("initrd")
                    .ifPresent(path ->
                            text.append("\tINITRD ").append(path(path, onRoot)).append('\n'));
            entry.get("devicetree")
                    .ifPresent(path -> text.append("\tDEVICETREE ")
                            .append(path(path, onRoot))
                            .append('\n'));
            entry.get("options")
                    .ifPresent(
                            options -> text.append("\tAPPEND ").append(options).append('\n'));
        }
        AtomicFile.write(loader.resolve("syslinux.cfg"), text.toString());
    }

    private static String path(String inBoot, boolean onRoot) {
        return onRoot && !inBoot.startsWith("/boot/") ? "/boot" + inBoot : inBoot;
    }

    /**
     * Collects what others wrote.
     *
     * @return whether the default is ours to choose
     */
    private static boolean keep(String config, List<String> kept) {
        boolean foreignDefault = false;
        List<String> label = new ArrayList<>();
        List<String> lines = new ArrayList<>(List.of(config.split("\n", -1)));
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        for (String line : lines) {
            if (!label.isEmpty() && line.startsWith("\t")) {
                label.add(line);
                continue;
            }
            flush(label, kept);
            if (line.startsWith("LABEL ")) {
                label.add(line);
            } else if (line.startsWith("DEFAULT ")) {
                // Ours says what it is; the menu is written anew and so is its default.
                if (!line.contains("(ostree")) {
                    kept.add(line);
                    foreignDefault = true;
                }
            } else {
                kept.add(line);
            }
        }
        flush(label, kept);
        return !foreignDefault;
    }

    private static void flush(List<String> label, List<String> kept) {
        boolean ours = label.stream()
                .anyMatch(line -> line.startsWith("\tKERNEL /ostree/") || line.startsWith("\tKERNEL /boot/ostree/"));
        if (!ours) {
            kept.addAll(label);
        }
        label.clear();
    }

    private Path config() {
        return boot.resolve("syslinux/syslinux.cfg");
    }
}
