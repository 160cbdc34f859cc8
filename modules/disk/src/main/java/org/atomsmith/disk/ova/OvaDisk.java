package org.atomsmith.disk.ova;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.atomsmith.disk.AppendTarget;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.archive.TarArchive;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.vmdk.VmdkStream;

/**
 * An appliance in one file (DMTF DSP0243): a tar archive of the envelope, the digests of all files, and the disk as a
 * streamOptimized VMDK, in this order, as importers read it front to back. It is written in one pass: the envelope and the
 * digests keep their place and are put in at the end.
 */
public final class OvaDisk implements DiskFile {
    private final PendingFile file;
    private final Appliance appliance;
    private final OvfEnvelope envelope;
    private final TarArchive archive;
    private final DigestedTarget disk;
    private final VmdkStream stream;
    private final long envelopeAt;
    private final long digestsAt;

    /**
     * The format.
     *
     * @param contentId of the VMDK: is to differ when the content does
     * @param time of last change of the members, in seconds since 1970
     */
    public static DiskFormat of(Appliance appliance, UUID contentId, long time) {
        return (path, size, memory) -> new OvaDisk(path, size, appliance, contentId, time, memory);
    }

    /**
     * Begins an archive, compressed on all processors.
     *
     * @param path the final name
     * @param size of the disk in bytes, whole sectors
     * @param contentId of the VMDK: is to differ when the content does
     * @param time of last change of the members, in seconds since 1970
     * @param memory of grains that were compressed already
     * @throws IOException when the file cannot be made, or the size is none of a VMDK
     */
    public OvaDisk(Path path, long size, Appliance appliance, UUID contentId, long time, BlockMemory memory)
            throws IOException {
        this.appliance = appliance;
        this.envelope = new OvfEnvelope(appliance, diskName(), size, "VM Network");
        this.file = PendingFile.create(path);
        try {
            this.archive = new TarArchive(file, time);
            byte[] placeholder = envelope.toXml(OptionalLong.of(0));
            this.envelopeAt = archive.add(envelopeName(), placeholder);
            byte[] noDigest = new byte[32];
            this.digestsAt = archive.add(appliance.name() + ".mf", digests(noDigest, noDigest));
            this.disk = new DigestedTarget(archive.last(), sha256());
            this.stream = new VmdkStream(disk, size, Optional.of(contentId), memory);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private String envelopeName() {
        return appliance.name() + ".ovf";
    }

    private String diskName() {
        return appliance.name() + "-disk1.vmdk";
    }

    private byte[] digests(byte[] ofEnvelope, byte[] ofDisk) {
        HexFormat hex = HexFormat.of();
        return ("SHA256(" + envelopeName() + ")= " + hex.formatHex(ofEnvelope) + "\nSHA256(" + diskName() + ")= "
                        + hex.formatHex(ofDisk) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Passes on what is appended, and digests it. */
    private record DigestedTarget(AppendTarget target, MessageDigest digest) implements AppendTarget {
        @Override
        public void append(ByteBuffer bytes) throws IOException {
            digest.update(bytes.duplicate());
            target.append(bytes);
        }

        @Override
        public void replace(long position, ByteBuffer bytes) {
            throw new IllegalStateException("what has been digested cannot be replaced");
        }

        @Override
        public long length() {
            return target.length();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return "ova";
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        stream.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        stream.zeros(count);
    }

    @Override
    public long position() {
        return stream.position();
    }

    @Override
    public void finish() throws IOException {
        stream.finish();
        byte[] xml = envelope.toXml(OptionalLong.of(disk.length()));
        archive.replace(envelopeAt, xml);
        archive.replace(digestsAt, digests(sha256().digest(xml), disk.digest().digest()));
        archive.finish(diskName(), disk.length());
        file.publish();
    }

    @Override
    public WrittenFile written() throws IOException {
        return file.written(format());
    }

    @Override
    public void close() throws IOException {
        try (file) {
            stream.close();
        }
    }
}
