package org.atomsmith.oci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.AtomicFile;

/** A directory in the specification's image layout: {@code oci-layout}, {@code index.json}, {@code blobs/sha256}. */
public final class LayoutDirectory implements ImageSource, ImageSink {
    private static final String NAME = "org.opencontainers.image.ref.name";
    private static final String INDEX = "index.json";

    private final Path path;

    private LayoutDirectory(Path path) {
        this.path = path;
    }

    /** Opens one to read from. */
    public static LayoutDirectory open(Path path) throws IOException {
        if (!Files.exists(path.resolve("oci-layout"))) {
            throw new OciException(path + " is no image layout: it has no file oci-layout");
        }
        return new LayoutDirectory(path);
    }

    /** Opens one to write to; makes it where there is none. */
    public static LayoutDirectory create(Path path) throws IOException {
        Files.createDirectories(path.resolve("blobs/sha256"));
        LayoutDirectory layout = new LayoutDirectory(path);
        if (!Files.exists(path.resolve(INDEX))) {
            layout.writeIndex(List.of());
        }
        if (!Files.exists(path.resolve("oci-layout"))) {
            AtomicFile.write(path.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        }
        return layout;
    }

    private Path blob(Digest digest) {
        return path.resolve("blobs/sha256/" + digest.hex());
    }

    /** Reads by a digest, by a tag, or, with an empty reference, the only image that there is. */
    @Override
    public Document document(String reference) throws IOException {
        if (reference.startsWith("sha256:")) {
            return small(Digest.parse(reference), "");
        }
        List<Descriptor> entries = index();
        if (reference.isEmpty()) {
            if (entries.size() != 1) {
                throw new OciException(path + " has " + entries.size() + " images: name one by its tag");
            }
            return small(entries.getFirst().digest(), entries.getFirst().mediaType());
        }
        return find(reference)
                .orElseThrow(() -> new OciException(path + " has no image with the tag '" + reference + "'"));
    }

    @Override
    public Optional<Document> find(String reference) throws IOException {
        for (Descriptor entry : index()) {
            if (reference.equals(entry.annotations().get(NAME))) {
                return Optional.of(small(entry.digest(), entry.mediaType()));
            }
        }
        return Optional.empty();
    }

    private Document small(Digest digest, String mediaType) throws IOException {
        Path file = blob(digest);
        long size = Files.size(file);
        if (size > Json.MAX_SIZE) {
            throw new OciException(file + " has " + size + " bytes; the limit is " + Json.MAX_SIZE);
        }
        try (InputStream in = blob(new Descriptor(mediaType, digest, size))) {
            return new Document(mediaType, in.readAllBytes());
        }
    }

    @Override
    public InputStream blob(Descriptor descriptor) throws IOException {
        try {
            return new VerifiedStream(Files.newInputStream(blob(descriptor.digest())), descriptor);
        } catch (NoSuchFileException e) {
            throw new OciException(path + " has no blob " + descriptor.digest(), e);
        }
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        Path file = blob(descriptor.digest());
        return Files.exists(file) && Files.size(file) == descriptor.size();
    }

    @Override
    public void put(Descriptor descriptor, Path content) throws IOException {
        Path aside =
                blob(descriptor.digest()).resolveSibling(descriptor.digest().hex() + ".tmp");
        Files.copy(content, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(aside, blob(descriptor.digest()), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void put(Descriptor descriptor, byte[] content) throws IOException {
        AtomicFile.write(blob(descriptor.digest()), content, 0644);
    }

    @Override
    public void putManifest(String tag, byte[] manifest) throws IOException {
        Digest digest = Digest.of(manifest);
        put(new Descriptor(Manifest.TYPE, digest, manifest.length), manifest);
        List<Descriptor> entries = new ArrayList<>(index());
        entries.removeIf(entry -> tag.equals(entry.annotations().getOrDefault(NAME, "")));
        entries.add(new Descriptor(
                Manifest.TYPE, digest, manifest.length, tag.isEmpty() ? Map.of() : Map.of(NAME, tag), Platform.ANY));
        writeIndex(entries);
    }

    private List<Descriptor> index() throws IOException {
        Path file = path.resolve(INDEX);
        if (Files.size(file) > Json.MAX_SIZE) {
            throw new OciException(file + " is larger than " + Json.MAX_SIZE + " bytes");
        }
        List<Descriptor> entries = new ArrayList<>();
        for (Json entry : Json.parse(Files.readAllBytes(file), file.toString()).objects("manifests")) {
            entries.add(Descriptor.of(entry));
        }
        return entries;
    }

    private void writeIndex(List<Descriptor> entries) throws IOException {
        byte[] index = new Json()
                .with("schemaVersion", 2)
                .with("mediaType", "application/vnd.oci.image.index.v1+json")
                .with("manifests", entries.stream().map(Descriptor::json).toList())
                .toBytes();
        AtomicFile.write(path.resolve(INDEX), new String(index, StandardCharsets.UTF_8));
    }
}
