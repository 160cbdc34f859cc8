package org.atomsmith.deb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.atomsmith.deb.PackagesScan.Ints;

/** Merges the scans of a file's parts into the bytes of a {@link PackagesIndex}, whose layout is described there. */
final class PackagesIndexBuilder {
    private final byte[] text;
    private final List<PackagesScan> scans;
    private final Ints nameStarts = new Ints(1 << 16);
    private final Ints nameLengths = new Ints(1 << 16);
    /** Pairs: a name's number and a posting. */
    private final Ints pairs = new Ints(1 << 18);

    private int[] slots;

    PackagesIndexBuilder(byte[] text, List<PackagesScan> scans) {
        this.text = text;
        this.scans = scans;
        slots = new int[Integer.highestOneBit(Math.max(64, text.length / 200))];
    }

    ByteBuffer bytes(int magic, int version) {
        int stanzas = 0;
        int essential = 0;
        int enhancing = 0;
        for (PackagesScan scan : scans) {
            int provide = 0;
            for (int i = 0; i < scan.starts.size(); i++) {
                int stanza = stanzas + i;
                if (scan.names.get(i) >= 0) {
                    post(scan.names.get(i), stanza * 2 + 1);
                }
                for (; provide < scan.provides.size() && scan.provides.get(provide) == i; provide += 2) {
                    post(scan.provides.get(provide + 1), stanza * 2);
                }
            }
            stanzas += scan.starts.size();
            essential += scan.essential.size();
            enhancing += scan.enhancing.size();
        }
        return layOut(magic, version, stanzas, essential, enhancing);
    }

    private ByteBuffer layOut(int magic, int version, int stanzas, int essential, int enhancing) {
        int names = nameStarts.size();
        int postings = pairs.size() / 2;
        int blob = 0;
        for (int i = 0; i < names; i++) {
            blob += nameLengths.get(i);
        }
        int ints = 10
                + stanzas
                + 1
                + slots.length
                + 2 * (names + 1)
                + postings
                + essential
                + enhancing
                + (blob + 3) / 4
                + 1;
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(4, ints)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(magic).putInt(version).putInt(text.length).putInt(stanzas).putInt(names);
        out.putInt(slots.length)
                .putInt(postings)
                .putInt(essential)
                .putInt(enhancing)
                .putInt(blob);
        for (PackagesScan scan : scans) {
            putAll(out, scan.starts, 0);
        }
        out.putInt(text.length);
        out.asIntBuffer().put(slots);
        out.position(out.position() + 4 * slots.length);
        int offset = 0;
        for (int i = 0; i < names; i++) {
            out.putInt(offset);
            offset += nameLengths.get(i);
        }
        out.putInt(offset);
        putPostings(out, names);
        int before = 0;
        for (PackagesScan scan : scans) {
            putAll(out, scan.essential, before);
            before += scan.starts.size();
        }
        before = 0;
        for (PackagesScan scan : scans) {
            putAll(out, scan.enhancing, before);
            before += scan.starts.size();
        }
        for (int i = 0; i < names; i++) {
            out.put(text, nameStarts.get(i), nameLengths.get(i));
        }
        out.position(out.capacity() - 4);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        return out.putInt((int) crc.getValue()).clear();
    }

    /** Counting sort by name: postings of one name stay in the file's order. */
    private void putPostings(ByteBuffer out, int names) {
        int[] first = new int[names + 1];
        for (int i = 0; i < pairs.size(); i += 2) {
            first[pairs.get(i) + 1]++;
        }
        for (int i = 0; i < names; i++) {
            first[i + 1] += first[i];
        }
        for (int offset : first) {
            out.putInt(offset);
        }
        int base = out.position();
        int[] next = Arrays.copyOf(first, names);
        for (int i = 0; i < pairs.size(); i += 2) {
            out.putInt(base + 4 * next[pairs.get(i)]++, pairs.get(i + 1));
        }
        out.position(base + 4 * (pairs.size() / 2));
    }

    private static void putAll(ByteBuffer out, Ints values, int plus) {
        for (int i = 0; i < values.size(); i++) {
            out.putInt(values.get(i) + plus);
        }
    }

    private void post(int nameAt, int posting) {
        int length = 0;
        while (nameAt + length < text.length && nameCharacter(text[nameAt + length])) {
            length++;
        }
        if (length > 0) {
            pairs.add(number(nameAt, length));
            pairs.add(posting);
        }
    }

    private int number(int start, int length) {
        if (nameStarts.size() * 2 >= slots.length) {
            grow();
        }
        int slot = hash(text, start, length) & (slots.length - 1);
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (nameLengths.get(number) == length
                    && Arrays.equals(
                            text,
                            nameStarts.get(number),
                            nameStarts.get(number) + length,
                            text,
                            start,
                            start + length)) {
                return number;
            }
            slot = slot + 1 & (slots.length - 1);
        }
        nameStarts.add(start);
        nameLengths.add(length);
        slots[slot] = nameStarts.size();
        return nameStarts.size() - 1;
    }

    private void grow() {
        int[] larger = new int[slots.length * 2];
        for (int i = 0; i < nameStarts.size(); i++) {
            int slot = hash(text, nameStarts.get(i), nameLengths.get(i)) & (larger.length - 1);
            while (larger[slot] != 0) {
                slot = slot + 1 & (larger.length - 1);
            }
            larger[slot] = i + 1;
        }
        slots = larger;
    }

    static int hash(byte[] bytes, int from, int length) {
        int h = 0x811c9dc5;
        for (int i = from; i < from + length; i++) {
            h = (h ^ bytes[i]) * 0x01000193;
        }
        return h ^ h >>> 15;
    }

    /** A name ends before a blank, a comma, a qualifier or a version. */
    private static boolean nameCharacter(byte c) {
        return c > ' ' && c != ',' && c != ':' && c != '(' && c != '|';
    }
}
