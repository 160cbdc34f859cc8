package org.atomsmith.compose.treefile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Turns the mapping of one treefile into settings: knows every key, checks every shape. */
final class SettingsParser {
    private static final String PACKAGES_ARCH = "packages-";
    private static final Set<String> ARCHITECTURES = new TreeSet<>(
            Set.of("aarch64", "armhfp", "i386", "loongarch64", "ppc64", "ppc64le", "riscv64", "s390x", "x86_64"));

    private final String basearch;
    private final boolean strict;
    private final Problems problems;

    /**
     * A parser for one treefile.
     *
     * @param strict whether an unknown key is an error (YAML) or a warning (JSON, where people wrote comments that way)
     */
    SettingsParser(String basearch, boolean strict, Problems problems) {
        this.basearch = basearch;
        this.strict = strict;
        this.problems = problems;
    }

    Settings parse(Node root) {
        Settings settings = new Settings();
        if (!(root instanceof Node.Mapping mapping)) {
            problems.error(
                    root.at(), "a treefile is a mapping of keys, found " + root.describe(), "write 'key: value' lines");
            return settings;
        }
        Map<Key, Node.Scalar> seen = new HashMap<>();
        Node.Sequence forThisArch = Node.Sequence.of(root.at(), List.of());
        for (Node.Entry entry : mapping.entries()) {
            Optional<Key> known = Key.of(entry.name());
            if (known.isPresent()) {
                Key key = known.get();
                Node.Scalar before = seen.putIfAbsent(key, entry.key());
                if (before != null) {
                    problems.error(
                            entry.key().at(),
                            "'" + entry.name() + "' is the old spelling of '" + key.word() + "', and both are given",
                            "keep '" + key.word() + "'");
                } else if (key.type().check("'" + entry.name() + "'", entry.value(), problems)) {
                    settings.set(key, entry.value());
                } else {
                    settings.refuse(key);
                }
            } else if (isPackagesOfArch(entry)) {
                if (Key.PACKAGES.type().check("'" + entry.name() + "'", entry.value(), problems)
                        && entry.name().equals(PACKAGES_ARCH + basearch)) {
                    forThisArch = (Node.Sequence) entry.value();
                }
            } else {
                unknown(entry);
            }
        }
        joinPackages(settings, forThisArch);
        return settings;
    }

    /** All requests under one key, in rpm-ostree's order. */
    private static void joinPackages(Settings settings, Node.Sequence forThisArch) {
        settings.get(Key.BOOTSTRAP_PACKAGES).ifPresent(old -> settings.append(Key.PACKAGES, (Node.Sequence) old));
        settings.remove(Key.BOOTSTRAP_PACKAGES);
        if (!forThisArch.items().isEmpty()) {
            settings.append(Key.PACKAGES, forThisArch);
        }
    }

    private boolean isPackagesOfArch(Node.Entry entry) {
        String name = entry.name();
        return name.startsWith(PACKAGES_ARCH)
                && (ARCHITECTURES.contains(name.substring(PACKAGES_ARCH.length()))
                        || name.equals(PACKAGES_ARCH + basearch));
    }

    private void unknown(Node.Entry entry) {
        List<String> candidates = Stream.concat(
                        Key.words().stream(), ARCHITECTURES.stream().map(arch -> PACKAGES_ARCH + arch))
                .toList();
        String message = "unknown key '" + entry.name() + "'";
        String hint = Nearest.question(entry.name(), candidates);
        if (strict) {
            problems.error(entry.key().at(), message, hint);
        } else {
            problems.warn(entry.key().at(), message + " is ignored", hint);
        }
    }
}
