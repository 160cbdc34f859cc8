package org.atomsmith.host.layer;

import java.nio.file.Path;
import java.util.List;

/**
 * Where layering finds and keeps things.
 *
 * @param root of the running system, for repository definitions and their keys
 * @param cache what can be fetched again: package lists and package files
 * @param state what cannot: package files that were given by hand
 * @param work on the file system of the repository, so that its objects can be linked there
 */
public record LayerPlaces(Path root, Path cache, Path state, Path work) {

    /** Those of a host: {@code root} is {@code /} but in tests, {@code repository} is its OSTree repository's directory. */
    public static LayerPlaces of(Path root, Path repository) {
        return new LayerPlaces(
                root,
                root.resolve("var/cache/atomsmith"),
                root.resolve("var/lib/atomsmith"),
                repository.resolve("extensions/atomsmith"));
    }

    /** Directories with repository definitions; a file hides those of its name in later ones. */
    List<Path> definitions() {
        return List.of(
                root.resolve("etc/atomsmith/repos.d"),
                root.resolve("usr/lib/atomsmith/repos.d"),
                root.resolve("etc/yum.repos.d"),
                root.resolve("etc/apt/sources.list.d"));
    }
}
