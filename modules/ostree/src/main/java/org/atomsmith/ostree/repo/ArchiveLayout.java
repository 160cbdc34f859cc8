package org.atomsmith.ostree.repo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;

/** Mode archive-z2: {@code .filez} is the framed header that says the size, then the content, raw deflate. */
final class ArchiveLayout implements ContentLayout {
    private static final int BUFFER = 65_536;
    private static final int PERMISSIONS = 0644;

    private final CompressorPool compressors;

    ArchiveLayout(int level) {
        this.compressors = new CompressorPool(level);
    }

    @Override
    public ContentSink create(Path path, FileHeader header, long size) throws IOException {
        return new Sink(path, header, size);
    }

    @Override
    public void createSymlink(Path path, FileHeader header) throws IOException {
        Files.write(path, header.toArchivedBytes(0), StandardOpenOption.CREATE_NEW);
        LinuxFiles.chmod(path, PERMISSIONS);
    }

    @Override
    public boolean isSealed(Path path) throws IOException {
        return LinuxFiles.stat(path).permissions() == PERMISSIONS;
    }

    @Override
    public ContentInfo info(Path path) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path), 512)) {
            return header(file, path);
        }
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public ContentObject open(Path path) throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        try {
            ContentInfo info = header(file, path);
            if (info.header().isSymlink()) {
                file.close();
                return new ContentObject(info, InputStream.nullInputStream());
            }
            InputStream inflated = new RawInflaterStream(file);
            return new ContentObject(info, new ExactInputStream(inflated, info.size(), path));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Reads the frame: the variant's length, big-endian, four zeros, the variant. */
    private static ContentInfo header(InputStream file, Path path) throws IOException {
        try {
            DataInputStream in = new DataInputStream(file);
            int length = in.readInt();
            int zero = in.readInt();
            // What a header may take is small beside this: names and values of xattrs.
            if (length <= 0 || length > FileHeader.MAX_SIZE || zero != 0 || length > Files.size(path)) {
                throw new CorruptObjectException(path + ": the frame of the header says length " + length);
            }
            FileHeader.Archived archived = FileHeader.parseArchived(in.readNBytes(length));
            return new ContentInfo(archived.header(), archived.size());
        } catch (EOFException e) {
            throw new CorruptObjectException(path + ": ends inside its header", e);
        } catch (CorruptObjectException e) {
            throw new CorruptObjectException(path + ": " + e.getMessage(), e);
        }
    }

    /** Frees its Inflater's memory when closed, which the JDK's stream does only for one that it made itself. */
    private static final class RawInflaterStream extends InflaterInputStream {
        RawInflaterStream(InputStream in) {
            super(in, new Inflater(true), BUFFER);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }

    private final class Sink implements ContentSink {
        private final Path path;
        private final OutputStream out;
        private final Compressor compressor = compressors.take();

        Sink(Path path, FileHeader header, long size) throws IOException {
            this.path = path;
            this.out = new ObjectOutput(path);
            compressor.begin(header.toArchivedBytes(size), out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            compressor.write(bytes, offset, length, out);
        }

        @Override
        public void finish() throws IOException {
            compressor.finish(out);
            out.close();
            LinuxFiles.chmod(path, PERMISSIONS);
        }

        @Override
        public void close() throws IOException {
            compressors.giveBack(compressor);
            out.close();
        }
    }
}
