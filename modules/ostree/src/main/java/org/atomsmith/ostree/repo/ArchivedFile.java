package org.atomsmith.ostree.repo;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;

/** Reads the form that files have in archive repositories and on the wire: {@code .filez}. */
final class ArchivedFile {
    private static final int BUFFER = 65_536;
    private static final int SMALLEST_BUFFER = 512;
    /** Bytes up to which a file is held in memory whole, packed and unpacked: faster than a stream by half. */
    static final int MOST_AT_ONCE = 4 << 20;

    private ArchivedFile() {}

    /**
     * Reads header and size, and leaves the stream at the compressed content.
     *
     * @param length bytes of the whole file, which bound the header
     * @param name what the file is called in messages
     */
    static ContentInfo header(InputStream file, long length, Object name) throws IOException {
        try {
            DataInputStream in = new DataInputStream(file);
            int variant = in.readInt();
            int zero = in.readInt();
            // What a header may take is small beside this: names and values of xattrs.
            if (variant <= 0 || variant > FileHeader.MAX_SIZE || zero != 0 || variant > length) {
                throw new CorruptObjectException(name + ": the frame of the header says length " + variant);
            }
            FileHeader.Archived archived = FileHeader.parseArchived(in.readNBytes(variant));
            return new ContentInfo(archived.header(), archived.size());
        } catch (EOFException e) {
            throw new CorruptObjectException(name + ": ends inside its header", e);
        } catch (CorruptObjectException e) {
            throw new CorruptObjectException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the header, and gives the content uncompressed; closing it closes the stream. What is not large is unpacked
     * at once.
     */
    @SuppressWarnings("MustBeClosedChecker")
    static ContentObject open(InputStream file, long length, DecoderPool decoders, Object name) throws IOException {
        ContentInfo info = header(file, length, name);
        if (info.header().isSymlink()) {
            file.close();
            return new ContentObject(info, InputStream.nullInputStream());
        }
        if (length <= MOST_AT_ONCE && info.size() <= MOST_AT_ONCE) {
            byte[] packed = file.readNBytes((int) length);
            byte[] content = decode(packed, 0, (int) info.size(), decoders, name);
            return new ContentObject(info, new WholeContent(content, file));
        }
        int buffer = (int) Math.clamp(length, SMALLEST_BUFFER, BUFFER);
        return new ContentObject(info, new ExactInputStream(new RawInflaterStream(file, buffer), info.size(), name));
    }

    /**
     * A file that was read whole.
     *
     * @param content empty for a symbolic link
     */
    record Whole(FileHeader header, byte[] content) {}

    /**
     * Reads a file that is in memory, when its content is not large.
     *
     * @return empty when the content is larger
     */
    static Optional<Whole> whole(byte[] file, DecoderPool decoders, Object name) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(file);
        ContentInfo info = header(in, file.length, name);
        if (info.header().isSymlink()) {
            return Optional.of(new Whole(info.header(), new byte[0]));
        }
        if (info.size() > MOST_AT_ONCE) {
            return Optional.empty();
        }
        byte[] content = decode(file, file.length - in.available(), (int) info.size(), decoders, name);
        return Optional.of(new Whole(info.header(), content));
    }

    private static byte[] decode(byte[] packed, int from, int size, DecoderPool decoders, Object name)
            throws IOException {
        try {
            return decoders.decode(packed, from, size);
        } catch (DataFormatException e) {
            throw new CorruptObjectException(name + ": the compressed content is damaged: " + e.getMessage(), e);
        }
    }

    /** Content in memory, and the file that it came from. */
    private static final class WholeContent extends ByteArrayInputStream {
        private final InputStream file;

        WholeContent(byte[] content, InputStream file) {
            super(content);
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Frees its Inflater's memory when closed, which the JDK's stream does only for one that it made itself. */
    private static final class RawInflaterStream extends InflaterInputStream {
        RawInflaterStream(InputStream in, int buffer) {
            super(in, new Inflater(true), buffer);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }
}
