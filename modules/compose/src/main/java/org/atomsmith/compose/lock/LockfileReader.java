package org.atomsmith.compose.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Node;
import org.atomsmith.compose.treefile.Problem;
import org.atomsmith.compose.treefile.Problems;
import org.atomsmith.compose.treefile.TextDocument;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.rpm.Evr;

/**
 * Reads lockfiles: JSON as rpm-ostree and we write it, or YAML as people write overrides. Keys that are not known are
 * left to their writers, as rpm-ostree does; what is known has to be right.
 */
public final class LockfileReader {

    /** A reader. */
    public LockfileReader() {}

    /**
     * Reads one lockfile.
     *
     * @throws TreefileException when it cannot be used; it tells all problems at once
     */
    public Lockfile read(Path file) {
        try {
            return parse(TextDocument.read(file));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "no such lockfile: looked at " + file.toAbsolutePath(), "check the name");
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
            throw unreadable(file, "cannot read the lockfile: " + reason, "");
        }
    }

    /** Reads several; what a later one says overrides what an earlier one says. */
    public Lockfile readAll(List<Path> files) {
        return files.stream().map(this::read).reduce(Lockfile.EMPTY, Lockfile::overriddenBy);
    }

    /**
     * Reads the text of a lockfile.
     *
     * @throws TreefileException when it cannot be used
     */
    public Lockfile parse(TextDocument document) {
        Problems problems = new Problems();
        Node root = document.parse();
        Lockfile lockfile = Lockfile.EMPTY;
        if (root instanceof Node.Mapping mapping) {
            lockfile = lockfile(mapping, problems);
        } else {
            problems.error(root.at(), "a lockfile is a mapping with 'packages', found " + root.describe(), "");
        }
        problems.throwIfAny();
        return lockfile;
    }

    private static Lockfile lockfile(Node.Mapping root, Problems problems) {
        if (root.get("packages").isEmpty()) {
            problems.error(
                    root.at(), "a lockfile has 'packages', this one has none", "check that it is the right file");
        }
        TreeMap<String, LockedPackage> packages = new TreeMap<>();
        for (Node.Entry entry : entries(root, "packages", problems)) {
            lockedPackage(entry, problems).ifPresent(locked -> packages.put(entry.name(), locked));
        }
        TreeMap<String, String> sources = new TreeMap<>();
        for (Node.Entry entry : entries(root, "source-packages", problems)) {
            mapping(entry, problems)
                    .flatMap(source -> string(source, "evr", problems))
                    .ifPresent(evr -> sources.put(entry.name(), evr.value()));
        }
        TreeMap<String, Object> metadata = new TreeMap<>();
        entries(root, "metadata", problems)
                .forEach(entry -> metadata.put(entry.name(), entry.value().plain()));
        return new Lockfile(packages, sources, metadata);
    }

    private static Optional<LockedPackage> lockedPackage(Node.Entry entry, Problems problems) {
        Optional<Node.Mapping> fields = mapping(entry, problems);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Node.Mapping mapping = fields.get();
        Optional<Located<String>> evra = string(mapping, "evra", problems);
        Optional<Located<String>> evr = string(mapping, "evr", problems);
        Optional<Located<String>> digest = string(mapping, "digest", problems);
        Optional<String> repo = string(mapping, "repo", problems).map(Located::value);
        if (mapping.get("evra").isPresent() == mapping.get("evr").isPresent()) {
            problems.error(
                    mapping.at(),
                    "package '" + entry.name() + "' has " + (evra.isPresent() ? "both 'evra' and 'evr'" : "no 'evra'"),
                    "write \"evra\": \"[epoch:]version-release.arch\"");
        }
        digest.filter(text -> !LockedPackage.isDigest(text.value()))
                .ifPresent(text -> problems.error(
                        text.at(),
                        "the digest of '" + entry.name() + "' is '" + text + "'",
                        "write sha256: and 64 lower-case hexadecimal digits"));
        Optional<String> good = digest.map(Located::value).filter(LockedPackage::isDigest);
        Map<String, Object> metadata = new TreeMap<>();
        entries(mapping, "metadata", problems)
                .forEach(one -> metadata.put(one.name(), one.value().plain()));
        if (evr.isPresent()) {
            return Optional.of(new LockedPackage(Evr.parse(evr.get().value()), Optional.empty(), good, repo, metadata));
        }
        return evra.flatMap(text -> {
            int dot = text.value().lastIndexOf('.');
            if (dot < 1 || dot == text.value().length() - 1) {
                problems.error(
                        text.at(),
                        "the version of '" + entry.name() + "' is '" + text + "', without an architecture",
                        "write \"evra\": \"[epoch:]version-release.arch\"");
                return Optional.empty();
            }
            Evr version = Evr.parse(text.value().substring(0, dot));
            String arch = text.value().substring(dot + 1);
            return Optional.of(new LockedPackage(version, Optional.of(arch), good, repo, metadata));
        });
    }

    private static List<Node.Entry> entries(Node.Mapping mapping, String key, Problems problems) {
        return mapping.entries().stream()
                .filter(entry -> entry.name().equals(key))
                .flatMap(entry -> mapping(entry, problems).stream())
                .flatMap(inner -> inner.entries().stream())
                .toList();
    }

    private static Optional<Node.Mapping> mapping(Node.Entry entry, Problems problems) {
        if (entry.value() instanceof Node.Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.error(
                entry.value().at(),
                "'" + entry.name() + "' must be a mapping, found "
                        + entry.value().describe(),
                "");
        return Optional.empty();
    }

    private static Optional<Located<String>> string(Node.Mapping mapping, String key, Problems problems) {
        Optional<Node> node = mapping.get(key);
        if (node.isPresent() && node.get() instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.STRING) {
            return Optional.of(new Located<>(scalar.text(), scalar.at()));
        }
        node.ifPresent(other -> problems.error(
                other.at(), "'" + key + "' must be a string, found " + other.describe(), "put it in quotes"));
        return Optional.empty();
    }

    private static TreefileException unreadable(Path file, String message, String hint) {
        return new TreefileException(new Problem(TextDocument.whole(file), message, hint));
    }
}
