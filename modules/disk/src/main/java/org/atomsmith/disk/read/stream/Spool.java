package org.atomsmith.disk.read.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.read.source.FileSource;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;

/**
 * Unpacks an image that cannot be read from front to back into a file that has no name any more when it is read: nothing of
 * it stays, whatever happens. What is zeros takes no room.
 */
public final class Spool {
    /** An image file is rarely larger than this, and what is made to fill the disk is. */
    private static final long MOST = 256L << 30;

    private Spool() {}

    /** What is unpacked. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(ImageSink sink) throws IOException;
    }

    /**
     * Unpacks an image.
     *
     * @param name what messages call it
     * @param scratch the folder for the file
     * @throws IOException when the content cannot be read, or the file not be written
     */
    public static ImageSource of(Content content, String name, Path scratch) throws IOException {
        Path file = Files.createTempFile(scratch, ".atomsmith-", ".image");
        try (FileSink sink = new FileSink(file, name)) {
            content.writeTo(sink);
            sink.finish();
            FileSource source = FileSource.open(file);
            return source.slice(0, source.size(), name);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Writes the file; zeros are holes. */
    private static final class FileSink implements ImageSink {
        private final Path file;
        private final String name;
        private final FileChannel channel;
        private long position;

        FileSink(Path file, String name) throws IOException {
            this.file = file;
            this.name = name;
            this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
        }

        private void check() throws MalformedImageException {
            if (position > MOST) {
                throw new MalformedImageException(name, position, "more than " + MOST + " bytes come out of it");
            }
        }

        @Override
        public void write(ByteBuffer data) throws IOException {
            check();
            try {
                while (data.hasRemaining()) {
                    position += channel.write(data, position);
                }
            } catch (IOException e) {
                throw new IOException("cannot unpack " + name + " into " + file.getParent() + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void zeros(long count) throws IOException {
            position += count;
            check();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void finish() throws IOException {
            if (channel.size() < position) {
                channel.write(ByteBuffer.allocate(1), position - 1);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
