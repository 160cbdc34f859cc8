package org.atomsmith.disk.fat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.atomsmith.disk.FileSystemFullException;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.tree.ContentReader;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.RegularFile;

/**
 * A FAT12, FAT16 or FAT32 file system with long names, planned completely and then written front to back: directories
 * first, then the files in the order of their paths, each in one piece. Owners, modes and extended attributes are left
 * out, since FAT has none; a file with two names becomes two files.
 */
public final class FatFileSystem implements Part {
    private static final int BUFFER_BYTES = 1 << 18;

    private final FatOptions options;
    private final FatGeometry geometry;
    private final FatNode root;
    private final FatTable table;
    private final FatDirectory directories;

    private FatFileSystem(FatNode root, FatOptions options) {
        this.options = options;
        this.root = root;
        this.geometry = FatGeometry.of(options);
        this.table = new FatTable(geometry);
        this.directories = new FatDirectory(FatTime.of(options.timestamp()));
        placeDirectories(root);
        placeFiles(root);
        if (table.free() < 0) {
            long needed = (long) table.next() * geometry.clusterBytes();
            throw new FileSystemFullException(
                    options.type() + " '" + options.label() + "'",
                    needed,
                    geometry.clusters() * geometry.clusterBytes());
        }
    }

    /**
     * Plans a file system.
     *
     * @param root its root directory
     * @param options what it is to be like
     * @throws FileSystemFullException when the tree does not fit
     * @throws IllegalArgumentException when FAT cannot hold something of the tree, or the size is not one of the type
     */
    public static FatFileSystem plan(Directory root, FatOptions options) {
        return new FatFileSystem(FatNode.of(root), options);
    }

    @Override
    public long length() {
        return options.size();
    }

    @Override
    public String describe() {
        return options.type() + " '" + options.label() + "', " + (free() >> 20) + " MiB free";
    }

    /** How many bytes are free. */
    public long free() {
        return table.free() * geometry.clusterBytes();
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        long end = sink.position() + length();
        sink.write(new BootSector(options, geometry).reserved(table.free(), table.next()));
        for (int i = 0; i < FatGeometry.TABLES; i++) {
            sink.write(table.bytes());
        }
        writeDirectories(root, 0, sink);
        writeFiles(root, sink, new byte[BUFFER_BYTES]);
        sink.zerosUntil(end);
    }

    private void placeDirectories(FatNode directory) {
        if (!directory.isRoot() || geometry.type() == FatType.FAT32) {
            directory.cluster = table.take(clusters(directory));
        } else if (directory.bytes() > (long) geometry.rootSectors() * FatGeometry.SECTOR) {
            throw new IllegalArgumentException(
                    "the root directory of a " + geometry.type() + " file system has room for "
                            + FatGeometry.ROOT_ENTRIES + " entries; put the files into directories or use FAT32");
        }
        directory.children().stream().filter(FatNode::isDirectory).forEach(this::placeDirectories);
    }

    private void placeFiles(FatNode directory) {
        for (FatNode child : directory.children()) {
            if (child.isDirectory()) {
                placeFiles(child);
            } else if (child.bytes() > 0) {
                child.cluster = table.take(clusters(child));
            }
        }
    }

    private long clusters(FatNode node) {
        return Math.ceilDiv(node.bytes(), (long) geometry.clusterBytes());
    }

    private void writeDirectories(FatNode directory, int parent, ImageSink sink) throws IOException {
        byte[] entries = directories.encode(directory, parent, options.label());
        sink.write(entries);
        boolean apart = directory.isRoot() && geometry.type() != FatType.FAT32;
        long room = apart
                ? (long) geometry.rootSectors() * FatGeometry.SECTOR
                : clusters(directory) * geometry.clusterBytes();
        sink.zeros(room - entries.length);
        for (FatNode child : directory.children()) {
            if (child.isDirectory()) {
                // ".." of a directory in the root says 0, even where the root has a cluster.
                writeDirectories(child, directory.isRoot() ? 0 : directory.cluster, sink);
            }
        }
    }

    private void writeFiles(FatNode directory, ImageSink sink, byte[] buffer) throws IOException {
        for (FatNode child : directory.children()) {
            if (child.isDirectory()) {
                writeFiles(child, sink, buffer);
            } else if (child.inode() instanceof RegularFile file) {
                long end = sink.position() + clusters(child) * geometry.clusterBytes();
                try (ContentReader reader = new ContentReader(file.content(), child.path())) {
                    for (int n = reader.read(buffer, 0, buffer.length); n > 0; ) {
                        sink.write(ByteBuffer.wrap(buffer, 0, n));
                        n = reader.read(buffer, 0, buffer.length);
                    }
                }
                sink.zerosUntil(end);
            }
        }
    }
}
