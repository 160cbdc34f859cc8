package org.atomsmith.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an image consists of.
 *
 * @param config the descriptor of its {@link ImageConfig}
 * @param layers from the lowest to the highest
 */
public record Manifest(Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
    /** The media type of a manifest. */
    public static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    /** What Docker calls one. */
    static final String DOCKER_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

    /** The media type of a layer that is a tar archive, compressed with gzip. */
    public static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

    private static final int MAX_LAYERS = 1024;

    /** Copies the collections. */
    public Manifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /** Reads a manifest. */
    public static Manifest parse(byte[] bytes) throws OciException {
        Json json = Json.parse(bytes, "the manifest");
        List<Descriptor> layers = new ArrayList<>();
        for (Json layer : json.objects("layers")) {
            layers.add(Descriptor.of(layer));
        }
        if (layers.size() > MAX_LAYERS) {
            throw new OciException("the manifest has " + layers.size() + " layers; the limit is " + MAX_LAYERS);
        }
        return new Manifest(
                Descriptor.of(json.object("config")),
                layers,
                json.object("annotations").texts());
    }

    /** As the specification writes it. */
    public byte[] toBytes() {
        Json json = new Json()
                .with("schemaVersion", 2)
                .with("mediaType", TYPE)
                .with("config", config.json())
                .with("layers", layers.stream().map(Descriptor::json).toList());
        return (annotations.isEmpty() ? json : json.with("annotations", new TreeMap<>(annotations))).toBytes();
    }
}
