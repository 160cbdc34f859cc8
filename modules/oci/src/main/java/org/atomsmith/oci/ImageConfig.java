package org.atomsmith.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is said of an image beside its files.
 *
 * @param created when, as RFC 3339 writes it
 * @param labels of the image
 * @param command what a container of it runs; empty when it does not say
 * @param diffIds the digests of the layers, uncompressed
 * @param history what each layer is
 */
public record ImageConfig(
        Platform platform,
        String created,
        Map<String, String> labels,
        List<String> command,
        List<Digest> diffIds,
        List<String> history) {
    /** The media type of a configuration. */
    public static final String TYPE = "application/vnd.oci.image.config.v1+json";

    /** Copies the collections. */
    public ImageConfig {
        labels = Map.copyOf(labels);
        command = List.copyOf(command);
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /** Reads a configuration. */
    public static ImageConfig parse(byte[] bytes) throws OciException {
        Json json = Json.parse(bytes, "the image's configuration");
        List<Digest> diffIds = new ArrayList<>();
        for (String digest : json.object("rootfs").texts("diff_ids")) {
            diffIds.add(Digest.parse(digest));
        }
        return new ImageConfig(
                new Platform(
                        json.text("os").orElse(""), json.text("architecture").orElse("")),
                json.text("created").orElse(""),
                json.object("config").object("Labels").texts(),
                json.object("config").texts("Cmd"),
                diffIds,
                json.objects("history").stream()
                        .map(h -> h.text("created_by").orElse(""))
                        .toList());
    }

    /** As the specification writes it. */
    public byte[] toBytes() {
        Json config = new Json().with("Labels", new TreeMap<>(labels));
        return new Json()
                .with("created", created)
                .with("architecture", platform.architecture())
                .with("os", platform.os())
                .with("config", command.isEmpty() ? config : config.with("Cmd", command))
                .with(
                        "rootfs",
                        new Json()
                                .with("type", "layers")
                                .with(
                                        "diff_ids",
                                        diffIds.stream().map(Digest::toString).toList()))
                .with(
                        "history",
                        history.stream()
                                .map(text -> new Json().with("created", created).with("created_by", text))
                                .toList())
                .toBytes();
    }
}
