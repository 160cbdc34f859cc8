package org.atomsmith.host.services;

/** How units and their files are named. */
final class UnitNames {
    private UnitNames() {}

    /** The unit that an instance is made of: {@code getty@.service} of {@code getty@tty1.service}. */
    static String template(String unit) {
        int at = unit.indexOf('@');
        int dot = unit.lastIndexOf('.');
        return at < 0 || dot < at ? unit : unit.substring(0, at + 1) + unit.substring(dot);
    }

    /** An absolute path as a tree has it: {@code /lib} and its kin are links to {@code /usr}; no slash before. */
    static String inUsr(String path) {
        String relative = path.substring(1);
        return relative.startsWith("lib") || relative.startsWith("bin/") || relative.startsWith("sbin/")
                ? "usr/" + relative
                : relative;
    }
}
