package org.atomsmith.rpm.file;

/** What became of a file of an installed package: {@code RPMFILE_STATE_} of rpm's {@code rpmfiles.h}, by their numbers. */
public enum FileState {
    /** It is there as the package brought it, or as somebody edited it. */
    NORMAL,
    /** Something else is at its place. */
    REPLACED,
    /** It was left out. */
    NOT_INSTALLED,
    /** It lies where the installation is not the one who decides. */
    NET_SHARED
}
