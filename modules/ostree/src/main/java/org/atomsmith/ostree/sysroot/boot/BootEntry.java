package org.atomsmith.ostree.sysroot.boot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * An entry of the Boot Loader Specification, type 1: {@code /boot/loader/entries/ostree-<n>.conf}.
 *
 * @param values by key, in any order; {@code initrd} is the first one
 * @param overlayInitrds the further {@code initrd}s, which the kernel unpacks over the first
 */
public record BootEntry(SequencedMap<String, String> values, List<String> overlayInitrds) {
    /** An entry without keys. */
    public static final BootEntry EMPTY = new BootEntry(new LinkedHashMap<>());

    /** The keys that libostree writes first, in its order; the others follow. */
    private static final List<String> ORDER = List.of("title", "version", "options", "devicetree", "linux", "initrd");

    /** Copies the values; refuses line ends, which would make more entries of one. */
    public BootEntry {
        values.forEach(BootEntry::check);
        overlayInitrds.forEach(path -> check("initrd", path));
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
        overlayInitrds = List.copyOf(overlayInitrds);
    }

    /** An entry with one initrd at most. */
    public BootEntry(SequencedMap<String, String> values) {
        this(values, List.of());
    }

    private static void check(String key, String value) {
        boolean broken = key.isEmpty() || !key.equals(key.strip());
        for (int i = 0; i < key.length() + value.length(); i++) {
            char c = i < key.length() ? key.charAt(i) : value.charAt(i - key.length());
            broken |= c == '\n' || c == '\r' || c == 0;
        }
        if (broken) {
            throw new IllegalArgumentException("a boot entry cannot hold '" + key + "' = '" + value + "'");
        }
    }

    /** {@code <OS> [<version>] (ostree:<index>)}; the version is left out where the name holds it already. */
    public static String title(String osTitle, Optional<String> commitVersion, int index) {
        return title(osTitle, commitVersion, Optional.empty(), index);
    }

    /** The same with the stateroot named, {@code (ostree:<stateroot>:<index>)}, where there is more than one. */
    public static String title(String osTitle, Optional<String> commitVersion, Optional<String> stateroot, int index) {
        String version = commitVersion
                .filter(v -> !v.isEmpty() && !osTitle.contains(v))
                .map(v -> " " + v)
                .orElse("");
        return osTitle + version + " (ostree"
                + stateroot.map(name -> ":" + name).orElse("") + ":" + index + ")";
    }

    /** {@code ostree-<count - index>.conf}: the file's name since libostree 2024.5. */
    public static String fileName(int index, int count) {
        return "ostree-" + (count - index) + ".conf";
    }

    /** Reads an entry; empty lines and comments are skipped. */
    public static BootEntry parse(String text) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        List<String> overlays = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            int end = 0;
            while (end < trimmed.length() && trimmed.charAt(end) != ' ' && trimmed.charAt(end) != '\t') {
                end++;
            }
            String key = trimmed.substring(0, end);
            String value = trimmed.substring(end).strip();
            if (key.equals("initrd") && values.containsKey(key)) {
                overlays.add(value);
            } else {
                values.put(key, value);
            }
        }
        return new BootEntry(values, overlays);
    }

    /** A value by its key. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The kernel's arguments; none where there is no such key. */
    public KernelArguments options() {
        return KernelArguments.parse(get("options").orElse(""));
    }

    /** This entry with a key set. */
    public BootEntry with(String key, String value) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(values);
        changed.put(key, value);
        return new BootEntry(changed, overlayInitrds);
    }

    /** This entry without a key. */
    public BootEntry without(String key) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(values);
        changed.remove(key);
        return new BootEntry(changed, overlayInitrds);
    }

    /** This entry with these further initrds. */
    public BootEntry withOverlayInitrds(List<String> paths) {
        return new BootEntry(values, paths);
    }

    /** The file's text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        List<String> keys = new ArrayList<>(ORDER);
        keys.retainAll(values.keySet());
        Map<String, String> others = new TreeMap<>(values);
        ORDER.forEach(others::remove);
        for (String key : keys) {
            line(text, key, values.getOrDefault(key, ""));
        }
        overlayInitrds.forEach(path -> line(text, "initrd", path));
        others.forEach((key, value) -> line(text, key, value));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(' ').append(value).append('\n');
    }
}
