package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.CollectionRef;

/** Finds out what the refs that are asked for name at the remote. */
final class RefResolution {
    private static final int SHOWN = 64;

    private final Source source;
    private final Optional<SummaryRefs> summary;

    RefResolution(Source source, Optional<SummaryRefs> summary) {
        this.source = source;
        this.summary = summary;
    }

    /** The refs and their commits, in the order of asking; with the collections that the summary knows. */
    SequencedMap<RefRequest, Checksum> resolve(List<RefRequest> refs) throws IOException {
        // A ref that is asked for again replaces what was asked before.
        Map<CollectionRef, RefRequest> last = new LinkedHashMap<>();
        refs.forEach(ref -> last.put(new CollectionRef(ref.collection().orElse(""), ref.ref()), ref));
        SequencedMap<RefRequest, Checksum> commits = new LinkedHashMap<>();
        for (RefRequest ref : last.values()) {
            RefRequest known = ref.collection().isEmpty() && summary.isPresent()
                    ? new RefRequest(summary.get().collection(), ref.ref(), ref.commit())
                    : ref;
            if (ref.commit().isPresent()) {
                commits.put(known, ref.commit().get());
            } else {
                commits.put(known, resolve(ref));
            }
        }
        return commits;
    }

    private Checksum resolve(RefRequest ref) throws IOException {
        Optional<Checksum> local = source instanceof LocalSource there ? resolve(there, ref) : Optional.empty();
        if (local.isPresent()) {
            return local.get();
        }
        if (summary.isPresent()) {
            return summary.get()
                    .find(ref.collection(), ref.ref())
                    .orElseThrow(() -> new PullException("No such branch '"
                            + (ref.collection().isPresent() ? ref.toString() : ref.ref())
                            + "' in repository summary: `ostree remote refs REMOTE` lists those that there are"))
                    .commit();
        }
        if (source.isLocal()) {
            throw new PullException("Refspec '" + ref.ref() + "' not found");
        }
        try {
            return fetch(ref);
        } catch (IOException e) {
            throw new PullException("Fetching checksum for ref " + ref + ": " + e.getMessage(), e);
        }
    }

    /** A repository on this machine is asked itself: its summary may be older. */
    private static Optional<Checksum> resolve(LocalSource there, RefRequest ref) throws IOException {
        if (ref.ref().indexOf(':') >= 0) {
            throw new PullException("Invalid ref name " + ref.ref());
        }
        Optional<String> own = there.repository().config().collectionId();
        if (ref.collection().isPresent() && !ref.collection().equals(own)) {
            return there.repository()
                    .refs()
                    .resolve(new CollectionRef(ref.collection().get(), ref.ref()));
        }
        return there.repository().refs().resolve(ref.ref());
    }

    private Checksum fetch(RefRequest ref) throws IOException {
        String path = "refs/heads/" + ref.ref();
        byte[] content = source.file(path)
                .orElseThrow(() -> new PullException("Server returned HTTP 404 for " + path
                        + ": the remote has neither a summary nor this ref; look at its URL"));
        String text = new String(content, StandardCharsets.UTF_8).strip();
        return Checksum.tryParse(text)
                .orElseThrow(() -> new PullException(
                        "Invalid rev " + text.replace('\n', ' ').substring(0, Math.min(SHOWN, text.length()))));
    }

    /** Each ref without its collection: what is written where there are no collections. */
    static Map<String, Checksum> names(SequencedMap<RefRequest, Checksum> refs) {
        Map<String, Checksum> names = new LinkedHashMap<>();
        refs.forEach((ref, commit) -> names.put(ref.ref(), commit));
        return names;
    }
}
