package org.atomsmith.deb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.zip.CRC32;

/**
 * Where everything is in a {@code Packages} file: the offsets of its stanzas and, by name, which stanzas are or provide
 * that name. A few MB of ints in one buffer, which is kept beside the file and mapped the next time.
 *
 * <p>Layout, little-endian ints: a header of {@value #HEADER} (magic, version, size of the text, stanzas n, names m, slots
 * s, postings p, essential e, enhancing w, bytes of names b); n+1 offsets of stanzas; s slots of a hash table that hold a
 * name's number plus one; m+1 offsets into the names; m+1 offsets into the postings; p postings (stanza * 2 + 1 when the
 * name is the package's own, else stanza * 2); e and w stanza numbers; the names' b bytes padded to 4; a CRC-32 of all.
 */
final class PackagesIndex {
    private static final int MAGIC = 0x58494d41;
    private static final int VERSION = 1;
    private static final int HEADER = 10;
    private static final int PARALLEL_FROM = 1 << 20;

    private final ByteBuffer bytes;
    private final IntBuffer ints;
    private final int stanzas;
    private final int names;
    private final int slots;
    private final int essential;
    private final int enhancing;
    private final int slotsAt;
    private final int namesAt;
    private final int firstsAt;
    private final int postingsAt;
    private final int essentialAt;
    private final int enhancingAt;
    private final int blobAt;

    private PackagesIndex(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.ints = bytes.asIntBuffer();
        stanzas = ints.get(3);
        names = ints.get(4);
        slots = ints.get(5);
        essential = ints.get(7);
        enhancing = ints.get(8);
        slotsAt = HEADER + stanzas + 1;
        namesAt = slotsAt + slots;
        firstsAt = namesAt + names + 1;
        postingsAt = firstsAt + names + 1;
        essentialAt = postingsAt + ints.get(6);
        enhancingAt = essentialAt + essential;
        blobAt = 4 * (enhancingAt + enhancing);
    }

    /** How many stanzas there are. */
    int size() {
        return stanzas;
    }

    /** Offset of the stanza's first byte. */
    int start(int stanza) {
        return ints.get(HEADER + stanza);
    }

    /** Offset behind the stanza, its separating line included. */
    int end(int stanza) {
        return ints.get(HEADER + stanza + 1);
    }

    /** Calls with each stanza whose package has that name, in the file's order. */
    void named(String name, IntConsumer stanza) {
        postings(name, true, stanza);
    }

    /** Calls with each stanza whose package has that name or provides it, with whatever qualifier, in the file's order. */
    void providing(String name, IntConsumer stanza) {
        postings(name, false, stanza);
    }

    /** Calls with each essential stanza. */
    void essential(IntConsumer stanza) {
        for (int i = 0; i < essential; i++) {
            stanza.accept(ints.get(essentialAt + i));
        }
    }

    /** Calls with each stanza that enhances others. */
    void enhancing(IntConsumer stanza) {
        for (int i = 0; i < enhancing; i++) {
            stanza.accept(ints.get(enhancingAt + i));
        }
    }

    /** The names of packages, in the order of their first stanza or of what first provides them. */
    List<String> packageNames() {
        List<String> found = new ArrayList<>(stanzas);
        for (int name = 0; name < names; name++) {
            int end = ints.get(firstsAt + name + 1);
            for (int p = ints.get(firstsAt + name); p < end; p++) {
                if ((ints.get(postingsAt + p) & 1) == 1) {
                    found.add(name(name));
                    break;
                }
            }
        }
        return found;
    }

    private void postings(String name, boolean own, IntConsumer stanza) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int number = find(wanted);
        if (number < 0) {
            return;
        }
        int end = ints.get(firstsAt + number + 1);
        int before = -1;
        for (int p = ints.get(firstsAt + number); p < end; p++) {
            int posting = ints.get(postingsAt + p);
            // A package that provides its own name is posted twice in a row.
            if ((!own || (posting & 1) == 1) && posting >> 1 != before) {
                before = posting >> 1;
                stanza.accept(before);
            }
        }
    }

    private int find(byte[] wanted) {
        for (int slot = PackagesIndexBuilder.hash(wanted, 0, wanted.length) & (slots - 1);
                ;
                slot = slot + 1 & (slots - 1)) {
            int number = ints.get(slotsAt + slot) - 1;
            if (number < 0 || is(number, wanted)) {
                return number;
            }
        }
    }

    private boolean is(int number, byte[] wanted) {
        int from = ints.get(namesAt + number);
        if (ints.get(namesAt + number + 1) - from != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(blobAt + from + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private String name(int number) {
        int from = ints.get(namesAt + number);
        byte[] name = new byte[ints.get(namesAt + number + 1) - from];
        bytes.get(blobAt + from, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Indexes the text of a {@code Packages} file, on all processors when it is large. */
    static PackagesIndex build(byte[] text) {
        int parts = text.length < PARALLEL_FROM
                ? 1
                : Math.min(8, Runtime.getRuntime().availableProcessors());
        List<PackagesScan> scans = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        int start = 0;
        for (int part = 1; part <= parts; part++) {
            int end = part == parts ? text.length : stanzaAfter(text, (int) ((long) text.length * part / parts));
            PackagesScan scan = new PackagesScan(text, start, end);
            scans.add(scan);
            if (part < parts) {
                threads.add(Thread.ofPlatform().start(scan::run));
            } else {
                scan.run();
            }
            start = end;
        }
        for (Thread thread : threads) {
            join(thread);
        }
        return new PackagesIndex(new PackagesIndexBuilder(text, scans).bytes(MAGIC, VERSION));
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int stanzaAfter(byte[] text, int from) {
        for (int i = Math.max(from, 1); i < text.length; i++) {
            if (text[i] == '\n' && text[i - 1] == '\n') {
                return i + 1;
            }
        }
        return text.length;
    }

    /** Writes the index so that a killed run leaves the whole of it or nothing. */
    void save(Path file) throws IOException {
        CacheFiles.write(file, bytes.duplicate().clear());
    }

    /** Maps an index that {@link #save} wrote; empty when there is none or it is not whole or of another text. */
    static Optional<PackagesIndex> load(Path file, long textSize) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < 4 * (HEADER + 1) || size > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            ByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
            CRC32 crc = new CRC32();
            crc.update(bytes.duplicate().limit((int) size - 4));
            boolean whole = bytes.getInt(0) == MAGIC
                    && bytes.getInt(4) == VERSION
                    && bytes.getInt(8) == (int) textSize
                    && bytes.getInt((int) size - 4) == (int) crc.getValue();
            return whole ? Optional.of(new PackagesIndex(bytes)) : Optional.empty();
        }
    }
}
