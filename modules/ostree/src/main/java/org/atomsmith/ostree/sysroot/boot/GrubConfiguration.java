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
    /** The variable of GRUB's environment block that counts: {@link BootTries}. */
    static final String TRIES_LEFT = "tries_left";

    /** The variable that says which entry is on trial. */
    static final String TRIES_SLOT = "tries_slot";

    /**
     * Made with every deployment, so that a better one reaches disks that are old. GRUB cannot calculate. The try is
     * counted when the first entry is chosen, not when the menu is shown: another choice costs none.
     */
    private static final String COUNTING = """
            set tries_slot=
            set tries_left=
            if [ -f $prefix/grubenv ]; then
              load_env --file $prefix/grubenv tries_slot tries_left
            fi
            function count_try {
              if [ "$tries_slot" = "$first_slot" ]; then
                if [ "$tries_left" = 3 ]; then
                  set tries_left=2
                elif [ "$tries_left" = 2 ]; then
                  set tries_left=1
                else
                  set tries_left=0
                fi
                save_env --file $prefix/grubenv tries_left
              fi
            }
            """;

    /**
     * A label may be on several disks: {@code /boot/grub/grub.cfg} says which file system it was read from, and the last
     * {@code root=} counts.
     */
    private static final String THIS_ROOT = """
            set this_root=
            if [ -n "$root_uuid" ]; then
              set this_root="root=UUID=$root_uuid"
            fi
            """;

    /** What cannot be loaded is not tried again and again, and neither is what used up its tries. */
    private static final String FALLBACK = """
            set fallback=1
            if [ "$tries_slot" = "$first_slot" -a "$tries_left" != 1 -a "$tries_left" != 2 -a "$tries_left" != 3 ]; then
              set default=1
            fi
            """;

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
        AtomicFile.write(loader.resolve("grub.cfg"), menu(entries));
    }

    /** The menu: the script that counts tries, then the entries. */
    public static String menu(List<BootEntry> entries) {
        StringBuilder text = new StringBuilder(
                        "# The first entry may be on trial: grubenv says how often it may be tried.\n")
                .append("set first_slot=")
                .append(quoted(entries.isEmpty() ? "" : Slot.of(entries.getFirst())))
                .append('\n')
                .append(COUNTING)
                .append(THIS_ROOT);
        if (entries.size() > 1) {
            text.append(FALLBACK);
        }
        for (int i = 0; i < entries.size(); i++) {
            text.append(menuEntry(entries.get(i), i == 0));
        }
        return text.toString();
    }

    private static String menuEntry(BootEntry entry, boolean counted) {
        StringBuilder text = new StringBuilder("menuentry ")
                .append(quoted(entry.get("title").orElse("(Untitled)")))
                .append(" --class os {\n")
                .append(counted ? "  count_try\n" : "")
                .append("  linux ")
                .append(entry.get("linux").orElse(""));
        for (String option : entry.options().arguments()) {
            text.append(' ').append(quoted(option));
        }
        if (entry.options().last("root").orElse("").startsWith("LABEL=")) {
            text.append(" $this_root");
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

    /**
     * Names of places in the menu. Deployments that share a kernel, its arguments and a version also share an entry's
     * text, so a place is all that GRUB can know.
     */
    static final class Slot {
        private Slot() {}

        /** Of an entry: the end of its {@code ostree=} argument; empty when it has none. */
        static String of(BootEntry entry) {
            String link = entry.options().last("ostree").orElse("");
            int end = link.startsWith("/ostree/boot.") ? link.indexOf('/', "/ostree/boot.".length()) : -1;
            return end < 0 ? "" : link.substring(end + 1);
        }

        /** Of the first entry, where that boots a kernel with this checksum. */
        static String first(String stateroot, String bootChecksum) {
            return stateroot + "/" + bootChecksum + "/0";
        }
    }
}
