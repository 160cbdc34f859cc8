package org.atomsmith.ostree.maintenance;

/**
 * What a prune did, or would do.
 *
 * @param objects how many objects there were
 * @param pruned how many of them nothing needs
 * @param bytes that these take in the repository
 */
public record PruneResult(int objects, int pruned, long bytes) {}
