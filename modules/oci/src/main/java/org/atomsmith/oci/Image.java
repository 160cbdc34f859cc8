package org.atomsmith.oci;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An image that was found.
 *
 * @param digest of its manifest
 * @param named the digest of what the reference names: the manifest, or an index that has it
 */
public record Image(Digest digest, Digest named, Manifest manifest, ImageConfig config) {
    private static final List<String> INDEXES = List.of(
            "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json");

    /**
     * Finds an image: the manifest of a reference, or of an index the first that is for a platform.
     *
     * @param reference a tag or a digest
     */
    public static Image find(ImageSource source, String reference, Platform platform) throws IOException {
        ImageSource.Document document = source.document(reference);
        Digest named = Digest.of(document.bytes());
        Json json = Json.parse(document.bytes(), "the manifest of '" + reference + "'");
        String type = json.text("mediaType").orElse(document.mediaType());
        if (INDEXES.contains(type) || !json.objects("manifests").isEmpty()) {
            Descriptor chosen = choose(json, reference, platform);
            document = source.document(chosen.digest().toString());
        }
        Manifest manifest = Manifest.parse(document.bytes());
        if (manifest.config().size() > Json.MAX_SIZE) {
            throw new OciException("the image's configuration has "
                    + manifest.config().size() + " bytes; the limit is " + Json.MAX_SIZE);
        }
        try (InputStream in = source.blob(manifest.config())) {
            return new Image(Digest.of(document.bytes()), named, manifest, ImageConfig.parse(in.readAllBytes()));
        }
    }

    private static Descriptor choose(Json index, String reference, Platform platform) throws OciException {
        List<String> others = new ArrayList<>();
        for (Json entry : index.objects("manifests")) {
            Descriptor descriptor = Descriptor.of(entry);
            if (platform.accepts(descriptor.platform())) {
                return descriptor;
            }
            others.add(descriptor.platform().os() + "/" + descriptor.platform().architecture());
        }
        throw new OciException("'" + reference + "' has no image for " + platform.os() + "/" + platform.architecture()
                + ", only for " + String.join(", ", others));
    }
}
