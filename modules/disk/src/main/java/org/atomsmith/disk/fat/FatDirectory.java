package org.atomsmith.disk.fat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.atomsmith.disk.tree.RegularFile;

/** Encodes the entries of a directory. */
final class FatDirectory {
    private static final int ATTRIBUTE_LABEL = 0x08;
    private static final int ATTRIBUTE_DIRECTORY = 0x10;
    private static final int ATTRIBUTE_ARCHIVE = 0x20;
    private static final int ATTRIBUTE_LONG_NAME = 0x0f;
    private static final int LAST_PART = 0x40;
    private static final int FIRST_CHARACTERS = 5;
    private static final int MIDDLE_CHARACTERS = 11;

    private final FatTime time;

    /** Every entry has this time. */
    FatDirectory(FatTime time) {
        this.time = time;
    }

    /** A volume label, filled up with blanks. */
    static byte[] label(String label) {
        byte[] padded = new byte[11];
        Arrays.fill(padded, (byte) ' ');
        byte[] text = label.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, padded, 0, text.length);
        return padded;
    }

    /**
     * Encodes a directory.
     *
     * @param parent the first cluster of the directory above, 0 when that is the root
     * @param label the volume's label, for the root
     */
    byte[] encode(FatNode directory, int parent, String label) {
        ByteBuffer out = ByteBuffer.allocate((int) directory.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (directory.isRoot()) {
            put(out, label(label), ATTRIBUTE_LABEL, 0, 0);
        } else {
            put(out, label("."), ATTRIBUTE_DIRECTORY, directory.cluster, 0);
            put(out, label(".."), ATTRIBUTE_DIRECTORY, parent, 0);
        }
        for (FatNode child : directory.children()) {
            putLongName(out, child.name());
            long size =
                    child.inode() instanceof RegularFile file ? file.content().size() : 0;
            int attributes = child.isDirectory() ? ATTRIBUTE_DIRECTORY : ATTRIBUTE_ARCHIVE;
            put(out, child.name().shortName(), attributes, child.cluster, size);
        }
        return out.array();
    }

    /** Puts the long name, its last part first. */
    private static void putLongName(ByteBuffer out, FatName name) {
        int parts = name.entries() - 1;
        for (int part = parts - 1; part >= 0; part--) {
            char[] characters = name.part(part);
            out.put((byte) (part + 1 | (part == parts - 1 ? LAST_PART : 0)));
            for (int i = 0; i < characters.length; i++) {
                if (i == FIRST_CHARACTERS) {
                    out.put((byte) ATTRIBUTE_LONG_NAME).put((byte) 0).put(name.checksum());
                } else if (i == MIDDLE_CHARACTERS) {
                    out.putShort((short) 0);
                }
                out.putChar(characters[i]);
            }
        }
    }

    private void put(ByteBuffer out, byte[] name, int attributes, int cluster, long size) {
        out.put(name).put((byte) attributes).put((byte) 0).put(time.hundredths());
        out.putShort(time.time()).putShort(time.date()).putShort(time.date());
        out.putShort((short) (cluster >>> 16)).putShort(time.time()).putShort(time.date());
        out.putShort((short) cluster).putInt((int) size);
    }
}
