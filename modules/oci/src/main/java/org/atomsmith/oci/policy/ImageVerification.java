package org.atomsmith.oci.policy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.Image;
import org.atomsmith.oci.ImageName;
import org.atomsmith.oci.ImageSource;
import org.atomsmith.oci.OciException;

/** Judges an image by a policy, before anything of it is used. */
public final class ImageVerification {
    private final SignaturePolicy policy;
    private final PolicyScopes scopes;
    private final ImageSource source;

    /**
     * Will judge.
     *
     * @param scopes what the policy may call the image
     * @param source where its signatures are, beside it
     */
    public ImageVerification(SignaturePolicy policy, PolicyScopes scopes, ImageSource source) {
        this.policy = policy;
        this.scopes = scopes;
        this.source = source;
    }

    /**
     * Holds an image to every requirement.
     *
     * @return the keys whose signatures were good; none where the policy asks for no signature
     * @throws OciException when one is not met, with the policy's place and the reason
     */
    public List<String> verify(Image image) throws IOException {
        SignaturePolicy.Rule rule = policy.rule(scopes);
        List<String> keys = new ArrayList<>();
        for (Requirement requirement : rule.requirements()) {
            switch (requirement) {
                case Requirement.Accept _ -> {}
                case Requirement.Reject _ ->
                    throw new OciException(subject() + " is not to be used: " + rule.place() + " rejects it");
                case Requirement.Unsupported(String what, String instead) ->
                    throw new OciException(subject() + " cannot be verified: " + policy.source() + ": " + what
                            + ", which is not built; use " + instead);
                case Requirement.SigstoreSigned signed -> keys.add(signedBy(image, signed, rule));
            }
        }
        return keys;
    }

    private String signedBy(Image image, Requirement.SigstoreSigned required, SignaturePolicy.Rule rule)
            throws IOException {
        ImageName name = scopes.name()
                .orElseThrow(() -> new OciException(subject() + " cannot be verified: " + rule.place()
                        + " asks for a signature, and a layout directory has none"));
        List<VerificationKey> keys = new ArrayList<>();
        for (KeySource each : required.keys()) {
            keys.add(each.key());
        }
        Set<String> reasons = new LinkedHashSet<>();
        // Who signs an index signs the manifests that it names by their digests.
        for (Digest digest : new LinkedHashSet<>(List.of(image.digest(), image.named()))) {
            for (SigstoreSignature signature : SigstoreSignature.of(source, digest)) {
                Optional<VerificationKey> by = keys.stream()
                        .filter(key -> key.verifies(signature.payload(), signature.signature()))
                        .findFirst();
                Optional<String> reason = by.isEmpty()
                        ? Optional.of("one by another key")
                        : objection(signature, digest, name, required.identity());
                if (reason.isEmpty()) {
                    return by.get().name();
                }
                reasons.add(reason.get());
            }
        }
        throw new OciException(subject() + " is not signed as " + rule.place() + " demands: "
                + (reasons.isEmpty()
                        ? "it has no signature (no " + SigstoreSignature.tag(image.digest()) + ")"
                        : "its signatures are " + String.join(", ", reasons)));
    }

    /** Why a signature that is by the right key is not one for the image; empty when it is. */
    private static Optional<String> objection(
            SigstoreSignature signature, Digest digest, ImageName name, SignedIdentity identity) {
        SignedClaim claim;
        try {
            claim = SignedClaim.parse(signature.payload());
        } catch (OciException e) {
            return Optional.of("one that is not understood (" + e.getMessage() + ")");
        }
        if (!claim.manifest().equals(digest)) {
            return Optional.of("one of another manifest, " + claim.manifest());
        }
        return identity.accepts(name, claim.name())
                ? Optional.empty()
                : Optional.of(
                        "one that names it '" + claim.name() + "' (a signedIdentity of the policy says which names"
                                + " are taken, matchRepository any tag)");
    }

    private String subject() {
        return scopes.name().map(ImageName::toString).orElse(scopes.scopes().getFirst());
    }
}
