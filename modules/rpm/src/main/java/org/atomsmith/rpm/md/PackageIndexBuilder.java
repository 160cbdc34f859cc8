package org.atomsmith.rpm.md;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.RpmPackage;

/** Collects packages into the bytes of a {@link PackageIndex}, whose layout is described there. */
final class PackageIndexBuilder {
    /** The largest distributions have a quarter of this. */
    private static final int MAX_BYTES = 256 << 20;

    private static final int MAX_PACKAGES = 1 << 20;

    private final StringNumbers strings = new StringNumbers();
    private final Ints stringEnds = new Ints();
    private final Varints stringBytes = new Varints();
    private final ByteNumbers dependencies = new ByteNumbers();
    /** For one dependency that is not rich at a time: nearly all are. */
    private final Varints simple = new Varints();

    private final Ints packageEnds = new Ints();
    private final Varints packageBytes = new Varints();
    private final TreeMap<String, Integer> names = new TreeMap<>();
    private final TreeSet<String> paths = new TreeSet<>();
    private final Ints reverseWeak = new Ints();
    /** Pairs: a string's number and a posting. */
    private final Ints pairs = new Ints();

    /**
     * Adds the next package.
     *
     * @return false when the repository is larger than an index can be
     */
    boolean add(RpmPackage rpm) {
        int number = packageEnds.size();
        Varints out = packageBytes;
        string(out, rpm.name());
        string(out, rpm.nevra().arch());
        evr(out, rpm.evr());
        out.put(rpm.requires().size());
        for (RpmPackage.Requirement requirement : rpm.requires()) {
            out.put(number(requirement.dependency()) * 2L + (requirement.pre() ? 1 : 0));
        }
        out.put(rpm.provides().size());
        rpm.provides().forEach(capability -> out.put(number(dependency(capability))));
        for (Collection<? extends Dependency> list : lists(rpm)) {
            out.put(list.size());
            list.forEach(dependency -> out.put(number(dependency)));
        }
        out.put(rpm.files().size());
        rpm.files().forEach(path -> string(out, path));
        RpmPackage.Info info = rpm.info();
        List.of(info.summary(), info.license(), info.url(), info.vendor(), info.source())
                .forEach(text -> string(out, text));
        out.put(info.buildTime());
        out.put(info.installedSize());
        string(out, rpm.location().href());
        out.put(rpm.location().size());
        out.put(HexFormat.of().parseHex(rpm.location().sha256()));
        packageEnds.add(out.length());
        post(rpm, number);
        return (long) packageBytes.length() + stringBytes.length() + dependencies.length() + 4L * pairs.size()
                        < MAX_BYTES
                && number < MAX_PACKAGES;
    }

    static List<List<? extends Dependency>> lists(RpmPackage rpm) {
        return List.of(
                rpm.conflicts(), rpm.obsoletes(), rpm.recommends(), rpm.suggests(), rpm.supplements(), rpm.enhances());
    }

    private void post(RpmPackage rpm, int number) {
        names.put(rpm.name(), number(rpm.name()));
        pair(rpm.name(), number * 2 + 1);
        rpm.provides().forEach(capability -> pair(capability.name(), number * 2));
        rpm.files().forEach(path -> pair(path, number * 2));
        if (!rpm.supplements().isEmpty() || !rpm.enhances().isEmpty()) {
            reverseWeak.add(number);
        }
    }

    private void pair(String name, int posting) {
        pairs.add(number(name));
        pairs.add(posting);
    }

    private static Dependency dependency(Capability capability) {
        Optional<Evr> evr = capability.evr();
        return evr.isEmpty()
                ? Dependency.Simple.any(capability.name())
                : Dependency.Simple.of(capability.name(), capability.op(), evr.get());
    }

    private void string(Varints out, String text) {
        out.put(number(text));
    }

    private void evr(Varints out, Evr evr) {
        out.put(evr.epoch());
        string(out, evr.version());
        string(out, evr.release());
    }

    private int number(String text) {
        int number = strings.of(text);
        if (number == stringEnds.size()) {
            stringBytes.put(text.getBytes(StandardCharsets.UTF_8));
            stringEnds.add(stringBytes.length());
        }
        return number;
    }

    private int number(Dependency dependency) {
        Varints own = dependency instanceof Dependency.Simple ? simple : new Varints();
        own.clear();
        // Parts come first, so that a dependency's number is larger than those that it is made of.
        switch (dependency) {
            case Dependency.Simple(var name, var op, var evr) -> {
                if (name.startsWith("/")) {
                    paths.add(name);
                }
                own.put(evr.isEmpty() ? 0 : op.ordinal());
                string(own, name);
                evr.ifPresent(e -> evr(own, e));
            }
            case Dependency.And(var parts) -> parts(own, PackageIndex.AND, parts);
            case Dependency.Or(var parts) -> parts(own, PackageIndex.OR, parts);
            case Dependency.If(var then, var condition, var otherwise) ->
                parts(own, PackageIndex.IF, conditional(then, condition, otherwise));
            case Dependency.Unless(var then, var condition, var otherwise) ->
                parts(own, PackageIndex.UNLESS, conditional(then, condition, otherwise));
            case Dependency.With(var left, var right) -> parts(own, PackageIndex.WITH, List.of(left, right));
            case Dependency.Without(var left, var right) -> parts(own, PackageIndex.WITHOUT, List.of(left, right));
        }
        return dependencies.of(own);
    }

    private static List<Dependency> conditional(Dependency then, Dependency condition, Optional<Dependency> otherwise) {
        return otherwise.map(o -> List.of(then, condition, o)).orElse(List.of(then, condition));
    }

    private void parts(Varints own, int kind, List<Dependency> parts) {
        own.put(kind);
        own.put(parts.size());
        parts.forEach(part -> own.put(number(part)));
    }

    /** The whole index without its checksum, which is left for the last four bytes. */
    ByteBuffer bytes() {
        Ints keys = new Ints();
        int[] keyOf = keys(keys);
        int[] slots = slots(keys);
        int postings = pairs.size() / 2;
        Ints pathNumbers = new Ints();
        paths.forEach(path -> pathNumbers.add(number(path)));
        int ints = PackageIndex.HEADER
                + stringEnds.size()
                + dependencies.size()
                + packageEnds.size()
                + slots.length
                + 2 * keys.size()
                + 1
                + postings
                + names.size()
                + pathNumbers.size()
                + reverseWeak.size();
        long size = 4L * ints + stringBytes.length() + dependencies.length() + packageBytes.length() + 4;
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(PackageIndex.MAGIC).putInt(PackageIndex.VERSION).putInt((int) size);
        out.putInt(stringEnds.size()).putInt(dependencies.size()).putInt(packageEnds.size());
        out.putInt(slots.length).putInt(keys.size()).putInt(postings);
        out.putInt(names.size()).putInt(pathNumbers.size()).putInt(reverseWeak.size());
        out.putInt(stringBytes.length()).putInt(dependencies.length());
        stringEnds.copyTo(out);
        dependencies.copyEndsTo(out);
        packageEnds.copyTo(out);
        out.asIntBuffer().put(slots);
        out.position(out.position() + 4 * slots.length);
        keys.copyTo(out);
        putPostings(out, keyOf, keys.size());
        names.values().forEach(out::putInt);
        pathNumbers.copyTo(out);
        reverseWeak.copyTo(out);
        stringBytes.copyTo(out);
        dependencies.copyTo(out);
        packageBytes.copyTo(out);
        return out.clear();
    }

    /** Numbers the strings by which packages are found, in the order of their first package. */
    private int[] keys(Ints keys) {
        int[] keyOf = new int[stringEnds.size()];
        for (int i = 0; i < pairs.size(); i += 2) {
            int string = pairs.get(i);
            if (keyOf[string] == 0) {
                keys.add(string);
                keyOf[string] = keys.size();
            }
        }
        return keyOf;
    }

    private int[] slots(Ints keys) {
        int[] slots = new int[Integer.highestOneBit(Math.max(8, keys.size())) * 4];
        for (int key = 0; key < keys.size(); key++) {
            byte[] name = strings.get(keys.get(key)).getBytes(StandardCharsets.UTF_8);
            int slot = PackageIndex.hash(name) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = slot + 1 & (slots.length - 1);
            }
            slots[slot] = key + 1;
        }
        return slots;
    }

    /** Counting sort by key: postings of one key stay in the repository's order. */
    private void putPostings(ByteBuffer out, int[] keyOf, int keys) {
        int[] first = new int[keys + 1];
        for (int i = 0; i < pairs.size(); i += 2) {
            first[keyOf[pairs.get(i)]]++;
        }
        for (int i = 0; i < keys; i++) {
            first[i + 1] += first[i];
        }
        for (int offset : first) {
            out.putInt(offset);
        }
        int base = out.position();
        for (int i = 0; i < pairs.size(); i += 2) {
            out.putInt(base + 4 * first[keyOf[pairs.get(i)] - 1]++, pairs.get(i + 1));
        }
        out.position(base + 2 * pairs.size());
    }
}
