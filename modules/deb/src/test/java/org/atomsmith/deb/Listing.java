package org.atomsmith.deb;

import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.PayloadEntry.Kind;

/** Writes entries as {@code dpkg-deb -c} does, without the time. */
final class Listing {
    private static final String[] RIGHTS = {"---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx"};

    private Listing() {}

    static String line(PayloadEntry e) {
        int mode = e.mode();
        StringBuilder text =
                new StringBuilder("-dlh".substring(e.kind().ordinal(), e.kind().ordinal() + 1));
        text.append(RIGHTS[mode >> 6 & 7]).append(RIGHTS[mode >> 3 & 7]).append(RIGHTS[mode & 7]);
        if ((mode & 04000) != 0) {
            text.setCharAt(3, text.charAt(3) == 'x' ? 's' : 'S');
        }
        if ((mode & 02000) != 0) {
            text.setCharAt(6, text.charAt(6) == 'x' ? 's' : 'S');
        }
        if ((mode & 01000) != 0) {
            text.setCharAt(9, text.charAt(9) == 'x' ? 't' : 'T');
        }
        text.append(' ')
                .append(e.user())
                .append('/')
                .append(e.group())
                .append(' ')
                .append(e.size());
        text.append(" ./").append(e.path());
        if (e.kind() == Kind.DIRECTORY && !e.path().isEmpty()) {
            text.append('/');
        }
        if (e.kind() == Kind.SYMLINK) {
            text.append(" -> ").append(e.link());
        } else if (e.kind() == Kind.HARDLINK) {
            text.append(" link to ./").append(e.link());
        }
        return text.toString();
    }
}
