package org.atomsmith.host.bus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomsmith.ostree.gvariant.Variant;

/** Facts of {@code atomic host status} as D-Bus has them: {@code a{sv}}, with the types that rpm-ostree publishes. */
final class FactVariants {
    /** Of a commit's metadata, what is large and has methods of its own. */
    private static final Set<String> LARGE = Set.of("rpmostree.rpmdb.pkglist", "rpmostree.advisories");

    private FactVariants() {}

    /** A dictionary of facts; without those that D-Bus has no type for, or that would be most of the message. */
    static Variant dict(Map<?, ?> facts) {
        Map<String, Variant> values = new LinkedHashMap<>();
        facts.forEach((key, value) -> {
            Variant variant = of(String.valueOf(key), value);
            boolean hasMaybe = variant.type().text().indexOf('m') >= 0;
            if (!hasMaybe && !LARGE.contains(String.valueOf(key))) {
                values.put(String.valueOf(key), variant);
            }
        });
        return Variant.dict(values);
    }

    private static Variant of(String key, Object value) {
        return switch (value) {
            case Variant variant -> variant;
            case String text -> Variant.string(text);
            case Boolean truth -> Variant.bool(truth);
            case Integer number -> Variant.i32(number);
            case Long time when key.endsWith("timestamp") -> Variant.u64(time);
            case Long number -> Variant.i64(number);
            case Map<?, ?> more -> dict(more);
            case List<?> list -> list(key, list);
            default -> throw new IllegalArgumentException("the fact '" + key + "' is a " + value.getClass());
        };
    }

    private static Variant list(String key, List<?> list) {
        return switch (key) {
            case "base-removals" -> Variant.array("v", boxed(list));
            // Where there are some, they are a variant of the commit.
            case "base-local-replacements" -> Variant.array("(vv)", List.of());
            case "signatures" -> Variant.array("v", boxed(list));
            case "custom-origin", "" -> Variant.tuple(members(list).toArray(Variant[]::new));
            default -> Variant.strings(list.stream().map(String::valueOf).toList());
        };
    }

    private static List<Variant> boxed(List<?> list) {
        return members(list).stream().map(Variant::boxed).toList();
    }

    private static List<Variant> members(List<?> list) {
        List<Variant> members = new ArrayList<>();
        list.forEach(member -> members.add(of("", member)));
        return members;
    }
}
