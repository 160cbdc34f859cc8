package org.atomsmith.disk.iso;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.gpt.Gpt;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.tree.ContentReader;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.RegularFile;

/**
 * An ISO 9660 image (ECMA-119, level 3) with Rock Ridge names that is written in one pass. It starts BIOS and UEFI machines
 * from a CD (El Torito) and, where that is wanted, from a USB stick as well: the area in front of the file system then
 * holds a GUID partition table. Directories and files only. The judge is xorriso.
 *
 * <p>Contents lie in the order of their paths, the {@code last} one at the end. So a writer that does not know yet how long
 * the last one becomes can write it first, at {@link #lastOffset()}, and the {@link #front()} and {@link #back()} when it
 * knows.
 */
public final class IsoImage implements Part {
    /** The size of a sector in bytes. */
    public static final int SECTOR = 2048;

    private static final int VOLUME_SECTOR = 16;
    private static final int DISK_SECTOR = Gpt.SECTOR;
    private static final int COPY_BYTES = 1 << 18;
    private static final long MOST_SECTORS = 0xffffffffL;

    private final IsoOptions options;
    private final List<IsoNode.Folder> folders = new ArrayList<>();
    private final List<IsoNode.File> files = new ArrayList<>();
    private final IsoNode.File last;
    private final int descriptors;
    private final long catalogSector;
    private final long pathTableSectors;
    private final byte[] littlePathTable;
    private final byte[] bigPathTable;
    private final long sectors;

    private IsoImage(Directory tree, String lastPath, IsoOptions options) {
        this.options = options;
        IsoTree planned = new IsoTree(tree, lastPath);
        folders.addAll(planned.folders());
        files.addAll(planned.files());
        this.last = planned.last();
        this.descriptors = options.bios().isPresent() || options.uefi().isPresent() ? 3 : 2;
        this.pathTableSectors = Math.ceilDiv(pathTable(ByteOrder.LITTLE_ENDIAN).length, SECTOR);
        long at = VOLUME_SECTOR + descriptors + 2 * pathTableSectors;
        for (IsoNode.Folder folder : folders) {
            folder.sector = at;
            at += folder.sectors();
        }
        this.catalogSector = at;
        at += descriptors == 3 ? 1 : 0;
        for (IsoNode.File file : files) {
            file.sector = at;
            at += file.sectors();
        }
        if (options.disk().isPresent()) {
            at += Math.ceilDiv(Gpt.BACKUP_SECTORS * DISK_SECTOR, SECTOR);
        }
        this.sectors = at;
        if (sectors > MOST_SECTORS) {
            throw new IllegalArgumentException("an ISO image of " + sectors + " sectors of 2 KiB is too large");
        }
        // Again, now that the sectors are known.
        this.littlePathTable = pathTable(ByteOrder.LITTLE_ENDIAN);
        this.bigPathTable = pathTable(ByteOrder.BIG_ENDIAN);
    }

    /**
     * Plans an image; nothing is read yet.
     *
     * @param tree what is in it
     * @param lastPath the file that lies at the end
     * @throws IllegalArgumentException when an image cannot hold the tree, or a file that is named is not there
     */
    public static IsoImage plan(Directory tree, String lastPath, IsoOptions options) {
        return new IsoImage(tree, lastPath, options);
    }

    @Override
    public long length() {
        return sectors * SECTOR;
    }

    @Override
    public String describe() {
        return "ISO 9660 '" + options.volume() + "', " + files.size() + " files";
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        front().writeTo(sink);
        copy(last, sink);
        back().writeTo(sink);
    }

    /** Where the content of the last file begins, in bytes; it does not depend on how long that is. */
    public long lastOffset() {
        return last.sector * SECTOR;
    }

    /**
     * Where a file's content begins, in bytes.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    public long offset(String path) {
        return file(path).sector * SECTOR;
    }

    /** Everything in front of the last file's content. */
    public Part front() {
        return new Section(lastOffset(), this::writeFront);
    }

    /** Everything behind the last file's content, which it fills up to a whole sector. */
    public Part back() {
        return new Section(length() - lastOffset() - last.size(), sink -> {
            long end = length() - lastOffset() - last.size();
            if (options.disk().isPresent()) {
                byte[] backup = gpt().backup();
                sink.zeros(end - backup.length);
                sink.write(backup);
            } else {
                sink.zeros(end);
            }
        });
    }

    /** Writes a section. */
    @FunctionalInterface
    private interface Writer {
        void writeTo(ImageSink sink) throws IOException;
    }

    private record Section(long length, Writer writer) implements Part {
        @Override
        public void writeTo(ImageSink sink) throws IOException {
            writer.writeTo(sink);
        }
    }

    private void writeFront(ImageSink sink) throws IOException {
        long begin = sink.position();
        sink.write(systemArea());
        sink.write(VolumeDescriptors.primary(
                options, folders.getFirst(), sectors, littlePathTable.length, pathTableSector(0), pathTableSector(1)));
        if (descriptors == 3) {
            sink.write(VolumeDescriptors.boot(catalogSector));
        }
        sink.write(VolumeDescriptors.terminator());
        sink.write(littlePathTable);
        sink.zerosUntil(begin + pathTableSector(1) * SECTOR);
        sink.write(bigPathTable);
        for (IsoNode.Folder folder : folders) {
            sink.zerosUntil(begin + folder.sector * SECTOR);
            sink.write(DirectoryRecords.of(folder));
        }
        if (descriptors == 3) {
            sink.write(BootCatalog.of(
                    options.bios().map(b -> file(b.path())), options.uefi().map(this::file)));
        }
        for (IsoNode.File file : files) {
            if (file != last) {
                sink.zerosUntil(begin + file.sector * SECTOR);
                copy(file, sink);
            }
        }
        sink.zerosUntil(begin + lastOffset());
    }

    private byte[] systemArea() {
        ByteBuffer area = ByteBuffer.allocate(VOLUME_SECTOR * SECTOR);
        options.disk().ifPresent(_ -> area.put(gpt().primary()));
        options.bios()
                .filter(b -> b.hybridImg().length > 0)
                .ifPresent(b -> area.put(0, GrubImages.onDisk(b.hybridImg(), file(b.path()).sector)));
        return area.array();
    }

    private Gpt gpt() {
        IsoOptions.HybridDisk disk = options.disk().orElseThrow();
        List<Partition> partitions = new ArrayList<>();
        for (IsoOptions.FilePartition p : disk.partitions()) {
            IsoNode.File file = file(p.path());
            partitions.add(new Partition(
                    p.type(),
                    p.guid(),
                    file.sector * SECTOR / DISK_SECTOR,
                    Math.max(1, Math.ceilDiv(file.size(), DISK_SECTOR)),
                    Partition.READ_ONLY | Partition.NO_AUTOMOUNT,
                    p.name()));
        }
        return new Gpt(disk.guid(), length() / DISK_SECTOR, partitions);
    }

    private void copy(IsoNode.File file, ImageSink sink) throws IOException {
        if (options.bios().filter(b -> file(b.path()) == file).isPresent()) {
            try (InputStream in = file.content.open()) {
                sink.write(GrubImages.onCd(in.readAllBytes(), VOLUME_SECTOR, file.sector));
            }
            return;
        }
        byte[] buffer = new byte[COPY_BYTES];
        try (ContentReader in = new ContentReader(file.content, file.name)) {
            for (int n = in.read(buffer, 0, buffer.length); n > 0; n = in.read(buffer, 0, buffer.length)) {
                sink.write(ByteBuffer.wrap(buffer, 0, n));
            }
        }
    }

    private IsoNode.File file(String path) {
        IsoNode at = folders.getFirst();
        for (String name : path.substring(1).split("/")) {
            Optional<IsoNode> next = at instanceof IsoNode.Folder folder
                    ? folder.children.stream().filter(c -> c.name.equals(name)).findFirst()
                    : Optional.empty();
            at = next.orElseThrow(() -> new IllegalArgumentException("the image has no " + path));
        }
        if (at instanceof IsoNode.File file) {
            return file;
        }
        throw new IllegalArgumentException(path + " is not a file");
    }

    private long pathTableSector(int which) {
        return VOLUME_SECTOR + descriptors + which * pathTableSectors;
    }

    private byte[] pathTable(ByteOrder order) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (IsoNode.Folder folder : folders) {
            byte[] name = folder.parent == folder ? new byte[1] : folder.plainName.getBytes(StandardCharsets.US_ASCII);
            ByteBuffer entry =
                    ByteBuffer.allocate(8 + name.length + name.length % 2).order(order);
            entry.put((byte) name.length)
                    .put((byte) 0)
                    .putInt((int) folder.sector)
                    .putShort((short) folder.parent.number)
                    .put(name);
            out.writeBytes(entry.array());
        }
        return out.toByteArray();
    }

    /** Directories in the order of the path table, and files in the order of their paths. */
    private static final class IsoTree {
        private static final int MOST_FOLDERS = 0xffff;

        private final List<IsoNode.Folder> folders = new ArrayList<>();
        private final List<IsoNode.File> files = new ArrayList<>();
        private Optional<IsoNode.File> last = Optional.empty();

        IsoTree(Directory tree, String lastPath) {
            IsoNode.Folder root = new IsoNode.Folder("", "", tree.attributes(), null);
            add(tree, root, "", lastPath);
            folders.add(root);
            // Level by level, each in the order of its parents and names.
            for (int i = 0; i < folders.size(); i++) {
                IsoNode.Folder folder = folders.get(i);
                folder.number = i + 1;
                folder.children.forEach(child -> {
                    if (child instanceof IsoNode.Folder f) {
                        folders.add(f);
                    }
                });
            }
            if (folders.size() > MOST_FOLDERS) {
                throw new IllegalArgumentException(
                        "an ISO image holds " + MOST_FOLDERS + " directories, not " + folders.size());
            }
            folders.forEach(f -> f.measured(DirectoryRecords.of(f).length));
            files.add(last());
        }

        private void add(Directory from, IsoNode.Folder to, String path, String lastPath) {
            PlainNames names = new PlainNames();
            from.entries().forEach((name, inode) -> {
                String at = path + "/" + name;
                switch (inode) {
                    case Directory d -> {
                        IsoNode.Folder folder = new IsoNode.Folder(name, names.directory(name), d.attributes(), to);
                        add(d, folder, at, lastPath);
                        to.children.add(folder);
                    }
                    case RegularFile f -> {
                        IsoNode.File file = new IsoNode.File(name, names.file(name), f.attributes(), f.content());
                        to.children.add(file);
                        if (at.equals(lastPath)) {
                            last = Optional.of(file);
                        } else {
                            files.add(file);
                        }
                    }
                    default ->
                        throw new IllegalArgumentException(
                                at + " is neither a file nor a directory: this kind of ISO image holds nothing else");
                }
            });
            to.children.sort(java.util.Comparator.comparing(child -> child.plainName));
        }

        List<IsoNode.Folder> folders() {
            return folders;
        }

        List<IsoNode.File> files() {
            return files;
        }

        IsoNode.File last() {
            return last.orElseThrow(() -> new IllegalArgumentException("the tree has no file that could be the last"));
        }
    }
}
