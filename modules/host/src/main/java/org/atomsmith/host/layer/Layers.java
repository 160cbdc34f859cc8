package org.atomsmith.host.layer;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.sysroot.Origin;

/**
 * What is asked for beside the image: the part of a deployment's origin that rpm-ostree reads and writes too.
 *
 * @param packages names, or what {@link org.atomsmith.compose.resolve.WantedPackage} understands
 * @param local packages that were given as files: nevra by SHA-256 of the file
 * @param removals names of packages of the image that are left out
 * @param replacements packages of the image in another version, given as files: nevra by SHA-256 of the file
 * @param initramfs whether the initramfs is made anew on this host
 * @param initramfsArguments for dracut
 */
public record Layers(
        SortedSet<String> packages,
        SortedMap<String, String> local,
        SortedSet<String> removals,
        SortedMap<String, String> replacements,
        boolean initramfs,
        List<String> initramfsArguments) {
    private static final String PACKAGES = "packages";
    private static final String OVERRIDES = "overrides";
    private static final String RPM_OSTREE = "rpmostree";
    private static final String ORIGIN = "origin";

    /** Nothing. */
    public static final Layers NONE =
            new Layers(new TreeSet<>(), new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), false, List.of());

    /** Copies the collections. */
    public Layers {
        packages = Collections.unmodifiableSortedSet(new TreeSet<>(packages));
        local = Collections.unmodifiableSortedMap(new TreeMap<>(local));
        removals = Collections.unmodifiableSortedSet(new TreeSet<>(removals));
        replacements = Collections.unmodifiableSortedMap(new TreeMap<>(replacements));
        initramfsArguments = List.copyOf(initramfsArguments);
    }

    /** Whether a deployment is the image and nothing else. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** SHA-256 of all package files that are needed. */
    public Set<String> files() {
        Set<String> files = new TreeSet<>(local.keySet());
        files.addAll(replacements.keySet());
        return files;
    }

    /** The same with other requested packages. */
    public Layers withPackages(Set<String> names) {
        return new Layers(new TreeSet<>(names), local, removals, replacements, initramfs, initramfsArguments);
    }

    /** The same with other package files. */
    public Layers withLocal(Map<String, String> files) {
        return new Layers(packages, new TreeMap<>(files), removals, replacements, initramfs, initramfsArguments);
    }

    /** The same with other packages left out. */
    public Layers withRemovals(Set<String> names) {
        return new Layers(packages, local, new TreeSet<>(names), replacements, initramfs, initramfsArguments);
    }

    /** The same with other packages exchanged. */
    public Layers withReplacements(Map<String, String> files) {
        return new Layers(packages, local, removals, new TreeMap<>(files), initramfs, initramfsArguments);
    }

    /** The same with the initramfs made here, or not. */
    public Layers withInitramfs(boolean enabled, List<String> arguments) {
        return new Layers(packages, local, removals, replacements, enabled, enabled ? arguments : List.of());
    }

    /** Whether an origin asks for anything. */
    public static boolean isLayered(Origin origin) {
        return !of(origin).isEmpty();
    }

    /** What an origin asks for. */
    public static Layers of(Origin origin) {
        KeyFile file = origin.file();
        return new Layers(
                new TreeSet<>(list(file, PACKAGES, "requested")),
                files(file, PACKAGES, "requested-local"),
                new TreeSet<>(list(file, OVERRIDES, "remove")),
                files(file, OVERRIDES, "replace-local"),
                file.getBoolean(RPM_OSTREE, "regenerate-initramfs", false),
                list(file, RPM_OSTREE, "initramfs-args"));
    }

    /** An origin that asks for this and is otherwise the same. With layers its refspec is that of the base. */
    public Origin in(Origin origin) {
        Optional<String> refspec = origin.refspec()
                .filter(_ ->
                        origin.file().get(ORIGIN, "container-image-reference").isEmpty());
        KeyFile file = origin.file().without(ORIGIN, isEmpty() ? "baserefspec" : "refspec");
        if (refspec.isPresent()) {
            file = file.with(ORIGIN, isEmpty() ? "refspec" : "baserefspec", refspec.get());
        }
        file = set(file, PACKAGES, "requested", packages);
        file = set(file, PACKAGES, "requested-local", pairs(local));
        file = set(file, OVERRIDES, "remove", removals);
        file = set(file, OVERRIDES, "replace-local", pairs(replacements));
        file = set(file, RPM_OSTREE, "regenerate-initramfs", initramfs ? List.of("true") : List.of());
        file = set(file, RPM_OSTREE, "initramfs-args", initramfsArguments);
        for (String group : List.of(PACKAGES, OVERRIDES, RPM_OSTREE)) {
            if (file.groups().containsKey(group) && file.groups().get(group).isEmpty()) {
                file = file.withoutGroup(group);
            }
        }
        return new Origin(file);
    }

    private static List<String> pairs(SortedMap<String, String> files) {
        return files.entrySet().stream()
                .map(e -> e.getKey() + ":" + e.getValue())
                .toList();
    }

    /** A list as GKeyFile has it: each entry followed by a semicolon. */
    private static KeyFile set(KeyFile file, String group, String key, Iterable<String> values) {
        StringBuilder text = new StringBuilder();
        boolean single = key.equals("regenerate-initramfs");
        for (String value : values) {
            text.append(value).append(single ? "" : ";");
        }
        return text.isEmpty() ? file.without(group, key) : file.with(group, key, text.toString());
    }

    private static List<String> list(KeyFile file, String group, String key) {
        return Arrays.stream(file.get(group, key).orElse("").split(";"))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static SortedMap<String, String> files(KeyFile file, String group, String key) {
        return list(file, group, key).stream()
                .filter(entry -> entry.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        entry -> entry.substring(0, entry.indexOf(':')),
                        entry -> entry.substring(entry.indexOf(':') + 1),
                        (a, b) -> a,
                        TreeMap::new));
    }
}
