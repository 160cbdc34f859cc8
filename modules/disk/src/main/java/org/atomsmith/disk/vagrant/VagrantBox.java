package org.atomsmith.disk.vagrant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.FileSection;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.archive.StoredGzip;
import org.atomsmith.disk.archive.TarArchive;
import org.atomsmith.disk.parallel.BlockMemory;

/**
 * A box for Vagrant: an archive of metadata, a Vagrantfile and a disk. The disk is compressed by its own format and the
 * archive's gzip only stores it, so that the box is written in one pass, without a second file.
 */
public final class VagrantBox implements DiskFile {
    private final PendingFile file;
    private final BoxFiles kind;
    private final StoredGzip gzip;
    private final TarArchive archive;
    private final FileSection section;
    private final ImageSink disk;

    /** A box for vagrant-libvirt. */
    public static DiskFormat libvirt(BoxMachine machine) {
        return (path, size, memory) -> new VagrantBox(path, size, BoxFiles.LIBVIRT, machine, memory);
    }

    /** A box for VirtualBox. */
    public static DiskFormat virtualBox(BoxMachine machine) {
        return (path, size, memory) -> new VagrantBox(path, size, BoxFiles.VIRTUALBOX, machine, memory);
    }

    private VagrantBox(Path path, long size, BoxFiles kind, BoxMachine machine, BlockMemory memory) throws IOException {
        this.kind = kind;
        this.file = PendingFile.create(path);
        try {
            this.gzip = new StoredGzip(file);
            this.archive = new TarArchive(gzip, machine.time());
            for (Map.Entry<String, byte[]> small : kind.files(machine, size).entrySet()) {
                archive.add(small.getKey(), small.getValue());
            }
            this.section = archive.last();
            this.disk = kind.disk(section, machine, size, memory);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "vagrant-" + kind.provider();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        disk.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        disk.zeros(count);
    }

    @Override
    public long position() {
        return disk.position();
    }

    @Override
    public void finish() throws IOException {
        disk.finish();
        gzip.finish(archive.finish(kind.diskName(), section.length()));
        file.publish();
    }

    @Override
    public WrittenFile written() throws IOException {
        return file.written(format());
    }

    @Override
    public void close() throws IOException {
        try (file) {
            disk.close();
        }
    }
}
