package org.atomsmith.deb.convert;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Contents of files, kept on disk one behind the other: a package's files come in another order than they go. */
final class Spool implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final byte[] buffer = new byte[BUFFER];
    private long end;

    /** Makes an empty one in a directory. */
    Spool(Path directory) throws IOException {
        path = Files.createTempFile(directory, ".contents-", ".tmp");
        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Keeps a content and returns where it is. */
    long add(InputStream content) throws IOException {
        long begin = end;
        for (int n; (n = content.read(buffer)) >= 0; ) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
        }
        return begin;
    }

    /** A content that was kept. */
    InputStream read(long begin, long size) {
        return new InputStream() {
            private long at = begin;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int want = (int) Math.min(length, begin + size - at);
                if (want <= 0) {
                    return -1;
                }
                int n = channel.read(ByteBuffer.wrap(bytes, offset, want), at);
                at += Math.max(n, 0);
                return n;
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
