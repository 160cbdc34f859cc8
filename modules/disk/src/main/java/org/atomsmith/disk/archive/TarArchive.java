package org.atomsmith.disk.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.atomsmith.disk.FileSection;
import org.atomsmith.disk.PositionedTarget;

/**
 * Writes a tar archive (ustar) whose last member may be of a length that is only known when it is complete, and whose
 * others may be replaced at the end by contents of the same length.
 */
public final class TarArchive {
    private final PositionedTarget target;
    private final long time;
    private long next;

    /**
     * Begins an archive.
     *
     * @param target empty
     * @param time of last change of all members, in seconds since 1970
     */
    public TarArchive(PositionedTarget target, long time) {
        this.target = target;
        this.time = time;
    }

    /**
     * Adds a member.
     *
     * @return where its content begins
     * @throws IOException when it cannot be written
     */
    public long add(String name, byte[] content) throws IOException {
        writeHead(next, name, content.length);
        long at = next + TarHeader.BLOCK;
        target.write(ByteBuffer.wrap(content), at);
        next = at + content.length + TarHeader.padding(content.length);
        return at;
    }

    /**
     * Replaces a member's content.
     *
     * @param at what {@link #add} gave
     * @param content as long as before
     * @throws IOException when it cannot be written
     */
    public void replace(long at, byte[] content) throws IOException {
        target.write(ByteBuffer.wrap(content), at);
    }

    /** Begins the last member. */
    public FileSection last() {
        return new FileSection(target, next + TarHeader.BLOCK);
    }

    /**
     * Ends the archive.
     *
     * @param name what the last member is called
     * @param length how long it became
     * @return how long the archive is
     * @throws IOException when it cannot be written
     */
    public long finish(String name, long length) throws IOException {
        writeHead(next, name, length);
        long end = next + TarHeader.BLOCK + length + TarHeader.padding(length) + TarHeader.END;
        target.extendTo(end);
        return end;
    }

    private void writeHead(long at, String name, long size) throws IOException {
        target.write(TarHeader.of(TarHeader.Dialect.USTAR, name, size, time), at);
    }
}
