package org.atomsmith.rpm.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;

/**
 * The header of a package as the database of installed packages holds it: counts, the package's own signed region
 * untouched, and behind it what installing added: the signature header's entries under their other numbers, when it was
 * installed, and the state of its files.
 */
public final class InstalledHeader {
    private static final int PREFIX = 16;
    private static final int ENTRY = 16;
    private static final int CHAR = 1;
    private static final int INT16 = 3;
    private static final int INT32 = 4;
    private static final int INT64 = 5;

    private static final int INSTALL_TIME = 1008;
    private static final int FILE_STATES = 1029;
    private static final int INSTALL_COLOR = 1127;
    private static final int INSTALL_TRANSACTION = 1128;

    private InstalledHeader() {}

    /**
     * A package's header.
     *
     * @param time seconds since 1970 at which it was installed
     * @param transaction the number of the transaction that installed it; rpm takes the time
     * @param color of files that the architecture prefers: 0 for none, 3 for 32 and 64 bits
     * @throws PackageFormatException when the package is of format 3, or damaged
     */
    public static byte[] of(RpmFile rpm, long time, long transaction, int color) throws PackageFormatException {
        if (!rpm.header().isRegion()) {
            throw new PackageFormatException(
                    rpm.name() + ": a package of format 3 has no signed region and cannot be entered into a database",
                    rpm.headerOffset());
        }
        TreeMap<Integer, Header.Raw> added = new TreeMap<>();
        for (int tag : rpm.signature().tags()) {
            OptionalInt merged = RpmFile.merged(tag);
            Optional<Header.Raw> raw = rpm.signature().raw(tag);
            if (merged.isPresent() && raw.isPresent()) {
                added.put(merged.getAsInt(), raw.get());
            }
        }
        added.put(INSTALL_TIME, int32(time));
        int files = rpm.header().strings(Tag.BASENAMES).size();
        if (files > 0) {
            // RPMFILE_STATE_NORMAL.
            added.put(FILE_STATES, new Header.Raw(CHAR, files, new byte[files]));
        }
        added.put(INSTALL_COLOR, int32(color));
        added.put(INSTALL_TRANSACTION, int32(transaction));
        return joined(ByteBuffer.wrap(rpm.headerBytes()), added);
    }

    private static Header.Raw int32(long number) {
        return new Header.Raw(
                INT32, 1, ByteBuffer.allocate(4).putInt((int) number).array());
    }

    private static byte[] joined(ByteBuffer header, Map<Integer, Header.Raw> added) {
        int count = header.getInt(8);
        int size = header.getInt(12);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(header.array(), PREFIX + count * ENTRY, size);
        ByteBuffer index = ByteBuffer.allocate((count + added.size()) * ENTRY);
        index.put(header.array(), PREFIX, count * ENTRY);
        added.forEach((tag, entry) -> {
            while (data.size() % alignment(entry.type()) != 0) {
                data.write(0);
            }
            index.putInt(tag).putInt(entry.type()).putInt(data.size()).putInt(entry.count());
            data.writeBytes(entry.data());
        });
        ByteBuffer blob = ByteBuffer.allocate(8 + index.capacity() + data.size());
        blob.putInt(count + added.size()).putInt(data.size());
        return blob.put(index.array()).put(data.toByteArray()).array();
    }

    private static int alignment(int type) {
        return switch (type) {
            case INT16 -> 2;
            case INT32 -> 4;
            case INT64 -> 8;
            default -> 1;
        };
    }
}
