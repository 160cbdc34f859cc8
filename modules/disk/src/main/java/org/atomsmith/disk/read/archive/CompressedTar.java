package org.atomsmith.disk.read.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.read.source.BytesSource;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.stream.Compression;
import org.atomsmith.disk.read.stream.Spool;
import org.atomsmith.disk.read.stream.StreamCopy;

/**
 * The disk in a compressed tar archive. A raw one, as Google's images have it, streams; another, as in a Vagrant box, is
 * unpacked into a file without a name first, because its tables may be behind what they describe.
 */
public final class CompressedTar implements DiskImage {
    /** As much as shows a format, the end of a small file too. */
    private static final int HEAD_BYTES = 4096;

    private final ImageSource source;
    private final Compression compression;
    private final TarMember member;
    private final Nested nested;

    private CompressedTar(ImageSource source, Compression compression, TarMember member, Nested nested) {
        this.source = source;
        this.compression = compression;
        this.member = member;
        this.nested = nested;
    }

    /**
     * Opens the one disk in an archive; closing it closes the source.
     *
     * @param scratch a folder for what has to be unpacked first
     * @throws IOException when the archive is damaged, holds no disk, or the disk cannot be read
     */
    public static DiskImage open(ImageSource source, Compression compression, Nested nested, Path scratch)
            throws IOException {
        Candidates candidates = new Candidates(source.name(), nested);
        Optional<ImageSource> spooled = Optional.empty();
        try (InputStream in = compression.open(source)) {
            TarReader reader = new TarReader(in, source.name());
            for (Optional<TarMember> next = reader.next(); next.isPresent(); next = reader.next()) {
                TarMember member = next.get();
                byte[] head = head(in, reader, member);
                BytesSource beginning = beginning(source.name() + ": " + member.name(), member, head);
                if (!candidates.take(member, beginning)) {
                    continue;
                }
                if (!nested.isImage(beginning)) {
                    // What follows it is looked at when it is read.
                    return new CompressedTar(source, compression, member, nested);
                }
                spooled = Optional.of(spool(in, head, member, beginning.name(), scratch));
                reader.consumed(member.stored() - head.length);
            }
            ImageSource content = spooled.orElseThrow(candidates::none);
            source.close();
            return nested.open(content);
        } catch (IOException | RuntimeException e) {
            if (spooled.isPresent()) {
                spooled.get().close();
            }
            throw e;
        }
    }

    private static byte[] head(InputStream in, TarReader reader, TarMember member) throws IOException {
        byte[] head = in.readNBytes((int) Math.min(HEAD_BYTES, member.stored()));
        reader.consumed(head.length);
        return head;
    }

    /** What shows a file's format; a file that begins with a hole has none. */
    private static BytesSource beginning(String name, TarMember member, byte[] head) {
        boolean stored = !member.runs().isEmpty() && member.runs().getFirst().offset() == 0;
        return new BytesSource(name, ByteBuffer.wrap(stored ? head : new byte[0]));
    }

    private static ImageSource spool(InputStream in, byte[] head, TarMember member, String name, Path scratch)
            throws IOException {
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
        return Spool.of(sink -> copy(all, member, sink, name), name, scratch);
    }

    @Override
    public String format() {
        return "raw";
    }

    @Override
    public String variant() {
        return "'" + member.name() + "' in tar." + compression.suffix();
    }

    @Override
    public long length() {
        return member.size();
    }

    @Override
    public OptionalLong allocated() {
        return member.isSparse() ? OptionalLong.of(member.stored()) : OptionalLong.empty();
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        Candidates candidates = new Candidates(source.name(), nested);
        try (InputStream in = compression.open(source)) {
            TarReader reader = new TarReader(in, source.name());
            for (Optional<TarMember> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().index() < member.index()) {
                    continue;
                }
                if (next.get().index() == member.index()) {
                    copy(in, member, sink, source.name() + ": " + member.name());
                    reader.consumed(member.stored());
                    candidates.take(member, new BytesSource(member.name(), ByteBuffer.allocate(0)));
                    continue;
                }
                byte[] head = head(in, reader, next.get());
                candidates.take(next.get(), beginning(next.get().name(), next.get(), head));
            }
        }
    }

    /** Brings the stored bytes to where they belong; the rest is zeros. */
    private static void copy(InputStream in, TarMember member, ImageSink sink, String name) throws IOException {
        long at = 0;
        for (TarMember.Run run : member.runs()) {
            sink.zeros(run.offset() - at);
            StreamCopy.copy(in, run.length(), sink, name);
            at = run.offset() + run.length();
        }
        sink.zeros(member.size() - at);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
