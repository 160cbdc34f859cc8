package org.atomsmith.ostree.maintenance;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a prune keeps.
 *
 * @param refsOnly only what refs need is kept; otherwise what any commit needs
 * @param depth how many parents of a ref's commit are kept; -1 for all
 * @param keepYoungerThan commits made since then are kept, in seconds since 1970, and every ref's own
 * @param keepUnreferencedYoungerThan commits made since then are kept though no ref needs them
 * @param branchDepths refs whose depth is another one
 * @param onlyBranches when not empty, the only refs of which anything is removed
 * @param commitsOnly only commits are removed, never what they need
 * @param dryRun nothing is removed
 */
public record PruneRequest(
        boolean refsOnly,
        int depth,
        OptionalLong keepYoungerThan,
        OptionalLong keepUnreferencedYoungerThan,
        Map<String, Integer> branchDepths,
        Set<String> onlyBranches,
        boolean commitsOnly,
        boolean dryRun) {

    /** Copies the maps. */
    public PruneRequest {
        branchDepths = Map.copyOf(branchDepths);
        onlyBranches = Set.copyOf(onlyBranches);
    }

    /** Keeps what refs need: their commits with so many parents. */
    public static PruneRequest ofRefs(int depth) {
        return new PruneRequest(
                true, depth, OptionalLong.empty(), OptionalLong.empty(), Map.of(), Set.of(), false, false);
    }

    /** Refs decide when anything is said of branches or ages. */
    boolean startsFromRefs() {
        return refsOnly || choosesByBranch();
    }

    boolean choosesByBranch() {
        return keepYoungerThan.isPresent()
                || keepUnreferencedYoungerThan.isPresent()
                || !branchDepths.isEmpty()
                || !onlyBranches.isEmpty();
    }
}
