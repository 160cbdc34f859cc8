package org.atomsmith.ostree.repo;

/** Whether what another repository says about its objects is believed. */
public enum Trust {
    /** Every object is read and must have the checksum that it is named by. */
    VERIFY,
    /** Objects are taken as they are: the source is the user's own, and was verified when it was written. */
    BELIEVE
}
