package org.atomsmith.compose.treefile;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the files and directories that a treefile names. */
final class Lookup {
    private static final String OVERLAY = "overlay/";

    private final Path first;
    private final Problems problems;

    /** Looks beside the file that names something and, for overlays, beside the first treefile. */
    Lookup(Path first, Problems problems) {
        this.first = first;
        this.problems = problems;
    }

    /** A file beside the treefile that names it. */
    Optional<Located<Path>> file(Located<String> name, String what) {
        return find(name, what, beside(name.at().file(), name.value()).stream().toList(), Files::isRegularFile)
                .map(path -> new Located<>(path, name.at()));
    }

    /** An overlay directory; its name {@code overlay/NAME} is coreos-assembler's for {@code overlay.d/NAME}. */
    Optional<Path> overlay(Located<String> name) {
        String path = name.value().startsWith(OVERLAY)
                ? "overlay.d/" + name.value().substring(OVERLAY.length())
                : name.value();
        List<Path> places = Stream.of(beside(name.at().file(), path), beside(first, path))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return find(name, "overlay", places, Files::isDirectory);
    }

    private Optional<Path> find(Located<String> name, String what, List<Path> places, Predicate<Path> wanted) {
        Optional<Path> found = places.stream().filter(wanted).findFirst();
        if (found.isEmpty()) {
            Optional<Path> other = places.stream().filter(Files::exists).findFirst();
            String message = places.isEmpty()
                    ? what + " '" + name + "' is no path"
                    : other.map(path -> what + " '" + name + "': " + path.toAbsolutePath() + " is "
                                    + (Files.isDirectory(path) ? "a directory" : "no directory"))
                            .orElseGet(() -> what + " '" + name + "' not found: looked at "
                                    + places.stream()
                                            .map(path -> path.toAbsolutePath().toString())
                                            .collect(Collectors.joining(" and ")));
            problems.error(name.at(), message, "");
        }
        return found;
    }

    /** The path that a name written in a treefile stands for; empty when it cannot be a path. */
    static Optional<Path> beside(Path treefile, String name) {
        try {
            return Optional.of(treefile.resolveSibling(name).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * A path inside the tree, without a leading slash; tells what is wrong with it when it has none.
     *
     * @param under prefixes that are allowed, none for all
     */
    Optional<String> inTree(Located<String> written, String key, List<String> under) {
        return inTree(written, key, under, false);
    }

    /**
     * A path inside the tree, as above.
     *
     * @param local whether {@code /usr/local} is a part of the tree
     */
    Optional<String> inTree(Located<String> written, String key, List<String> under, boolean local) {
        String text = written.value().replaceFirst("^/+", "");
        try {
            Path path = Path.of(text);
            String normal = path.normalize().toString();
            boolean leaves = normal.isEmpty() || Stream.of(text.split("/")).anyMatch(".."::equals);
            if (leaves) {
                problems.error(written.at(), "'" + key + "': '" + written + "' is no path inside the tree", "");
                return Optional.empty();
            }
            if (!under.isEmpty()
                    && (under.stream().noneMatch(prefix -> normal.startsWith(prefix + "/"))
                            || (!local && normal.startsWith("usr/local/")))) {
                problems.error(
                        written.at(),
                        "'" + key + "': '" + written + "' is outside of what a commit holds",
                        "use a path under /" + String.join(", /", under) + (local ? "" : ", but not under /usr/local"));
                return Optional.empty();
            }
            return Optional.of(normal);
        } catch (InvalidPathException e) {
            problems.error(written.at(), "'" + key + "': '" + written + "' is no path", "");
            return Optional.empty();
        }
    }
}
