package org.atomsmith.deb;

/** dpkg's database of what is installed. */
public final class DpkgDatabase {
    /** Where the database is in a host: {@code /var/lib/dpkg} is a link to it. */
    public static final String DIRECTORY = "usr/lib/sysimage/dpkg";

    private DpkgDatabase() {}
}
