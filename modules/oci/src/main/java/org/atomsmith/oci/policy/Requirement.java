package org.atomsmith.oci.policy;

import java.util.List;

/** What must hold for an image to be taken; of several, all must (containers-policy.json(5)). */
public sealed interface Requirement {

    /** Anything goes. */
    record Accept() implements Requirement {}

    /** Nothing goes. */
    record Reject() implements Requirement {}

    /**
     * A signature beside the image in its registry.
     *
     * @param keys those of which one must have made it, one or more
     * @param identity what it must be a signature of
     */
    record SigstoreSigned(List<KeySource> keys, SignedIdentity identity) implements Requirement {
        public SigstoreSigned {
            keys = List.copyOf(keys);
        }
    }

    /**
     * What the format knows and is not built: refuses every image, with the reason.
     *
     * @param what as the policy says it
     * @param instead what can be used
     */
    record Unsupported(String what, String instead) implements Requirement {}
}
