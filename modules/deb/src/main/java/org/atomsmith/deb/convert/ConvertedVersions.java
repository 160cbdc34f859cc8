package org.atomsmith.deb.convert;

import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.RpmVersions;

/**
 * Versions of converted packages. RPM has no hyphen in a version and no package without a release; a Debian version without
 * a revision is equal in order to one with the revision 0. Different versions stay different: neither sign that is put in
 * occurs in Debian's.
 */
final class ConvertedVersions {
    private static final RpmVersions RPM = new RpmVersions();

    private ConvertedVersions() {}

    static Evr of(Evr debian) {
        String version = debian.version().replace("-", "_").replace(":", "__");
        return new Evr(debian.epoch(), version, debian.release().isEmpty() ? "0" : debian.release());
    }

    /** The version that {@link #of} was given; a revision {@code 0} is taken for none, which is equal to it in order. */
    static Evr original(Evr converted) {
        String version = converted.version().replace("__", ":").replace("_", "-");
        return new Evr(converted.epoch(), version, converted.release().equals("0") ? "" : converted.release());
    }

    /** Whether rpm finds that a converted version is in a converted range. */
    static boolean rpmMatches(Comparison op, Evr wanted, Evr provided) {
        return RPM.matches(op, of(wanted), of(provided));
    }
}
