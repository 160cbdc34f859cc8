package org.atomsmith.host.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.oci.Digest;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;

/**
 * Which objects the layers had that were imported before. A layer all of whose objects are still in the repository need
 * not be downloaded again. A list is a file of 33 bytes for each object: the number of its type and its checksum.
 */
final class KnownLayers {
    private static final int ENTRY = 1 + Checksum.SIZE;

    private final Path directory;
    private final Repository repository;

    KnownLayers(Path directory, Repository repository) {
        this.directory = directory;
        this.repository = repository;
    }

    /** Whether everything that a layer has is here. */
    boolean isHere(Digest layer) throws IOException {
        Path file = directory.resolve(layer.hex());
        if (!Files.exists(file)) {
            return false;
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at + ENTRY <= bytes.length; at += ENTRY) {
            Optional<ObjectType> type = type(bytes[at]);
            byte[] checksum = java.util.Arrays.copyOfRange(bytes, at + 1, at + ENTRY);
            if (type.isEmpty() || !repository.has(new ObjectName(type.get(), Checksum.of(checksum)))) {
                return false;
            }
        }
        return bytes.length % ENTRY == 0;
    }

    private static Optional<ObjectType> type(byte number) {
        for (ObjectType type : ObjectType.values()) {
            if (type.number() == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Remembers what a layer had. */
    void remember(Digest layer, List<ObjectName> objects) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(objects.size() * ENTRY);
        for (ObjectName object : objects) {
            bytes.put((byte) object.type().number()).put(object.checksum().bytes());
        }
        Files.createDirectories(directory);
        AtomicFile.write(directory.resolve(layer.hex()), bytes.array(), 0644);
    }

    /** Forgets layers whose objects are gone. */
    void prune(Set<Digest> keep) throws IOException {
        List<Path> gone = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.length() == 64 && !keep.contains(new Digest(name)) && !isHere(new Digest(name))) {
                    gone.add(file);
                }
            }
        }
        for (Path file : gone) {
            Files.delete(file);
        }
    }
}
