package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.TransferOptions;
import org.atomsmith.rpm.compress.Compression;
import org.atomsmith.rpm.compress.LimitedInputStream;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.Request;

/** The metadata files that a repomd lists: fetched when asked for, checked against it, decompressed. */
final class MetadataFiles {
    private static final long MAX_PRIMARY = 1L << 30;
    private static final long MAX_BYTES = 2L << 30;

    private final String repository;
    private final List<URI> bases;
    private final Repomd repomd;
    private final DownloadCache cache;
    private final EventSink events;
    private final TransferOptions transfer;

    MetadataFiles(
            String repository,
            List<URI> bases,
            Repomd repomd,
            DownloadCache cache,
            TransferOptions transfer,
            EventSink events) {
        this.repository = repository;
        this.transfer = transfer;
        this.bases = bases;
        this.repomd = repomd;
        this.cache = cache;
        this.events = events;
    }

    /** Reads an open, decompressed metadata file. */
    @FunctionalInterface
    interface Reader {
        void read(InputStream in, String name) throws IOException;
    }

    /** Whether the repository has a file of that type. */
    boolean has(String type) {
        return repomd.files().containsKey(type);
    }

    /** SHA-256 of the file of that type, lower-case. */
    String digest(String type) throws PackageFormatException {
        return listed(type).checksum().toLowerCase(Locale.ROOT);
    }

    /** What repomd lists, checked. */
    private Repomd.MetadataFile listed(String type) throws PackageFormatException {
        Repomd.MetadataFile file = repomd.files().get(type);
        String where = bases.getFirst() + "repodata/repomd.xml";
        if (file == null) {
            throw new PackageFormatException(
                    where + ": repository '" + repository + "' lists no " + type + " metadata"
                            + (repomd.files().isEmpty()
                                    ? ""
                                    : ", only "
                                            + String.join(", ", repomd.files().keySet()))
                            + "; make it with createrepo_c",
                    -1);
        }
        if (!file.checksumType().toLowerCase(Locale.ROOT).equals("sha256")
                || !file.checksum().matches("[0-9a-fA-F]{64}")) {
            throw new PackageFormatException(
                    where + ": its " + type + " metadata have a digest of kind '"
                            + MetadataXml.shortened(file.checksumType())
                            + "'; only sha256 is supported: make the repository with createrepo_c --checksum sha256",
                    -1);
        }
        long limit = type.equals("primary") ? MAX_PRIMARY : MAX_BYTES;
        if (Math.max(file.size(), file.openSize()) > limit) {
            throw new PackageFormatException(
                    where + ": its " + type + " metadata are " + Math.max(file.size(), file.openSize())
                            + " bytes long; at most " + limit + " are read, which is several times what the largest"
                            + " distributions have",
                    -1);
        }
        return file;
    }

    /** Fetches the file of that type, unless the cache has it, and reads it. */
    void read(String type, Reader reader) throws IOException {
        Repomd.MetadataFile file = listed(type);
        Request request = Request.of(bases, file.href(), file.checksum(), file.size(), repository + " " + type)
                .by(transfer);
        Path path = cache.fetchAll(List.of(request), 1, events, type + ":" + repository, "Fetch " + request.label())
                .get(request.sha256());
        String name = Request.resolve(bases.getFirst(), file.href()).toString();
        if (path == null) {
            throw new IllegalStateException(name + " was fetched and is not there");
        }
        long most = type.equals("primary") ? MAX_PRIMARY : MAX_BYTES;
        long limit = file.openSize() < 0 ? most : file.openSize();
        try (InputStream in = Files.newInputStream(path);
                InputStream open = new LimitedInputStream(Compression.decompress(in, name), limit, name)) {
            reader.read(open, name);
        }
    }
}
