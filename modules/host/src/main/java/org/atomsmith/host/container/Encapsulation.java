package org.atomsmith.host.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.oci.Descriptor;
import org.atomsmith.oci.Digest;
import org.atomsmith.oci.ImageConfig;
import org.atomsmith.oci.ImageSink;
import org.atomsmith.oci.LayerFile;
import org.atomsmith.oci.Manifest;
import org.atomsmith.oci.Platform;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.Repository;

/**
 * Writes a commit as a container image, in the form that rpm-ostree and bootc read: the first layer has the commit and
 * its directories, the others have files. Files of one directory share a layer, so that an update changes few layers. The
 * same commit gives the same image.
 */
public final class Encapsulation {
    private final Repository repository;
    private final int layers;

    /**
     * An encapsulation.
     *
     * @param layers how many there may be
     */
    public Encapsulation(Repository repository, int layers) {
        this.repository = repository;
        this.layers = layers;
    }

    /**
     * Writes a commit.
     *
     * @param tag what the image is called in the sink
     * @param labels more labels of the image
     * @param scratch a directory for one layer at a time
     * @return the digest of the manifest
     */
    public Digest write(Checksum checksum, ImageSink sink, String tag, Map<String, String> labels, Path scratch)
            throws IOException {
        Commit commit = repository.readCommit(checksum);
        ObjectGroups groups = ObjectGroups.of(repository, commit, Math.max(0, layers - 2));
        List<Descriptor> descriptors = new ArrayList<>();
        List<Digest> diffIds = new ArrayList<>();
        List<String> history = new ArrayList<>();
        Path file = Files.createTempFile(scratch, "layer-", ".tar.gz");
        try {
            // Whoever only wants to know what is new reads the first layer: files have others, where there may be
            // others.
            boolean apart = layers > 1 && !groups.rest().isEmpty();
            LayerFile.Written first =
                    layer(file, writer -> writer.commit(checksum, commit, apart ? List.of() : groups.rest()));
            add(first, sink, "ostree commit " + checksum, descriptors, diffIds, history);
            for (ObjectGroups.Group group : groups.large()) {
                LayerFile.Written one = layer(file, writer -> writer.files(group.files()));
                add(one, sink, group.name(), descriptors, diffIds, history);
            }
            if (apart) {
                LayerFile.Written others = layer(file, writer -> writer.files(groups.rest()));
                add(others, sink, "other files", descriptors, diffIds, history);
            }
        } finally {
            Files.deleteIfExists(file);
        }
        String created = Instant.ofEpochSecond(commit.timestamp()).toString();
        byte[] config = new ImageConfig(
                        platform(commit),
                        created,
                        labels(checksum, commit, diffIds.getLast(), labels),
                        command(commit),
                        diffIds,
                        history)
                .toBytes();
        Descriptor configured = new Descriptor(ImageConfig.TYPE, Digest.of(config), config.length);
        sink.put(configured, config);
        byte[] manifest = new Manifest(configured, descriptors, Map.of()).toBytes();
        sink.putManifest(tag, manifest);
        return Digest.of(manifest);
    }

    /** What is written into a layer. */
    private interface Content {
        void write(LayerWriter writer) throws IOException;
    }

    private LayerFile.Written layer(Path file, Content content) throws IOException {
        LayerFile out = new LayerFile(file);
        try (LayerWriter writer = new LayerWriter(repository, out)) {
            content.write(writer);
        }
        return out.written();
    }

    private static void add(
            LayerFile.Written layer,
            ImageSink sink,
            String title,
            List<Descriptor> descriptors,
            List<Digest> diffIds,
            List<String> history)
            throws IOException {
        if (!sink.has(layer.descriptor())) {
            sink.put(layer.descriptor(), layer.file());
        }
        descriptors.add(layer.descriptor());
        diffIds.add(layer.diffId());
        history.add(title);
    }

    private static Platform platform(Commit commit) {
        return commit.metadata().get("ostree.architecture") instanceof Variant.Text text
                ? Platform.linux(text.value())
                : Platform.current();
    }

    /** The treefile's {@code container-cmd}. */
    private static List<String> command(Commit commit) {
        return commit.metadata().get("ostree.container-cmd") instanceof Variant.Array array
                ? array.items().stream()
                        .filter(Variant.Text.class::isInstance)
                        .map(Variant::asString)
                        .toList()
                : List.of();
    }

    private static Map<String, String> labels(Checksum checksum, Commit commit, Digest last, Map<String, String> more) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(EncapsulatedImage.COMMIT, checksum.hex());
        labels.put(EncapsulatedImage.FINAL_DIFFID, last.toString());
        labels.put("ostree.bootable", "true");
        labels.put("containers.bootc", "1");
        commit.version().ifPresent(version -> labels.put("org.opencontainers.image.version", version));
        commit.version().ifPresent(version -> labels.put("version", version));
        if (commit.metadata().get("ostree.linux") instanceof Variant.Text text) {
            labels.put("ostree.linux", text.value());
        }
        labels.putAll(more);
        return labels;
    }
}
