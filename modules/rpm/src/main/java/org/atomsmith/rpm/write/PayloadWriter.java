package org.atomsmith.rpm.write;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a package's payload to a file beside it, since its digests go before it. */
final class PayloadWriter {
    private final List<SpecFile> files;
    private final HardLinks links;
    private final PayloadCompression compression;
    private final int level;
    private final boolean stripped;
    private final List<String> algorithms;
    private final byte[] buffer = new byte[1 << 16];

    /**
     * Prepares.
     *
     * @param files in the header's order
     * @param stripped whether the archive's heads are only numbers of files
     * @param algorithms of the digests that are wanted, by Java's names
     */
    PayloadWriter(
            List<SpecFile> files,
            HardLinks links,
            PayloadCompression compression,
            int level,
            boolean stripped,
            List<String> algorithms) {
        this.files = files;
        this.links = links;
        this.compression = compression;
        this.level = level;
        this.stripped = stripped;
        this.algorithms = algorithms;
    }

    /**
     * What was written.
     *
     * @param packed digests of the file by Java's names of their algorithms
     * @param unpacked digests of the archive in it
     * @param digests SHA-256 of the regular files by number in the header, hexadecimal
     */
    record Written(
            long size,
            long archiveSize,
            Map<String, String> packed,
            Map<String, String> unpacked,
            Map<Integer, String> digests) {}

    Written write(Path target) throws IOException {
        Map<Integer, String> digests = new HashMap<>();
        Summing packed = new Summing(new BufferedOutputStream(Files.newOutputStream(target), 1 << 16), algorithms);
        Summing unpacked = new Summing(compression.compress(packed, level), algorithms);
        try (CpioWriter archive = new CpioWriter(unpacked, stripped)) {
            for (int i = 0; i < files.size(); i++) {
                if (files.get(i).isPacked()) {
                    entry(archive, i, digests);
                }
            }
        } catch (IOException | RuntimeException e) {
            packed.close();
            throw e;
        }
        links.spread(digests);
        return new Written(packed.count, unpacked.count, packed.sums(), unpacked.sums(), digests);
    }

    private void entry(CpioWriter archive, int index, Map<Integer, String> digests) throws IOException {
        SpecFile file = files.get(index);
        long inode = links.inode(index);
        int names = links.names(index);
        if (!file.isRegular()) {
            byte[] target = file.target().getBytes(StandardCharsets.UTF_8);
            archive.entry(file, index, inode, 1, target.length);
            archive.write(target, 0, target.length);
        } else if (links.carriesContent(index)) {
            SpecFile original = files.get(links.original(index));
            archive.entry(file, index, inode, names, original.size());
            digests.put(index, content(archive, original));
        } else {
            archive.entry(file, index, inode, names, 0);
        }
        archive.align();
    }

    private String content(CpioWriter archive, SpecFile file) throws IOException {
        MessageDigest digest = Digests.of("SHA-256");
        long written = 0;
        try (InputStream in = file.content().open()) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                archive.write(buffer, 0, n);
                digest.update(buffer, 0, n);
                written += n;
            }
        }
        if (written != file.size()) {
            throw new IOException(file.path() + " has " + written + " bytes, expected " + file.size()
                    + "; it changed while it was packed");
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Counts and digests what passes. */
    private static final class Summing extends FilterOutputStream {
        private final Map<String, MessageDigest> digests = new LinkedHashMap<>();
        private long count;

        Summing(OutputStream out, List<String> algorithms) {
            super(out);
            algorithms.forEach(a -> digests.put(a, Digests.of(a)));
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            digests.values().forEach(d -> d.update(bytes, offset, length));
            count += length;
        }

        /** Without a flush, which LZMA cannot do. */
        @Override
        public void close() throws IOException {
            out.close();
        }

        Map<String, String> sums() {
            Map<String, String> sums = new HashMap<>();
            digests.forEach((name, digest) -> sums.put(name, HexFormat.of().formatHex(digest.digest())));
            return sums;
        }
    }
}
