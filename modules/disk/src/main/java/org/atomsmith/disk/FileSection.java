package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of a pending file from some place on: all of it, or the member that an archive is to have there. */
public final class FileSection implements AppendTarget {
    private final PendingFile file;
    private final long begin;
    private long length;

    /**
     * Begins a section, empty.
     *
     * @param begin where in the file it begins
     */
    public FileSection(PendingFile file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        file.write(bytes, begin + length);
        length += count;
    }

    @Override
    public void replace(long position, ByteBuffer bytes) throws IOException {
        Objects.checkFromIndexSize(position, bytes.remaining(), length);
        file.write(bytes, begin + position);
    }

    @Override
    public long length() {
        return length;
    }
}
