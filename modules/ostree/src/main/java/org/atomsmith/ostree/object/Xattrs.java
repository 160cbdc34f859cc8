package org.atomsmith.ostree.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.ostree.gvariant.Utf8;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;

/** The extended attributes of a file or directory, sorted by name, each name once. */
public record Xattrs(List<Xattr> entries) {

    /** No attributes. */
    public static final Xattrs NONE = new Xattrs(List.of());

    /** Refuses unsorted or repeated names: {@link #of(Map)} sorts. */
    public Xattrs {
        entries = List.copyOf(entries);
        for (int i = 1; i < entries.size(); i++) {
            String name = entries.get(i).name();
            if (ByteOrderedNames.ORDER.compare(entries.get(i - 1).name(), name) >= 0) {
                throw new IllegalArgumentException(
                        "extended attributes are not sorted, or repeated, at '" + name + "'");
            }
        }
    }

    /** Attributes from a map of names to values, in any order. */
    public static Xattrs of(Map<String, byte[]> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        Map<String, byte[]> sorted = new TreeMap<>(ByteOrderedNames.ORDER);
        sorted.putAll(values);
        List<Xattr> entries = new ArrayList<>(sorted.size());
        sorted.forEach((name, value) -> entries.add(new Xattr(name, value)));
        return new Xattrs(entries);
    }

    /** True when there are none. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** An attribute's value; not to be changed. */
    public Optional<byte[]> get(String name) {
        return entries.stream()
                .filter(e -> e.name().equals(name))
                .map(Xattr::value)
                .findFirst();
    }

    /** These attributes with one set or replaced. */
    public Xattrs with(String name, byte[] value) {
        Map<String, byte[]> values = new TreeMap<>(ByteOrderedNames.ORDER);
        entries.forEach(entry -> values.put(entry.name(), entry.value()));
        values.put(name, value);
        return of(values);
    }

    /** These attributes without one. */
    public Xattrs without(String name) {
        return new Xattrs(
                entries.stream().filter(entry -> !entry.name().equals(name)).toList());
    }

    /** The value {@code a(ayay)} of headers: names end with NUL. */
    public Variant toVariant() {
        List<Variant> pairs = new ArrayList<>(entries.size());
        for (Xattr entry : entries) {
            byte[] name = Utf8.encode(entry.name());
            pairs.add(Variant.tuple(Variant.bytes(Arrays.copyOf(name, name.length + 1)), Variant.bytes(entry.value())));
        }
        return Variant.array("(ayay)", pairs);
    }

    /**
     * Reads {@code a(ayay)}.
     *
     * @throws VariantException when names do not end with NUL, are unsorted or repeated
     */
    public static Xattrs fromVariant(Variant value) {
        List<Xattr> entries = new ArrayList<>(value.children().size());
        for (Variant pair : value.children()) {
            byte[] name = pair.get(0).asBytes();
            if (name.length < 2 || name[name.length - 1] != 0) {
                throw new VariantException("the name of an extended attribute is empty or does not end with NUL");
            }
            entries.add(
                    new Xattr(Utf8.decode(name, 0, name.length - 1), pair.get(1).asBytes()));
        }
        try {
            return entries.isEmpty() ? NONE : new Xattrs(entries);
        } catch (IllegalArgumentException e) {
            throw new VariantException(String.valueOf(e.getMessage()));
        }
    }
}
