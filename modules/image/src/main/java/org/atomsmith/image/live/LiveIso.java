package org.atomsmith.image.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.fat.FatFileSystem;
import org.atomsmith.disk.fat.FatOptions;
import org.atomsmith.disk.fat.FatType;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.iso.IsoImage;
import org.atomsmith.disk.iso.IsoOptions;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.squashfs.SquashedFile;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.ostree.sysroot.boot.GrubEnvironment;

/**
 * A medium for CD drives and USB sticks, BIOS and UEFI, that runs a host and installs it. The disk that is written here
 * lies on it, compressed, as it is: the live system runs from its root partition, and the installer copies it. So the
 * system is on the medium once, and what is installed is the disk of every other format, byte by byte.
 *
 * <p>The disk is compressed straight into its place in the ISO image; what stands in front of it is written when its size
 * and digest are known.
 */
public final class LiveIso implements DiskFile {
    /** Where the answers for the installer are; see {@link LiveCustomization}. */
    static final String ANSWERS = "/live/answers";

    /** Where the menu's variables are. */
    static final String MENU_VARIABLES = "/live/grubenv";

    /** How much room the answers have. */
    static final int ANSWERS_BYTES = 1 << 16;

    /** What the disk is called in the squashfs. */
    static final String DISK = "disk.raw";

    private static final String ROOT = "/live/root.squashfs";
    private static final String BIOS = "/live/bios.img";
    private static final String EFI = "/live/efi.img";
    private static final String FACTS = "/live/disk";
    private static final long MIB = 1L << 20;
    private static final long FAT_BEGINS = 315_532_800;

    private final LiveSystem system;
    private final PendingFile file;
    private final Attributes attributes;
    private final SquashedFile squashed;
    private final DiskDigest disk;

    /** Media of a system. */
    public static DiskFormat format(LiveSystem system) {
        return (path, _, memory) ->
                new LiveIso(path, system, Runtime.getRuntime().availableProcessors(), memory);
    }

    /**
     * Begins a medium.
     *
     * @param threads how many threads compress, 1 or more
     * @param memory of blocks that were compressed already
     * @throws IOException when the file cannot be made, or a part of the system cannot be read
     */
    public LiveIso(Path path, LiveSystem system, int threads, BlockMemory memory) throws IOException {
        this.system = system;
        this.attributes = Attributes.root(0444, system.timestamp());
        long begin = plan(new DiskFacts(system.id(), 0, "", 0, 0), 0).lastOffset();
        this.file = PendingFile.create(path);
        this.squashed = new SquashedFile(file, begin, DISK, system.timestamp(), threads, memory);
        this.disk = new DiskDigest(squashed);
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "iso";
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
        IsoImage image = plan(disk.facts(system.id()), squashed.length());
        Placed placed = new Placed(file);
        image.front().writeTo(placed);
        placed.zeros(squashed.length());
        image.back().writeTo(placed);
        file.extendTo(image.length());
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

    private IsoImage plan(DiskFacts facts, long squashedBytes) throws IOException {
        LiveBoot boot = new LiveBoot(system);
        FileTree tree = new FileTree(Attributes.root(0755, system.timestamp()));
        tree.file(ANSWERS, attributes, answers());
        tree.file(
                BIOS,
                attributes,
                join(system.loader().cdBootImg(), system.loader().coreImg()));
        tree.file(FACTS, attributes, facts.bytes());
        tree.file(EFI, attributes, esp());
        tree.file("/live/grub.cfg", attributes, boot.filled("grub.cfg"));
        tree.file(MENU_VARIABLES, attributes, GrubEnvironment.empty().bytes());
        tree.put("/live/initramfs.img", new RegularFile(attributes, boot.initramfs()));
        tree.put(ROOT, new RegularFile(attributes, ContentSource.of(ROOT, squashedBytes, () -> {
            throw new IOException(ROOT + " is in its place already");
        })));
        tree.put("/live/vmlinuz", new RegularFile(attributes, system.kernel()));
        return IsoImage.plan(tree.build(), ROOT, options());
    }

    private IsoOptions options() {
        return new IsoOptions(
                system.volume(),
                system.timestamp(),
                Optional.of(new IsoOptions.BiosBoot(BIOS, system.loader().hybridImg())),
                Optional.of(EFI),
                Optional.of(new IsoOptions.HybridDisk(
                        system.guid(),
                        List.of(
                                new IsoOptions.FilePartition(
                                        EFI, PartitionType.ESP.guid(), system.espGuid(), "live-esp"),
                                new IsoOptions.FilePartition(
                                        ROOT, PartitionType.LINUX.guid(), system.liveGuid(), "live")))));
    }

    private byte[] esp() throws IOException {
        byte[] loader = system.loader().efi();
        long time = Math.max(system.timestamp(), FAT_BEGINS);
        Directory files = new FileTree(Attributes.root(0755, time))
                .file("/EFI/BOOT/BOOTX64.EFI", Attributes.root(0755, time), loader)
                .build();
        long size = Math.max(4 * MIB, Math.ceilDiv(loader.length + MIB, MIB) * MIB);
        return Bytes.of(
                FatFileSystem.plan(files, new FatOptions(FatType.FAT16, "LIVE_ESP", system.serial(), size, time, 0)));
    }

    private static byte[] answers() {
        byte[] room = new byte[ANSWERS_BYTES];
        Arrays.fill(room, (byte) '\n');
        byte[] text = "# No answers: the installer asks. 'atomsmith image customize' puts some here.\n"
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, room, 0, text.length);
        return room;
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    /** Writes into a file from its begin on; zeros leave what is there. */
    private static final class Placed implements ImageSink {
        private final PendingFile file;
        private long position;

        Placed(PendingFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer data) throws IOException {
            int count = data.remaining();
            file.write(data, position);
            position += count;
        }

        @Override
        public void zeros(long count) {
            position += count;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
