package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;

/** What fuzz targets need of this package: parts and patches without the superblock that would refuse them. */
public final class DeltaFuzzing {
    private static final long LARGEST = 1 << 20;
    private static final byte[] SOURCE =
            "one two three four five six seven eight nine ten\n".repeat(3).getBytes(StandardCharsets.UTF_8);

    private final Repository repository;
    private final Checksum source;

    private DeltaFuzzing(Repository repository, Checksum source) {
        this.repository = repository;
        this.source = source;
    }

    /** A repository that has the source of the patches in the corpus. */
    public static DeltaFuzzing create() {
        try {
            Path directory = Files.createTempDirectory("fuzz-");
            Repository repository = ScratchRepository.create(directory.resolve("repo"), RepositoryMode.BARE_USER);
            try (Transaction transaction = repository.begin()) {
                Checksum source = transaction.writeContent(FileHeader.regular(0644), SOURCE);
                transaction.commit();
                return new DeltaFuzzing(repository, source);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An unpacked part of four metadata objects and four files, in an order that the first byte says; makes each. */
    public void part(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            make(Part.parse(MemorySegment.ofArray(bytes).asSlice(1)), entry(bytes[0]));
        }
    }

    /** The file of a part. */
    public void packedPart(byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            PartEntry entry = entry((byte) 0x0f);
            make(
                    Part.open(
                            MemorySegment.ofArray(bytes),
                            entry,
                            false,
                            arena,
                            repository.path().resolve("tmp"),
                            new Spool(0)),
                    entry);
        }
    }

    private static PartEntry entry(byte types) {
        ObjectName[] names = new ObjectName[8];
        for (int i = 0; i < names.length; i++) {
            ObjectType type = (types >> i & 1) == 1 ? ObjectType.DIRTREE : ObjectType.FILE;
            names[i] = new ObjectName(type, new Checksum(i, 0, 0, 0));
        }
        return new PartEntry(0, new Checksum(0, 0, 0, 0), 1, LARGEST, List.of(names));
    }

    private void make(Part part, PartEntry entry) throws IOException {
        PartReader reader = new PartReader(part, entry);
        long made = 0;
        for (Optional<PartObject> object = reader.next(); object.isPresent(); object = reader.next()) {
            made += switch (object.get()) {
                case PartObject.Metadata metadata -> metadata.length();
                case PartObject.Spliced spliced -> spliced.size();
                case PartObject.Built built -> build(part, built);
            };
        }
        if (made > LARGEST) {
            throw new IllegalStateException("a part made " + made + " bytes");
        }
    }

    private long build(Part part, PartObject.Built built) throws IOException {
        try (InputStream content = new BuiltContent(part, built, repository)) {
            long size = content.transferTo(OutputStream.nullOutputStream());
            if (size != built.size()) {
                throw new IllegalStateException("a file of " + built.size() + " bytes was made of " + size);
            }
            return size;
        }
    }

    /** A patch of the source. */
    public void patch(byte[] bytes) throws IOException {
        try (Source old = Source.open(repository, source)) {
            Patch patch = new Patch(MemorySegment.ofArray(bytes), old, 4096);
            byte[] buffer = new byte[100];
            long made = 0;
            for (int n = patch.read(buffer, 0, buffer.length); n > 0; n = patch.read(buffer, 0, buffer.length)) {
                made += n;
            }
            if (made != 4096) {
                throw new IllegalStateException("a patch made " + made + " bytes");
            }
        }
    }
}
