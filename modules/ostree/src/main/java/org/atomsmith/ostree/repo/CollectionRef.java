package org.atomsmith.ostree.repo;

/**
 * A ref with the collection that it belongs to, which makes its name unique in the world.
 *
 * @param collection an identifier as {@code org.example.Os}
 * @param ref the ref's name in it
 */
public record CollectionRef(String collection, String ref) implements Comparable<CollectionRef> {

    @Override
    public int compareTo(CollectionRef other) {
        int order = collection.compareTo(other.collection);
        return order != 0 ? order : ref.compareTo(other.ref);
    }

    /** As libostree writes it: {@code (collection, ref)}. */
    @Override
    public String toString() {
        return "(" + collection + ", " + ref + ")";
    }
}
