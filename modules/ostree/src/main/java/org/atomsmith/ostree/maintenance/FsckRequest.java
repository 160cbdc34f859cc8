package org.atomsmith.ostree.maintenance;

/**
 * What a check of a repository does besides.
 *
 * @param all goes on after what is broken
 * @param delete removes what is broken
 * @param addTombstones leaves a tombstone for each parent that is missing
 * @param verifyBindings refs must name commits that were made for them
 * @param verifyBackReferences and the refs that commits were made for must be there
 */
public record FsckRequest(
        boolean all, boolean delete, boolean addTombstones, boolean verifyBindings, boolean verifyBackReferences) {}
