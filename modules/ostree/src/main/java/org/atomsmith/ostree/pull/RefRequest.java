package org.atomsmith.ostree.pull;

import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;

/**
 * A ref that is asked for.
 *
 * @param collection the collection that the ref is of; empty when the remote has no such thing, or does not matter
 * @param ref its name, without the remote's
 * @param commit the commit that is wanted whatever the ref names at the remote; empty for the one that it names
 */
public record RefRequest(Optional<String> collection, String ref, Optional<Checksum> commit) {
    /** What a ref of the remote names. */
    public static RefRequest of(String ref) {
        return new RefRequest(Optional.empty(), ref, Optional.empty());
    }

    /** As libostree writes it in messages. */
    @Override
    public String toString() {
        return "(" + collection.orElse("(empty)") + ", " + ref + ")";
    }
}
