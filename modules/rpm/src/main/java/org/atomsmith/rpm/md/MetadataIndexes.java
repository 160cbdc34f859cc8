package org.atomsmith.rpm.md;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.PackageFormatException;

/** The indexes of one state of a repository: taken from the cache, or made of its metadata and kept there. */
final class MetadataIndexes {
    private final MetadataFiles files;
    private final MetadataCache cache;
    private final String repository;

    MetadataIndexes(MetadataFiles files, MetadataCache cache, String repository) {
        this.files = files;
        this.cache = cache;
        this.repository = repository;
    }

    /** The packages; primary is fetched only when the cache does not have them. */
    PackageIndex packages() throws IOException {
        String name = files.digest("primary") + ".rpms";
        Optional<ByteBuffer> known = cache.load(name, PackageIndex.MAGIC, PackageIndex.VERSION);
        if (known.isPresent()) {
            return new PackageIndex(known.get(), repository);
        }
        try (Indexing indexing = new Indexing()) {
            files.read(
                    "primary",
                    (in, document) ->
                            PrimaryParser.parse(in, document, repository, rpm -> indexing.add(rpm, document)));
            return new PackageIndex(cache.store(name, indexing.finish(repository + " primary")), repository);
        }
    }

    /** Who owns which path. */
    OwnersIndex owners(PackageIndex packages) throws IOException {
        String primary = files.digest("primary");
        String name = files.digest("filelists") + ".owners";
        Optional<OwnersIndex> known = cache.load(name, OwnersIndex.MAGIC, OwnersIndex.VERSION)
                .map(OwnersIndex::new)
                .filter(index -> index.isOf(primary));
        if (known.isPresent()) {
            return known.get();
        }
        List<String> digests = packages.digests();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < digests.size(); i++) {
            numbers.put(digests.get(i), i);
        }
        OwnersIndex.Builder builder = new OwnersIndex.Builder();
        BitSet missing = new BitSet();
        missing.set(0, digests.size());
        String[] read = {"filelists"};
        files.read("filelists", (in, document) -> {
            read[0] = document;
            FilelistsParser.parse(in, document, new FilelistsParser.Sink() {
                private int number = -1;

                @Override
                public void rpm(String sha256) {
                    number = numbers.getOrDefault(sha256, -1);
                    if (number >= 0) {
                        missing.clear(number);
                    }
                }

                @Override
                public void path(String path) throws PackageFormatException {
                    if (number >= 0 && !builder.add(path, number)) {
                        throw new PackageFormatException(
                                document + ": there are more paths than twice what the largest distributions have", -1);
                    }
                }
            });
        });
        if (!missing.isEmpty()) {
            throw new PackageFormatException(
                    read[0] + ": package " + digests.get(missing.nextSetBit(0)) + " is in primary and not in filelists:"
                            + " the two are of different repositories or states; make the repository's metadata anew",
                    -1);
        }
        return new OwnersIndex(cache.store(name, builder.bytes(primary)));
    }
}
