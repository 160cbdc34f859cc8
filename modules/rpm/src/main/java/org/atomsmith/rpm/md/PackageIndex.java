package org.atomsmith.rpm.md;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.atomsmith.rpm.RpmPackage;

/**
 * The packages of a repository in one buffer, which is mapped from a file: opening it reads no package, and a lookup reads
 * those that it answers with. Thread-safe.
 *
 * <p>Layout, little-endian: a header of {@value #HEADER} ints (magic, version, size of all; how many strings s,
 * dependencies d, packages n, slots h, keys k, postings p, names m, paths f, reverse weak packages w; bytes of strings and
 * of dependencies). Ints: the ends of s strings, d dependencies and n packages in their bytes; h slots of a hash table,
 * which hold a key's number plus one; the k keys' strings; k+1 offsets into the postings; p postings (package * 2 + 1 when
 * the key is the package's own name, else package * 2); strings of the m names, sorted; of the f paths that are depended
 * on; w packages that supplement or enhance. Then the bytes of strings, dependencies and packages, and a CRC-32C of all.
 */
final class PackageIndex {
    static final int MAGIC = 0x584d5041;
    static final int VERSION = 2;
    static final int HEADER = 14;

    /** Kinds of dependencies behind those of {@link org.atomsmith.rpm.Dependency.Comparison}. */
    static final int AND = 8;

    static final int OR = 9;
    static final int IF = 10;
    static final int UNLESS = 11;
    static final int WITH = 12;
    static final int WITHOUT = 13;

    private final ByteBuffer bytes;
    private final IntBuffer ints;
    private final int packages;
    private final int slots;
    private final int keys;
    private final int slotsAt;
    private final int keysAt;
    private final int firstsAt;
    private final int postingsAt;
    private final int namesAt;
    private final int pathsAt;
    private final int reverseAt;
    private final int stringsAt;
    private final PackageDecoder decoder;
    private final AtomicReferenceArray<RpmPackage> decoded;
    private final BitSet hidden = new BitSet();

    /** An index whose bytes are whole. */
    PackageIndex(ByteBuffer whole, String repository) {
        this.bytes = whole.order(ByteOrder.LITTLE_ENDIAN);
        this.ints = bytes.asIntBuffer();
        int strings = ints.get(3);
        int dependencies = ints.get(4);
        packages = ints.get(5);
        slots = ints.get(6);
        keys = ints.get(7);
        int dependencyEndsAt = HEADER + strings;
        int packageEndsAt = dependencyEndsAt + dependencies;
        slotsAt = packageEndsAt + packages;
        keysAt = slotsAt + slots;
        firstsAt = keysAt + keys;
        postingsAt = firstsAt + keys + 1;
        namesAt = postingsAt + ints.get(8);
        pathsAt = namesAt + ints.get(9);
        reverseAt = pathsAt + ints.get(10);
        stringsAt = 4 * (reverseAt + ints.get(11));
        int dependenciesAt = stringsAt + ints.get(12);
        this.decoder = new PackageDecoder(
                repository,
                new PackageDecoder.Table(bytes, HEADER, strings, stringsAt),
                new PackageDecoder.Table(bytes, dependencyEndsAt, dependencies, dependenciesAt),
                new PackageDecoder.Table(bytes, packageEndsAt, packages, dependenciesAt + ints.get(13)));
        this.decoded = new AtomicReferenceArray<>(packages);
    }

    /** Hides packages: they are in no answer. */
    void hide(Predicate<RpmPackage> which) {
        for (int i = 0; i < packages; i++) {
            if (which.test(get(i))) {
                hidden.set(i);
            }
        }
    }

    /** How many packages there are, hidden ones included. */
    int size() {
        return packages;
    }

    private RpmPackage get(int number) {
        RpmPackage known = decoded.get(number);
        if (known == null) {
            // Two threads may both decode it; the first one's stays, so that a package is one object.
            RpmPackage fresh = decoder.rpm(number);
            known = decoded.compareAndSet(number, null, fresh) ? fresh : decoded.get(number);
        }
        return known;
    }

    private List<RpmPackage> get(IntStream numbers) {
        List<RpmPackage> found = new ArrayList<>();
        numbers.filter(n -> !hidden.get(n)).forEach(n -> found.add(get(n)));
        return Collections.unmodifiableList(found);
    }

    List<RpmPackage> packages() {
        return get(IntStream.range(0, packages));
    }

    /** The package of that number, when it is not hidden. */
    List<RpmPackage> numbered(IntStream numbers) {
        return get(numbers);
    }

    /** Digests of all packages, by number. */
    List<String> digests() {
        return IntStream.range(0, packages)
                .mapToObj(n -> get(n).location().sha256())
                .toList();
    }

    /** Names of packages, sorted; they are read when they are asked for. */
    Set<String> names() {
        if (hidden.isEmpty()) {
            return new Names();
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : new Names()) {
            if (!named(name).isEmpty()) {
                names.add(name);
            }
        }
        return Collections.unmodifiableSet(names);
    }

    private final class Names extends AbstractSet<String> {
        @Override
        public int size() {
            return ints.get(9);
        }

        @Override
        public boolean contains(Object name) {
            return name instanceof String text && postings(text).anyMatch(p -> (p & 1) == 1);
        }

        @Override
        public Iterator<String> iterator() {
            return IntStream.range(0, size())
                    .mapToObj(i -> decoder.string(ints.get(namesAt + i)))
                    .iterator();
        }
    }

    List<RpmPackage> named(String name) {
        return get(postings(name).filter(p -> (p & 1) == 1).map(p -> p >> 1).distinct());
    }

    /** Packages that provide the capability or have it among the paths that primary lists. */
    List<RpmPackage> providing(String capability) {
        return get(postings(capability).map(p -> p >> 1).distinct());
    }

    List<RpmPackage> reverseWeak() {
        return get(IntStream.range(0, ints.get(11)).map(i -> ints.get(reverseAt + i)));
    }

    /** Every path that some package depends on: what filelists will be asked for, if at all. */
    Set<String> pathsDependedOn() {
        Set<String> paths = new LinkedHashSet<>();
        for (int i = 0; i < ints.get(10); i++) {
            paths.add(decoder.string(ints.get(pathsAt + i)));
        }
        return paths;
    }

    private IntStream postings(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int slot = hash(wanted) & (slots - 1);
        while (true) {
            int key = ints.get(slotsAt + slot) - 1;
            if (key < 0) {
                return IntStream.empty();
            }
            if (decoder.isString(ints.get(keysAt + key), wanted)) {
                return IntStream.range(ints.get(firstsAt + key), ints.get(firstsAt + key + 1))
                        .map(i -> ints.get(postingsAt + i));
            }
            slot = slot + 1 & (slots - 1);
        }
    }

    static int hash(byte[] name) {
        int h = 0x811c9dc5;
        for (byte b : name) {
            h = (h ^ b) * 0x01000193;
        }
        return h ^ h >>> 15;
    }
}
