package org.atomsmith.image.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.squashfs.SquashedFile;
import org.atomsmith.disk.tree.ContentReader;
import org.atomsmith.disk.tree.ContentSource;

/**
 * What starts a host from the network, and installs it: a tar archive with the kernel, the initramfs, the system as a second
 * initramfs ({@code rootfs.img}), and menus for iPXE and GRUB. The system is in memory then; nothing is fetched by it.
 */
public final class LivePxe implements DiskFile {
    private static final String ROOT = "rootfs.img";
    private static final String SQUASHED = "live/root.squashfs";
    private static final String FACTS = "live/disk";
    private static final int COPY_BYTES = 1 << 18;

    private final LiveSystem system;
    private final PendingFile file;
    private final long rootHeader;
    private final SquashedFile squashed;
    private final DiskDigest disk;

    /** Sets of a system. */
    public static DiskFormat format(LiveSystem system) {
        return (path, _, memory) ->
                new LivePxe(path, system, Runtime.getRuntime().availableProcessors(), memory);
    }

    /**
     * Begins a set.
     *
     * @param threads how many threads compress, 1 or more
     * @param memory of blocks that were compressed already
     * @throws IOException when the file cannot be made, or a part of the system cannot be read
     */
    public LivePxe(Path path, LiveSystem system, int threads, BlockMemory memory) throws IOException {
        this.system = system;
        this.file = PendingFile.create(path);
        try {
            this.rootHeader = front();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        this.squashed = new SquashedFile(
                file,
                rootHeader + TarHeader.BLOCK + before(0).length,
                LiveIso.DISK,
                system.timestamp(),
                threads,
                memory);
        this.disk = new DiskDigest(squashed);
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "pxe";
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
        if (squashed.length() > CpioArchive.MOST_BYTES) {
            throw new IOException(
                    "the system has " + squashed.length() + " bytes when it is compressed, and an initramfs holds"
                            + " files of less than 4 GiB: start it from the format iso");
        }
        byte[] before = before(squashed.length());
        byte[] behind = new CpioArchive()
                .file(FACTS, 0444, disk.facts(system.id()).bytes())
                .finish();
        long size = before.length + squashed.length() + behind.length;
        long begin = rootHeader + TarHeader.BLOCK;
        put(rootHeader, TarHeader.of(ROOT, size, system.timestamp()));
        put(begin, before);
        put(begin + before.length + squashed.length(), behind);
        file.extendTo(Math.ceilDiv(begin + size, TarHeader.BLOCK) * TarHeader.BLOCK + TarHeader.END);
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
            squashed.close();
        }
    }

    /** Writes all files but the last and gives the place of the last one's header. */
    private long front() throws IOException {
        LiveBoot boot = new LiveBoot(system);
        Map<String, ContentSource> files = new LinkedHashMap<>();
        files.put("boot.ipxe", ContentSource.of(boot.filled("boot.ipxe")));
        files.put("grub.cfg", ContentSource.of(boot.filled("pxe-grub.cfg")));
        files.put("vmlinuz", system.kernel());
        files.put("initramfs.img", boot.initramfs());
        long at = 0;
        for (Map.Entry<String, ContentSource> entry : files.entrySet()) {
            ContentSource content = entry.getValue();
            put(at, TarHeader.of(entry.getKey(), content.size(), system.timestamp()));
            copy(entry.getKey(), content, at + TarHeader.BLOCK);
            at += TarHeader.BLOCK + Math.ceilDiv(content.size(), TarHeader.BLOCK) * TarHeader.BLOCK;
        }
        return at;
    }

    private static byte[] before(long size) {
        return new CpioArchive().begin(SQUASHED, 0444, size).bytes();
    }

    private void copy(String name, ContentSource content, long at) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        long to = at;
        try (ContentReader in = new ContentReader(content, name)) {
            for (int n = in.read(buffer, 0, buffer.length); n > 0; n = in.read(buffer, 0, buffer.length)) {
                file.write(ByteBuffer.wrap(buffer, 0, n), to);
                to += n;
            }
        }
    }

    private void put(long at, byte[] bytes) throws IOException {
        file.write(ByteBuffer.wrap(bytes), at);
    }
}
