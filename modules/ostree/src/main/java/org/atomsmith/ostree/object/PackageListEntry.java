package org.atomsmith.ostree.object;

/**
 * One package of {@code rpmostree.rpmdb.pkglist}.
 *
 * @param name the package's name
 * @param epoch as a decimal number, {@code "0"} when there is none
 * @param version upstream version
 * @param release distribution's release
 * @param arch architecture as RPM names it
 */
public record PackageListEntry(String name, String epoch, String version, String release, String arch) {}
