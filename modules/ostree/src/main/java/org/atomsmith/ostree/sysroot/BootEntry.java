package org.atomsmith.ostree.sysroot;

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
 * @param values by key, in any order
 */
public record BootEntry(SequencedMap<String, String> values) {
    /** The keys that libostree writes first, in its order; the others follow. */
    private static final List<String> ORDER = List.of("title", "version", "options", "devicetree", "linux", "initrd");

    /** Copies the values; refuses line ends, which would make more entries of one. */
    public BootEntry {
        values.forEach((key, value) -> {
            if (key.isEmpty() || !key.equals(key.strip()) || (key + value).matches("(?s).*[\\r\\n\\x00].*")) {
                throw new IllegalArgumentException("a boot entry cannot hold '" + key + "' = '" + value + "'");
            }
        });
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /**
     * The entry of a deployment, as libostree writes it.
     *
     * @param deployment what boots
     * @param bootVersion the version that the entry is written for
     * @param index the deployment's place in the menu, 0 first
     * @param count how many deployments there are
     * @param kernel the deployment's kernel
     * @param arguments the kernel's, to which {@code ostree=} is added or in which it is replaced
     * @param osTitle {@link OsRelease#title}
     * @param commitVersion the commit's {@code version}
     * @param bootPrefix {@code "/boot"} where {@code /boot} is on the root file system and
     *     {@code sysroot.bootprefix=true}, else empty
     */
    public static BootEntry of(
            Deployment deployment,
            BootVersion bootVersion,
            int index,
            int count,
            KernelLayout kernel,
            KernelArguments arguments,
            String osTitle,
            Optional<String> commitVersion,
            String bootPrefix) {
        String directory = bootPrefix + "/" + deployment.bootDirectory() + "/";
        SequencedMap<String, String> values = new LinkedHashMap<>();
        values.put("title", title(osTitle, commitVersion, index));
        values.put("version", Integer.toString(count - index));
        values.put("linux", directory + kernel.kernelName());
        KernelArguments options = arguments;
        if (kernel.initramfs().isPresent()) {
            values.put("initrd", directory + kernel.initramfsName());
        } else {
            String link = deployment.kernelArgument(bootVersion).substring("ostree=".length());
            options = options.replace("init=" + link + "/usr/lib/ostree/ostree-prepare-root");
        }
        if (kernel.devicetree().isPresent()) {
            values.put("devicetree", directory + kernel.devicetreeName());
        }
        values.put(
                "options",
                options.replace(deployment.kernelArgument(bootVersion)).text());
        return new BootEntry(values);
    }

    /** {@code <OS> [<version>] (ostree:<index>)}; the version is left out where the name holds it already. */
    public static String title(String osTitle, Optional<String> commitVersion, int index) {
        String version = commitVersion
                .filter(v -> !v.isEmpty() && !osTitle.contains(v))
                .map(v -> " " + v)
                .orElse("");
        return osTitle + version + " (ostree:" + index + ")";
    }

    /** {@code ostree-<count - index>.conf}: the file's name since libostree 2024.5. */
    public static String fileName(int index, int count) {
        return "ostree-" + (count - index) + ".conf";
    }

    /** Reads an entry; empty lines and comments are skipped. */
    public static BootEntry parse(String text) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String trimmed = line.strip();
            if (!trimmed.isEmpty() && !trimmed.startsWith("#")) {
                String[] parts = trimmed.split("[ \\t]+", 2);
                values.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
        }
        return new BootEntry(values);
    }

    /** A value by its key. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The file's text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        List<String> keys = new ArrayList<>(ORDER);
        keys.retainAll(values.keySet());
        Map<String, String> others = new TreeMap<>(values);
        ORDER.forEach(others::remove);
        keys.addAll(others.keySet());
        keys.forEach(key -> text.append(key).append(' ').append(values.get(key)).append('\n'));
        return text.toString();
    }
}
