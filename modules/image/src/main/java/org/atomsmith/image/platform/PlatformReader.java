package org.atomsmith.image.platform;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reads a description: YAML with the keys {@code name}, {@code title}, {@code also}, {@code formats}, {@code align},
 * {@code free}, {@code firmware}, {@code kargs}, {@code datasource}, {@code refuses} and {@code upload}.
 */
final class PlatformReader {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5}) (MiB|GiB)");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final String file;
    private final Map<String, Object> keys;

    private PlatformReader(String file, Map<String, Object> keys) {
        this.file = file;
        this.keys = keys;
    }

    static Platform read(String file, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        Object document = new Load(settings).loadFromString(text);
        if (!(document instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(file + " is not a mapping");
        }
        Map<String, Object> keys = new HashMap<>();
        map.forEach((key, value) -> keys.put(String.valueOf(key), value));
        PlatformReader reader = new PlatformReader(file, keys);
        Platform platform = reader.platform();
        if (!reader.keys.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " has keys that nothing reads: " + List.copyOf(reader.keys.keySet()));
        }
        return platform;
    }

    private Platform platform() {
        String name = text("name");
        if (!NAME.matcher(name).matches()) {
            throw wrong("name", name, "small letters, digits and hyphens");
        }
        Set<Platform.Firmware> firmware = EnumSet.noneOf(Platform.Firmware.class);
        list("firmware").forEach(word -> firmware.add(Platform.Firmware.valueOf(word.toUpperCase(Locale.ROOT))));
        return new Platform(
                name,
                text("title"),
                list("also"),
                list("formats"),
                size("align"),
                size("free"),
                firmware,
                list("kargs"),
                text("datasource"),
                Set.copyOf(list("refuses")),
                text("upload").strip());
    }

    private String text(String key) {
        if (keys.remove(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "nothing", "a string");
    }

    private List<String> list(String key) {
        if (!keys.containsKey(key)) {
            return List.of();
        }
        if (keys.remove(key) instanceof List<?> items) {
            return items.stream().map(String::valueOf).toList();
        }
        throw wrong(key, "no list", "a list of strings");
    }

    private long size(String key) {
        String text = text(key);
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw wrong(key, text, "a size such as 1 MiB or 2 GiB");
        }
        return Long.parseLong(size.group(1)) << (size.group(2).equals("GiB") ? 30 : 20);
    }

    private IllegalArgumentException wrong(String key, String found, String expected) {
        return new IllegalArgumentException(file + ": '" + key + "' must be " + expected + ", found " + found);
    }
}
