package org.atomsmith.image;

/**
 * One entry of the boot menu, in the two forms that a host has of it: the Boot Loader Specification's file, which is the
 * truth, and the line for GRUB that is made from it.
 *
 * @param title what the menu shows
 * @param version sorts entries, the newest highest
 * @param options the kernel's arguments
 * @param linux path of the kernel from the root of the file system
 * @param initrd path of the initramfs
 */
record BootEntry(String title, int version, String options, String linux, String initrd) {

    /** The file of the Boot Loader Specification, keys in libostree's order. */
    String toSpecification() {
        return "title " + title + "\nversion " + version + "\noptions " + options + "\nlinux " + linux + "\ninitrd "
                + initrd + "\n";
    }

    /** GRUB's menu entry. */
    String toGrub() {
        StringBuilder words = new StringBuilder();
        for (String option : options.split(" +")) {
            words.append(' ').append(quoted(option));
        }
        return "menuentry " + quoted(title) + " --class os {\n  linux " + linux + words + "\n  initrd " + initrd
                + "\n}\n";
    }

    /** In GRUB's script language: nothing is special between single quotes but the quote itself. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
