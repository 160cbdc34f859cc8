package org.atomsmith.ostree.repo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.FileHeader;

/** Mode archive-z2: {@code .filez} is the framed header that says the size, then the content, raw deflate. */
final class ArchiveLayout implements ContentLayout {
    private static final int BUFFER = 65_536;
    /** What every object of an archive has: all may read it. */
    static final int PERMISSIONS = 0644;

    private final CompressorPool compressors;
    private final DecoderPool decoders = new DecoderPool();

    ArchiveLayout(Supplier<Compressor> factory) {
        this.compressors = new CompressorPool(factory);
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
            return ArchivedFile.header(file, Files.size(path), path);
        }
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public ContentObject open(Path path) throws IOException {
        long length = Files.size(path);
        InputStream file = new BufferedInputStream(Files.newInputStream(path), (int) Math.clamp(length, 512, BUFFER));
        try {
            return ArchivedFile.open(file, length, decoders, path);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
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
