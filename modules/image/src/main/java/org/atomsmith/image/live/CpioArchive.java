package org.atomsmith.image.live;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A cpio archive as Linux unpacks it into its first root file system ({@code newc}): everything is root's. */
final class CpioArchive {
    /** The largest file that an archive can hold. */
    static final long MOST_BYTES = 0xffffffffL;

    private static final int ALIGNMENT = 4;
    private static final int WHOLE = 512;
    private static final int DIRECTORY = 0040755;
    private static final int LINK = 0120777;
    private static final int FILE = 0100000;
    private static final String END = "TRAILER!!!";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Set<String> directories = new TreeSet<>();
    private int inode;

    /** Puts a file; directories on the way are made. */
    CpioArchive file(String path, int mode, byte[] content) {
        parents(path);
        entry(path, FILE | mode, content.length);
        out.writeBytes(content);
        return padded();
    }

    /** Puts a symbolic link. */
    CpioArchive link(String path, String target) {
        parents(path);
        byte[] content = target.getBytes(StandardCharsets.UTF_8);
        entry(path, LINK, content.length);
        out.writeBytes(content);
        return padded();
    }

    /** Begins a file, whose content the caller puts behind what {@link #bytes} gives, filled up to four bytes. */
    CpioArchive begin(String path, int mode, long size) {
        parents(path);
        entry(path, FILE | mode, size);
        return this;
    }

    /** What was put so far. */
    byte[] bytes() {
        return out.toByteArray();
    }

    /** The whole archive; another one, compressed or not, may follow. */
    byte[] finish() {
        entry(END, 0, 0);
        out.writeBytes(new byte[-out.size() & WHOLE - 1]);
        return out.toByteArray();
    }

    private void parents(String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String directory = path.substring(0, slash);
            if (directories.add(directory)) {
                entry(directory, DIRECTORY, 0);
            }
        }
    }

    private void entry(String path, int mode, long size) {
        if (size > MOST_BYTES) {
            throw new IllegalArgumentException(path + " has " + size + " bytes; a cpio archive holds less than 4 GiB");
        }
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        boolean end = path.equals(END);
        long[] fields = {end ? 0 : ++inode, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, name.length + 1, 0};
        StringBuilder header = new StringBuilder("070701");
        for (long field : fields) {
            header.append(String.format(Locale.ROOT, "%08x", field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name);
        out.write(0);
        padded();
    }

    private CpioArchive padded() {
        out.writeBytes(new byte[-out.size() & ALIGNMENT - 1]);
        return this;
    }
}
