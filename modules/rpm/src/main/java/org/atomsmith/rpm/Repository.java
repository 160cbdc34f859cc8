package org.atomsmith.rpm;

import java.net.URI;
import java.util.List;
import java.util.OptionalLong;

/** A package repository whose metadata has been fetched and verified. */
public interface Repository extends PackageSource {

    /** The identifier by which treefiles name it. */
    String id();

    /** Where its package files are, best mirror first; each ends in a slash. */
    List<URI> bases();

    /** SHA-256 of the signed index that all its metadata hang on: changes exactly when the content may have. */
    String digest();

    /** How its files are transferred. */
    default TransferOptions transfer() {
        return TransferOptions.USUAL;
    }

    /** When its maker last changed it, in seconds since 1970; empty when that is not known. */
    default OptionalLong timestamp() {
        return OptionalLong.empty();
    }

    /** The lower, the better: of a name, packages of the best priority hide all others. */
    default int priority() {
        return 99;
    }

    /** The lower, the better, among repositories of one priority that have the same version. */
    default int cost() {
        return 1000;
    }

    /** Reads this repository's package files. */
    PackageFormat format();
}
