package org.atomsmith.deb;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.atomsmith.linux.XzStream;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.TextFileException;
import org.atomsmith.rpm.compress.Compression;

/**
 * One {@code Packages} file: unpacked and mapped, its index, and the packages that were looked up so far. What is derived
 * from the fetched file is kept in a directory as {@code <sha256>.packages} and {@code <sha256>.index}, named by the
 * fetched file's digest.
 */
final class PackageList {
    private static final int MAX_BYTES = 1 << 30;

    private final String repository;
    private final String arch;
    private final ByteBuffer text;
    private final PackagesIndex index;
    private final AtomicReferenceArray<RpmPackage> parsed;

    /**
     * Which file.
     *
     * @param path in the suite, which says by its ending how it is packed
     * @param sha256 of the file as fetched
     * @param plainSha256 of the unpacked text, when the Release file states it
     */
    record Origin(String path, String sha256, Optional<String> plainSha256, String repository, String arch) {}

    private PackageList(Origin origin, ByteBuffer text, PackagesIndex index) {
        this.repository = origin.repository();
        this.arch = origin.arch();
        this.text = text;
        this.index = index;
        this.parsed = new AtomicReferenceArray<>(index.size());
    }

    /** Whether the unpacked text is there, so that the fetched file is not needed. */
    static boolean isUnpacked(Path directory, Origin origin) {
        return Files.isRegularFile(text(directory, origin));
    }

    /** Opens a list that {@link #unpack} prepared. */
    static PackageList open(Path directory, Origin origin) throws IOException {
        Path file = text(directory, origin);
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            Path indexFile = directory.resolve(origin.sha256() + ".index");
            Optional<PackagesIndex> known = PackagesIndex.load(indexFile, size);
            if (known.isEmpty()) {
                PackagesIndex built = PackagesIndex.build(Files.readAllBytes(file));
                built.save(indexFile);
                known = Optional.of(built);
            }
            return new PackageList(origin, channel.map(FileChannel.MapMode.READ_ONLY, 0, size), known.get());
        }
    }

    /** Unpacks the fetched file into the directory, with its index. */
    static void unpack(Path directory, Origin origin, Path fetched) throws IOException {
        Files.createDirectories(directory);
        Path aside = Files.createTempFile(directory, ".new-", "");
        try {
            String digest;
            try (InputStream in = decompressor(origin.path(), fetched);
                    FileOutputStream out = new FileOutputStream(aside.toFile())) {
                digest = copy(in, out, origin.path());
                out.getFD().sync();
            }
            String expected = origin.plainSha256().orElse("");
            if (!expected.isEmpty() && !expected.equals(digest)) {
                throw new AptException.Malformed(origin.path() + ": unpacked, its SHA-256 is " + digest
                        + ", but the Release file says " + expected);
            }
            // In memory once, and in one piece: a small host has little.
            PackagesIndex.build(Files.readAllBytes(aside)).save(directory.resolve(origin.sha256() + ".index"));
            Files.move(aside, text(directory, origin), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static Path text(Path directory, Origin origin) {
        return directory.resolve(origin.sha256() + ".packages");
    }

    private static InputStream decompressor(String path, Path fetched) throws IOException {
        InputStream in = Files.newInputStream(fetched);
        try {
            Optional<InputStream> fast = path.endsWith(".xz") ? XzStream.open(in, path) : Optional.empty();
            return fast.isPresent() ? fast.get() : Compression.decompress(in, path);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Returns the SHA-256 of what was copied. */
    private static String copy(InputStream in, OutputStream out, String path) throws IOException {
        MessageDigest digest = CacheFiles.sha256();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        for (int n; (n = in.read(buffer)) >= 0; ) {
            size += n;
            if (size > MAX_BYTES) {
                throw new AptException.Malformed(path + ": unpacks to more than " + MAX_BYTES + " bytes");
            }
            digest.update(buffer, 0, n);
            out.write(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Where stanzas are. */
    PackagesIndex index() {
        return index;
    }

    /** The package of that stanza; the same object each time. */
    RpmPackage get(int stanza) {
        RpmPackage known = parsed.get(stanza);
        if (known != null) {
            return known;
        }
        RpmPackage read = parse(stanza);
        return parsed.compareAndSet(stanza, null, read) ? read : parsed.get(stanza);
    }

    private RpmPackage parse(int stanza) {
        int start = index.start(stanza);
        byte[] bytes = new byte[index.end(stanza) - start];
        text.get(start, bytes);
        try {
            Deb822.Stanza fields = Deb822.single(new String(bytes, StandardCharsets.UTF_8), "Packages");
            return PackageMapping.indexed(fields, arch, repository);
        } catch (TextFileException | PackageFormatException e) {
            throw new UncheckedIOException(
                    new PackageFormatException("repository " + repository + ": " + e.getMessage(), start));
        }
    }

    /** How many packages there are. */
    int size() {
        return index.size();
    }

    /** Calls with every stanza. */
    void all(IntConsumer stanza) {
        for (int i = 0; i < index.size(); i++) {
            stanza.accept(i);
        }
    }
}
