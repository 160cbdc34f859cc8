package org.atomsmith.compose.commit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.Nevra;

/**
 * What a commit says of its tree.
 *
 * @param ref the branch, also bound into the commit
 * @param version empty when the treefile gives none
 * @param timestamp seconds since 1970
 * @param kernel version of the kernel; empty for a tree that does not boot
 * @param packages everything installed
 * @param inputHash stands for everything that the tree was made from
 * @param metadata the treefile's {@code add-commit-metadata}
 * @param facts what else it is to say
 */
public record CommitRequest(
        String ref,
        Optional<String> version,
        long timestamp,
        Optional<String> kernel,
        List<Nevra> packages,
        String inputHash,
        Map<String, Object> metadata,
        CommitFacts facts) {}
