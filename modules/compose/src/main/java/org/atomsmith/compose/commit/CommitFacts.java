package org.atomsmith.compose.commit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.Repository;

/**
 * What a commit says beside its tree when the treefile asks for it, under the names and in the types that rpm-ostree uses;
 * a repository's {@code digest} is ours.
 *
 * @param inline a part of the commit
 * @param detached beside the commit, which keeps its name
 */
public record CommitFacts(SequencedMap<String, Variant> inline, SequencedMap<String, Variant> detached) {
    private static final String REPOSITORIES = "rpmostree.rpmmd-repos";
    private static final String COMMAND = "ostree.container-cmd";

    /**
     * The facts that a treefile asks for.
     *
     * @param repositories where the packages come from
     * @param packages everything installed
     */
    public static CommitFacts of(Treefile.CommitFacts asked, List<Repository> repositories, List<Nevra> packages)
            throws IOException {
        SequencedMap<String, Variant> inline = new LinkedHashMap<>();
        SequencedMap<String, Variant> detached = new LinkedHashMap<>();
        if (!asked.containerCommand().isEmpty()) {
            inline.put(
                    COMMAND,
                    Variant.array(
                            "s",
                            asked.containerCommand().stream()
                                    .map(Variant::string)
                                    .toList()));
        }
        switch (asked.repositories()) {
            case INLINE -> inline.put(REPOSITORIES, list(repositories));
            case DETACHED -> detached.put(REPOSITORIES, list(repositories));
            case DISABLED -> {}
        }
        if (asked.advisories() != Treefile.Place.DISABLED) {
            SequencedMap<String, Variant> to = asked.advisories() == Treefile.Place.INLINE ? inline : detached;
            AdvisoryFacts.of(repositories, packages).ifPresent(found -> to.put(AdvisoryFacts.KEY, found));
        }
        return new CommitFacts(inline, detached);
    }

    private static Variant list(List<Repository> repositories) {
        SortedMap<String, Variant> byId = new TreeMap<>();
        for (Repository repository : repositories) {
            SequencedMap<String, Variant> fields = new LinkedHashMap<>();
            fields.put("id", Variant.string(repository.id()));
            fields.put("digest", Variant.string("sha256:" + repository.digest()));
            repository.timestamp().ifPresent(time -> fields.put("timestamp", Variant.u64(time)));
            byId.put(repository.id(), Variant.dict(fields));
        }
        return Variant.array("a{sv}", List.copyOf(byId.values()));
    }
}
