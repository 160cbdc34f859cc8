package org.atomsmith.host.update;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes an archive as the kernel unpacks it over an initramfs: cpio's "newc", not compressed. */
final class CpioWriter {
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int inode;

    /** A directory. */
    void directory(String name, int permissions) {
        entry(name, DIRECTORY | permissions, new byte[0]);
    }

    /** A regular file. */
    void file(String name, int permissions, byte[] content) {
        entry(name, REGULAR | permissions, content);
    }

    /** A symbolic link. */
    void symlink(String name, String target) {
        entry(name, SYMLINK | 0777, target.getBytes(StandardCharsets.UTF_8));
    }

    /** The archive. Times are 0: the same files make the same archive. */
    byte[] toBytes() {
        inode = -1;
        entry("TRAILER!!!", 0, new byte[0]);
        return out.toByteArray();
    }

    private void entry(String name, int mode, byte[] content) {
        inode++;
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int[] fields = {inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, bytes.length + 1, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format("%08x", field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
        out.write(0);
        pad();
        out.writeBytes(content);
        pad();
    }

    private void pad() {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }
}
