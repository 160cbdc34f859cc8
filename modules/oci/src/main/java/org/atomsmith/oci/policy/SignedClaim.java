package org.atomsmith.oci.policy;

import java.util.Set;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.Json;
import org.atomsmith.oci.OciException;

/**
 * What a signature says: this manifest has this name (containers-signature(5), "simple signing").
 *
 * @param name {@code host/name[:tag][@digest]}
 */
record SignedClaim(Digest manifest, String name) {
    private static final String TYPE = "cosign container image signature";

    /**
     * Reads a payload. It must say what it has to and nothing else: what a reader does not understand may change what is
     * meant.
     */
    static SignedClaim parse(byte[] payload) throws OciException {
        Json json = Json.parse(payload, "the signature's payload");
        Json critical = json.object("critical");
        Json image = critical.object("image");
        Json identity = critical.object("identity");
        requireKeys(json, Set.of("critical", "optional"), "");
        requireKeys(critical, Set.of("type", "image", "identity"), "critical");
        requireKeys(image, Set.of("docker-manifest-digest"), "critical.image");
        requireKeys(identity, Set.of("docker-reference"), "critical.identity");
        String type = critical.text("type").orElse("");
        if (!type.equals(TYPE)) {
            throw new OciException("its type is '" + type + "', expected '" + TYPE + "'");
        }
        return new SignedClaim(
                Digest.parse(image.text("docker-manifest-digest").orElse("")),
                identity.text("docker-reference").orElse(""));
    }

    private static void requireKeys(Json object, Set<String> known, String where) throws OciException {
        for (String key : object.values().keySet()) {
            if (!known.contains(key)) {
                throw new OciException("its payload has a member '" + (where.isEmpty() ? "" : where + ".") + key
                        + "' that is not known");
            }
        }
    }

    /** The payload that says so. */
    byte[] toBytes() {
        return new Json()
                .with(
                        "critical",
                        new Json()
                                .with("identity", new Json().with("docker-reference", name))
                                .with("image", new Json().with("docker-manifest-digest", manifest.toString()))
                                .with("type", TYPE))
                .with("optional", new Json().with("creator", "atomsmith"))
                .toBytes();
    }
}
