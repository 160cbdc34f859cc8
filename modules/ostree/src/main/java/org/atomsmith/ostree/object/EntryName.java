package org.atomsmith.ostree.object;

/** The rule for names of directory entries, which keeps every path inside its root. */
public final class EntryName {

    private EntryName() {}

    /** True for a name that one directory entry may have: no slash, no NUL, not {@code .}, {@code ..} or empty. */
    public static boolean isValid(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0;
    }

    /** What is wrong with a name that is none. */
    public static String complaint(String name) {
        return name.indexOf('/') >= 0
                ? "Invalid / in filename " + name
                : "'" + name + "' is no name of a directory entry";
    }
}
