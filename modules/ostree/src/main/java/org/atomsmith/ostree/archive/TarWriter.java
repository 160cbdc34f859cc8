package org.atomsmith.ostree.archive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes tar in GNU's form, as libarchive does: long names in entries of their own, large numbers in base 256. Extended
 * attributes go into pax headers, which GNU tar and libarchive both read.
 */
public final class TarWriter implements Closeable {
    private static final int BLOCK = 512;
    /** GNU tar writes records of 20 blocks, and fills up the last. */
    private static final int RECORD = 20 * BLOCK;

    private static final byte[] ZEROS = new byte[RECORD];

    private final OutputStream out;
    private final long time;
    private long written;

    /**
     * Writes an archive.
     *
     * @param out closed with the writer
     * @param time the modification time of every entry, seconds since 1970
     */
    public TarWriter(OutputStream out, long time) {
        this.out = out;
        this.time = time;
    }

    /**
     * Writes an entry without content: anything but a file that has bytes.
     *
     * @throws IllegalArgumentException for what no commit has
     */
    public void put(ArchiveEntry entry) throws IOException {
        header(entry);
    }

    /** Writes a regular file, of exactly the entry's size in bytes. */
    public void put(ArchiveEntry entry, InputStream content) throws IOException {
        header(entry);
        long copied = content.transferTo(out);
        if (copied != entry.size()) {
            throw new ArchiveException(entry.path() + " has " + copied + " bytes instead of " + entry.size());
        }
        written += copied;
        pad(BLOCK);
    }

    private void header(ArchiveEntry entry) throws IOException {
        if (!entry.xattrs().isEmpty()) {
            pax(entry);
        }
        byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
        byte[] link = entry.link().getBytes(StandardCharsets.UTF_8);
        if (link.length > 100) {
            longName('K', link);
        }
        if (path.length > 100) {
            longName('L', path);
        }
        char type = switch (entry.kind()) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMLINK -> '2';
            case DIRECTORY -> '5';
            case OTHER -> throw new IllegalArgumentException(entry.path() + " is no file");
        };
        block(path, entry.permissions(), entry.uid(), entry.gid(), entry.size(), type, link);
    }

    private void block(byte[] path, int mode, int uid, int gid, long size, char type, byte[] link) throws IOException {
        byte[] header = new byte[BLOCK];
        System.arraycopy(path, 0, header, 0, Math.min(100, path.length));
        number(header, 100, 8, mode);
        number(header, 108, 8, Integer.toUnsignedLong(uid));
        number(header, 116, 8, Integer.toUnsignedLong(gid));
        number(header, 124, 12, size);
        number(header, 136, 12, time);
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        System.arraycopy(link, 0, header, 157, Math.min(100, link.length));
        System.arraycopy("ustar  \0".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 8);
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, 148, 6, sum);
        header[154] = 0;
        write(header);
    }

    private void longName(char type, byte[] name) throws IOException {
        byte[] link = "././@LongLink".getBytes(StandardCharsets.US_ASCII);
        block(link, 0, 0, 0, name.length + 1L, type, new byte[0]);
        write(Arrays.copyOf(name, name.length + 1));
        pad(BLOCK);
    }

    private void pax(ArchiveEntry entry) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
            byte[] key = (" SCHILY.xattr." + xattr.getKey() + "=").getBytes(StandardCharsets.UTF_8);
            int rest = key.length + xattr.getValue().length + 1;
            int length = rest + Integer.toString(rest).length();
            length = rest + Integer.toString(length).length();
            records.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
            records.writeBytes(key);
            records.writeBytes(xattr.getValue());
            records.write('\n');
        }
        byte[] name = "PaxHeader".getBytes(StandardCharsets.US_ASCII);
        block(name, 0644, 0, 0, records.size(), 'x', new byte[0]);
        write(records.toByteArray());
        pad(BLOCK);
    }

    private static void number(byte[] header, int offset, int length, long value) {
        if (value < 1L << 3 * (length - 1) && value >= 0) {
            octal(header, offset, length - 1, value);
            return;
        }
        for (int i = length - 1; i >= 0; i--) {
            int shift = 8 * (length - 1 - i);
            header[offset + i] = (byte) (shift < 64 ? value >> shift : value >> 63);
        }
        header[offset] |= (byte) 0x80;
    }

    private static void octal(byte[] header, int offset, int digits, long value) {
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            header[offset + i] = (byte) ('0' + (rest & 7));
            rest >>= 3;
        }
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    private void pad(int unit) throws IOException {
        int rest = (int) (-written & BLOCK - 1);
        if (unit == RECORD) {
            rest = (int) ((RECORD - written % RECORD) % RECORD);
        }
        out.write(ZEROS, 0, rest);
        written += rest;
    }

    /** Ends the archive, and closes the stream. */
    @Override
    public void close() throws IOException {
        write(new byte[2 * BLOCK]);
        pad(RECORD);
        out.close();
    }
}
