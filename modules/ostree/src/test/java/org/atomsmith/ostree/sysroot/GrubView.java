package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.ostree.OstreeCommand;

/** What GRUB's own code reads on a disk: it never replays a journal. */
final class GrubView {
    private static final Pattern ENTRY =
            Pattern.compile("menuentry [^{]*\\{\n(?:  count_try\n)?  linux (\\S+)(.*)\n  initrd (\\S+)\n}\n");
    private static final Pattern LINK = Pattern.compile("'ostree=/([^']+)'");

    private GrubView() {}

    /**
     * An entry of the menu.
     *
     * @param link where the system that it boots is, from the root of the file system
     * @param kernel the kernel's content
     * @param initramfs the initramfs's content
     */
    record Entry(String link, String kernel, String initramfs) {}

    /** Reads the menu, and everything that it loads. */
    static List<Entry> read(Path image) {
        assertThat(cat(image, "/boot/grub/grub.cfg")).contains("/boot/loader/grub.cfg");
        String menu = cat(image, "/boot/loader/grub.cfg");
        List<Entry> entries = new ArrayList<>();
        Matcher entry = ENTRY.matcher(menu);
        int end = menu.indexOf("menuentry ");
        while (entry.find() && entry.start() == end) {
            end = entry.end();
            Matcher link = LINK.matcher(entry.group(2));
            assertThat(link.find()).as(menu).isTrue();
            entries.add(new Entry(link.group(1), cat(image, entry.group(1)), cat(image, entry.group(3))));
        }
        assertThat(end).as("the menu <%s> is complete", menu).isEqualTo(menu.length());
        assertThat(entries).isNotEmpty();
        return entries;
    }

    private static String cat(Path image, String path) {
        return OstreeCommand.run("grub-fstest", image.toString(), "cat", path);
    }
}
