package org.atomsmith.ostree.object;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.atomsmith.ostree.gvariant.Variant;

/**
 * The refs and the collection that a commit says it was made for, so that nobody can serve it as another.
 *
 * @param refs as in {@code ostree.ref-binding}; empty when it says nothing
 * @param collection as in {@code ostree.collection-binding}
 */
public record Bindings(Optional<List<String>> refs, Optional<String> collection) {
    private static final String REFS = "ostree.ref-binding";
    private static final String COLLECTION = "ostree.collection-binding";

    /** The bindings of a commit. */
    public static Bindings of(Commit commit) {
        Optional<List<String>> refs =
                commit.metadata().containsKey(REFS) ? Optional.of(commit.refBinding()) : Optional.empty();
        return new Bindings(
                refs,
                Optional.ofNullable(commit.metadata().get(COLLECTION))
                        .filter(Variant.Text.class::isInstance)
                        .map(Variant::asString));
    }

    /**
     * What speaks against a commit's being what a ref names: empty when nothing does. A commit that says nothing may
     * be any ref outside of a collection.
     *
     * @param ref the ref's name; empty when it is not known
     * @param inCollection the collection that the ref is in
     */
    public Optional<String> complaint(Optional<String> ref, Optional<String> inCollection) {
        if (refs.isEmpty()) {
            return inCollection.isEmpty()
                    ? Optional.empty()
                    : Optional.of("Expected commit metadata to have ref binding information, found none");
        }
        if (ref.isPresent() && !refs.get().contains(ref.get())) {
            String listed =
                    refs.get().stream().map(name -> "\u2018" + name + "\u2019").collect(Collectors.joining(", "));
            return Optional.of("Commit has no requested ref \u2018" + ref.get() + "\u2019 in ref binding metadata ("
                    + (listed.isEmpty() ? "no refs" : listed) + ")");
        }
        if (inCollection.isEmpty() || inCollection.equals(collection)) {
            return Optional.empty();
        }
        return Optional.of(
                collection.isEmpty()
                        ? "Expected commit metadata to have collection ID binding information, found none"
                        : "Commit has collection ID \u2018" + collection.get()
                                + "\u2019 in collection binding metadata, while the remote it came from has collection"
                                + " ID \u2018" + inCollection.get() + "\u2019");
    }
}
