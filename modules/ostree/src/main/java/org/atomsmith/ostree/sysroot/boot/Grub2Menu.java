package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.util.List;

/**
 * The menu that {@code grub2-mkconfig}'s script for OSTree asks of {@code ostree admin instutil grub2-generate}.
 *
 * @param deviceId of the boot device, for the entries' identities ({@code GRUB2_BOOT_DEVICE_ID})
 * @param prepareRoot GRUB's commands that find the file system ({@code GRUB2_PREPARE_ROOT_CACHE})
 * @param efi whether GRUB runs under EFI
 */
public record Grub2Menu(String deviceId, String prepareRoot, boolean efi) {

    /** GRUB's commands for these entries. */
    public String text(List<BootEntry> entries) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < entries.size(); i++) {
            BootEntry entry = entries.get(i);
            String kernel =
                    entry.get("linux").orElseThrow(() -> new IOException("No \"linux\" key in bootloader config"));
            text.append("menuentry ")
                    .append(GrubConfiguration.quoted(entry.get("title").orElse("(Untitled)")))
                    .append(" --class gnu-linux --class gnu --class os --unrestricted ")
                    .append(GrubConfiguration.quoted("ostree-" + i + "-" + deviceId))
                    .append(" {\nload_video\nset gfxpayload=keep\ninsmod gzio\n")
                    .append(prepareRoot)
                    .append('\n')
                    .append(efi ? "linuxefi " : "linux16 ")
                    .append(kernel);
            entry.get("options").ifPresent(options -> text.append(' ').append(options));
            text.append('\n');
            entry.get("initrd").ifPresent(initrd -> {
                text.append(efi ? "initrdefi " : "initrd16 ").append(initrd);
                entry.overlayInitrds().forEach(path -> text.append(' ').append(path));
                text.append('\n');
            });
            entry.get("devicetree")
                    .ifPresent(path -> text.append("devicetree ").append(path).append('\n'));
            text.append("}\n");
        }
        return text.toString();
    }
}
