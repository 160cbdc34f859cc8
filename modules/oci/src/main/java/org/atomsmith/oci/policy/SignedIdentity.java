package org.atomsmith.oci.policy;

import org.atomsmith.oci.ImageName;

/** Which name a signature must state for an image (containers-policy.json(5), {@code signedIdentity}). */
public sealed interface SignedIdentity {

    /** The image's name with its tag or digest. */
    record Exact() implements SignedIdentity {}

    /** The image's name and tag; of an image that is named by its digest, the repository. */
    record RepositoryDigestOrExact() implements SignedIdentity {}

    /** The image's repository, with whatever tag. */
    record Repository() implements SignedIdentity {}

    /** A certain name with its tag or digest. */
    record ExactReference(String reference) implements SignedIdentity {}

    /** A certain repository. */
    record ExactRepository(String repository) implements SignedIdentity {}

    /** Images whose names begin so are signed under another name: those of a mirror. */
    record Remapped(String prefix, String signedPrefix) implements SignedIdentity {}

    /**
     * Whether a signature that states a name is one for an image.
     *
     * @param stated {@code host/name[:tag][@digest]}
     */
    default boolean accepts(ImageName image, String stated) {
        SignedReference wanted = SignedReference.of(image);
        SignedReference claimed = SignedReference.parse(stated);
        return switch (this) {
            case Exact _ -> wanted.isExactly(claimed);
            case RepositoryDigestOrExact _ -> isRepositoryDigestOrExact(wanted, claimed);
            case Repository _ -> wanted.repository().equals(claimed.repository());
            case ExactReference(String reference) ->
                SignedReference.parse(reference).isExactly(claimed);
            case ExactRepository(String repository) ->
                SignedReference.parse(repository).repository().equals(claimed.repository());
            case Remapped(String prefix, String signedPrefix) ->
                isRepositoryDigestOrExact(remapped(wanted, prefix, signedPrefix), claimed);
        };
    }

    private static boolean isRepositoryDigestOrExact(SignedReference wanted, SignedReference claimed) {
        return wanted.digest().isPresent()
                ? wanted.repository().equals(claimed.repository())
                : wanted.isExactly(claimed);
    }

    private static SignedReference remapped(SignedReference wanted, String prefix, String signedPrefix) {
        String name = wanted.repository();
        boolean below = name.equals(prefix) || name.startsWith(prefix + "/");
        return below
                ? new SignedReference(signedPrefix + name.substring(prefix.length()), wanted.tag(), wanted.digest())
                : wanted;
    }
}
