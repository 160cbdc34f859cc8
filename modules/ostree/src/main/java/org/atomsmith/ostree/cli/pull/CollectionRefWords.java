package org.atomsmith.ostree.cli.pull;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.repo.CollectionRef;

/** Reads {@code COLLECTION-ID REF [COLLECTION-ID REF...]}. */
final class CollectionRefWords {
    private CollectionRefWords() {}

    static List<CollectionRef> parse(List<String> words) {
        if (words.isEmpty()) {
            throw new UsageException("At least one COLLECTION-ID REF pair must be specified");
        }
        if (words.size() % 2 != 0) {
            throw new UsageException("Only complete COLLECTION-ID REF pairs may be specified");
        }
        List<CollectionRef> refs = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 2) {
            refs.add(new CollectionRef(words.get(i), words.get(i + 1)));
        }
        return refs;
    }
}
