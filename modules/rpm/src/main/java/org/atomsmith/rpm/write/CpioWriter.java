package org.atomsmith.rpm.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes a cpio archive: the new ASCII format, or rpm's stripped one whose heads are only numbers of files. */
final class CpioWriter implements Closeable {
    private static final String TRAILER = "TRAILER!!!";
    private static final byte[] ZEROS = new byte[4];

    private final OutputStream out;
    private final boolean stripped;
    private long position;

    CpioWriter(OutputStream out, boolean stripped) {
        this.out = out;
        this.stripped = stripped;
    }

    /**
     * Begins an entry; its content follows.
     *
     * @param index the file's number in the header
     * @param inode the same for names of one file
     * @param size bytes that follow, 0 for all names of a file but the last
     */
    void entry(SpecFile file, int index, long inode, int links, long size) throws IOException {
        if (stripped) {
            text(String.format(Locale.ROOT, "07070X%08x", index));
            align();
            return;
        }
        head(inode, file.mode(), links, file.mtime(), size, "." + file.path());
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        position += length;
    }

    /** Ends an entry's content. */
    void align() throws IOException {
        int padding = (int) (-position & 3);
        out.write(ZEROS, 0, padding);
        position += padding;
    }

    /** Ends the archive and closes what it is written to. */
    @Override
    public void close() throws IOException {
        head(0, 0, 1, 0, 0, TRAILER);
        out.close();
    }

    private void head(long inode, int mode, int links, long mtime, long size, String name) throws IOException {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("070701");
        // Owner and devices are in the header, by name; the archive's numbers mean nothing.
        long[] fields = {inode, mode, 0, 0, links, mtime, size, 0, 0, 0, 0, bytes.length, 0};
        for (long field : fields) {
            head.append(String.format(Locale.ROOT, "%08x", field & 0xffffffffL));
        }
        text(head.toString());
        write(bytes, 0, bytes.length);
        align();
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        write(bytes, 0, bytes.length);
    }
}
