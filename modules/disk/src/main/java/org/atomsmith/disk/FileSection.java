package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of a file from some place on: all of it, or the member that an archive is to have there. */
public final class FileSection implements AppendTarget, PositionedTarget {
    private final PositionedTarget file;
    private final long begin;
    private long length;

    /**
     * Begins a section, empty.
     *
     * @param begin where in the file it begins
     */
    public FileSection(PositionedTarget file, long begin) {
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
    public void write(ByteBuffer bytes, long position) throws IOException {
        length = Math.max(length, position + bytes.remaining());
        file.write(bytes, begin + position);
    }

    @Override
    public void extendTo(long size) throws IOException {
        length = Math.max(length, size);
        file.extendTo(begin + size);
    }

    /** Where the last byte ends that was written. */
    @Override
    public long length() {
        return length;
    }
}
