package org.atomsmith.oci.policy;

import java.util.Optional;
import org.atomsmith.oci.ImageName;

/**
 * The name of an image as a signature or a policy states it, in full: names without a registry are of {@code docker.io}.
 *
 * @param repository {@code host/name}
 * @param tag without {@code :}
 * @param digest {@code sha256:...}
 */
record SignedReference(String repository, Optional<String> tag, Optional<String> digest) {
    private static final String NO_HOST = "docker.io";

    /** Of an image that is looked for: it has a tag or a digest. */
    static SignedReference of(ImageName image) {
        boolean pinned = image.reference().contains(":");
        return new SignedReference(
                image.host() + "/" + image.repository(),
                pinned ? Optional.empty() : Optional.of(image.reference()),
                pinned ? Optional.of(image.reference()) : Optional.empty());
    }

    /** Reads a name. */
    static SignedReference parse(String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        return new SignedReference(
                inFull(tagged ? named.substring(0, colon) : named),
                tagged ? Optional.of(named.substring(colon + 1)) : Optional.empty(),
                at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1)));
    }

    private static String inFull(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
            return repository;
        }
        return NO_HOST + (slash < 0 ? "/library/" : "/") + repository;
    }

    /** Whether both name the same, down to tag and digest; a name without either names nothing. */
    boolean isExactly(SignedReference other) {
        return equals(other) && (tag.isPresent() || digest.isPresent());
    }
}
