package org.atomsmith.rpm.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;

/**
 * The header of a package as the database of installed packages holds it: counts, the package's own signed region
 * untouched, and behind it what installing added: the signature header's entries under their other numbers, when it was
 * installed, and the state of its files. Where something of the region does not hold for the installed package, an entry of
 * the same number behind it counts.
 *
 * @param blob as it stands in the database; not to be changed
 * @param header what is in it
 */
public record InstalledHeader(byte[] blob, Header header) {
    private static final int PREFIX = 16;
    private static final int ENTRY = 16;

    /** RPMVERIFY_MTIME. */
    private static final long VERIFY_TIME = 1 << 5;

    private static final long VERIFY_ALL = 0xffffffffL;

    /**
     * How a package was installed.
     *
     * @param time seconds since 1970; it is also what the transaction is called, as rpm does it
     * @param color of files that the architecture prefers: 0 for none, 3 for 32 and 64 bits
     * @param states of the files in the header's order; none when all are simply there
     * @param keepsTimes whether files have the modification times that the package gave them; where they have not, nobody is
     *     to verify them
     */
    public record Installation(long time, int color, List<FileState> states, boolean keepsTimes) {
        /** Copies the list. */
        public Installation {
            states = List.copyOf(states);
        }
    }

    /**
     * Enters a package.
     *
     * @throws PackageFormatException when the package is of format 3, or damaged
     * @throws IllegalArgumentException when there are states, but not one for each file
     */
    public static InstalledHeader of(RpmFile rpm, Installation installation) throws PackageFormatException {
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
        added.put(Tag.INSTALLTIME, int32(installation.time()));
        int files = rpm.header().strings(Tag.BASENAMES).size();
        if (files > 0) {
            added.put(Tag.FILESTATES, new Header.Raw(Header.CHAR, files, states(installation.states(), files)));
            if (!installation.keepsTimes()) {
                added.put(Tag.FILEVERIFYFLAGS, int32(withoutTimes(rpm.header(), files)));
            }
        }
        added.put(Tag.INSTALLCOLOR, int32(installation.color()));
        added.put(Tag.INSTALLTID, int32(installation.time()));
        return read(joined(ByteBuffer.wrap(rpm.headerBytes()), added), rpm.name());
    }

    /**
     * Reads what a database holds.
     *
     * @param name what messages call it
     * @throws PackageFormatException when it is damaged
     */
    public static InstalledHeader read(byte[] blob, String name) throws PackageFormatException {
        return new InstalledHeader(blob, Header.installed(blob, name));
    }

    /**
     * The paths of the package's files, absolute.
     *
     * @throws PackageFormatException when the header contradicts itself
     */
    public List<String> paths() throws PackageFormatException {
        return FileTable.paths(header, header.string(Tag.NAME).orElse("a package"));
    }

    private static byte[] states(List<FileState> states, int files) {
        if (!states.isEmpty() && states.size() != files) {
            throw new IllegalArgumentException(states.size() + " states of " + files + " files");
        }
        byte[] bytes = new byte[files];
        for (int i = 0; i < states.size(); i++) {
            bytes[i] = (byte) states.get(i).ordinal();
        }
        return bytes;
    }

    private static long[] withoutTimes(Header header, int files) throws PackageFormatException {
        long[] flags = header.numbers(Tag.FILEVERIFYFLAGS);
        long[] fewer = new long[files];
        for (int i = 0; i < files; i++) {
            fewer[i] = (i < flags.length ? flags[i] : VERIFY_ALL) & ~VERIFY_TIME;
        }
        return fewer;
    }

    private static Header.Raw int32(long... numbers) {
        ByteBuffer data = ByteBuffer.allocate(4 * numbers.length);
        for (long number : numbers) {
            data.putInt((int) number);
        }
        return new Header.Raw(Header.INT32, numbers.length, data.array());
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
            case Header.INT16 -> 2;
            case Header.INT32 -> 4;
            case Header.INT64 -> 8;
            default -> 1;
        };
    }
}
