package org.atomsmith.oci;

import java.util.Map;

/**
 * Content that another document names.
 *
 * @param mediaType what it is
 * @param size in bytes
 * @param annotations more about it
 * @param platform of an index's entry, the machine that it is for; empty members where nothing is said
 */
public record Descriptor(
        String mediaType, Digest digest, long size, Map<String, String> annotations, Platform platform) {
    /** No blob of an operating system is larger. */
    private static final long MAX_SIZE = 64L << 30;

    /** Copies the annotations. */
    public Descriptor {
        annotations = Map.copyOf(annotations);
    }

    /** Content without more said about it. */
    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Map.of(), Platform.ANY);
    }

    /** Reads one. */
    static Descriptor of(Json json) throws OciException {
        long size = json.number("size").orElse(-1L);
        if (size < 0 || size > MAX_SIZE) {
            throw new OciException("a descriptor says that its content has " + size + " bytes");
        }
        Json platform = json.object("platform");
        return new Descriptor(
                json.text("mediaType").orElse(""),
                Digest.parse(json.text("digest").orElse("")),
                size,
                json.object("annotations").texts(),
                new Platform(
                        platform.text("os").orElse(""),
                        platform.text("architecture").orElse("")));
    }

    /** As the specification writes it. */
    Json json() {
        Json json = new Json()
                .with("mediaType", mediaType)
                .with("digest", digest.toString())
                .with("size", size);
        if (!annotations.isEmpty()) {
            json = json.with("annotations", new java.util.TreeMap<>(annotations));
        }
        return platform.equals(Platform.ANY)
                ? json
                : json.with(
                        "platform",
                        new Json().with("architecture", platform.architecture()).with("os", platform.os()));
    }
}
