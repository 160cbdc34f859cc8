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

    /** Reads the header, and gives the content uncompressed; closing it closes the stream. */
    @SuppressWarnings("MustBeClosedChecker")
    static ContentObject open(InputStream file, long length, Object name) throws IOException {
        ContentInfo info = header(file, length, name);
        if (info.header().isSymlink()) {
            file.close();
            return new ContentObject(info, InputStream.nullInputStream());
        }
        int buffer = (int) Math.clamp(length, SMALLEST_BUFFER, BUFFER);
        return new ContentObject(info, new ExactInputStream(new RawInflaterStream(file, buffer), info.size(), name));
    }

    /**
     * A small file, read whole.
     *
     * @param content empty for a symbolic link
     */
    record Small(FileHeader header, byte[] content) {}

    /**
     * Reads a file that is in memory, when its content is small too.
     *
     * @param most the largest content in bytes
     * @return empty when the content is larger
     */
    static Optional<Small> small(byte[] file, int most, InflaterPool inflaters, Object name) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(file);
        ContentInfo info = header(in, file.length, name);
        if (info.size() > most) {
            return Optional.empty();
        }
        byte[] content = new byte[(int) info.size()];
        if (info.header().isSymlink()) {
            return Optional.of(new Small(info.header(), content));
        }
        int begin = file.length - in.available();
        Inflater inflater = inflaters.take();
        try {
            inflater.setInput(file, begin, file.length - begin);
            int at = 0;
            while (at < content.length) {
                int n = inflater.inflate(content, at, content.length - at);
                if (n == 0) {
                    throw new CorruptObjectException(
                            name + ": the file's content ends after " + at + " of " + content.length + " bytes");
                }
                at += n;
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw new CorruptObjectException(
                        name + ": the file's content is longer than its " + content.length + " bytes");
            }
        } catch (DataFormatException e) {
            throw new CorruptObjectException(name + ": the compressed content is damaged: " + e.getMessage(), e);
        } finally {
            inflaters.giveBack(inflater);
        }
        return Optional.of(new Small(info.header(), content));
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
