package org.atomsmith.oci.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.oci.Descriptor;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.ImageSource;
import org.atomsmith.oci.Manifest;
import org.atomsmith.oci.OciException;

/**
 * A signature that lies beside an image: the image with the tag {@code sha256-<manifest>.sig} has a layer for each, with
 * what is signed as content and the signature in an annotation (cosign's signature specification).
 *
 * @param payload what is signed
 * @param signature in the key's own encoding
 */
record SigstoreSignature(byte[] payload, byte[] signature) {
    static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final String ANNOTATION = "dev.cosignproject.cosign/signature";

    private static final int MAX_SIGNATURES = 64;
    private static final int MAX_PAYLOAD = 1 << 16;

    /** The tag of a manifest's signatures. */
    static String tag(Digest manifest) {
        return "sha256-" + manifest.hex() + ".sig";
    }

    /** The signatures of a manifest; none when nobody signed it. */
    static List<SigstoreSignature> of(ImageSource source, Digest manifest) throws IOException {
        Optional<ImageSource.Document> document = source.find(tag(manifest));
        if (document.isEmpty()) {
            return List.of();
        }
        List<Descriptor> layers = Manifest.parse(document.get().bytes()).layers();
        if (layers.size() > MAX_SIGNATURES) {
            throw new OciException(
                    tag(manifest) + " has " + layers.size() + " signatures; the limit is " + MAX_SIGNATURES);
        }
        List<SigstoreSignature> found = new ArrayList<>();
        for (Descriptor layer : layers) {
            String signature = layer.annotations().getOrDefault(ANNOTATION, "");
            if (layer.mediaType().equals(MEDIA_TYPE) && !signature.isEmpty()) {
                found.add(new SigstoreSignature(payload(source, layer), decode(signature)));
            }
        }
        return found;
    }

    private static byte[] payload(ImageSource source, Descriptor layer) throws IOException {
        if (layer.size() > MAX_PAYLOAD) {
            throw new OciException("a signature's payload has " + layer.size() + " bytes; the limit is " + MAX_PAYLOAD);
        }
        try (InputStream in = source.blob(layer)) {
            return in.readAllBytes();
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            // No key verifies nothing.
            return new byte[0];
        }
    }

    /** The layer that carries it. */
    Descriptor layer() {
        Descriptor plain = new Descriptor(MEDIA_TYPE, Digest.of(payload), payload.length);
        return new Descriptor(
                plain.mediaType(),
                plain.digest(),
                plain.size(),
                Map.of(ANNOTATION, Base64.getEncoder().encodeToString(signature)),
                plain.platform());
    }
}
