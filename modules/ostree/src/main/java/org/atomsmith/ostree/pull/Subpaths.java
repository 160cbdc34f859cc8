package org.atomsmith.ostree.pull;

import java.util.List;

/**
 * The parts of a tree that are wanted.
 *
 * @param paths absolute, without a slash at the end; none for all of the tree
 */
record Subpaths(List<String> paths) {

    /** How much of a directory is wanted. */
    enum Part {
        ALL,
        /** Itself, and what leads to a path that is wanted. */
        SOME,
        NONE
    }

    /** Reads paths as a user writes them. */
    static Subpaths of(List<String> words) throws PullException {
        for (String word : words) {
            if (!word.startsWith("/")) {
                throw new PullException("the subpath '" + word + "' must begin with '/'");
            }
        }
        return new Subpaths(words.stream().map(Subpaths::trimmed).toList());
    }

    private static String trimmed(String word) {
        String path = word;
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }

    boolean isAll() {
        return paths.isEmpty();
    }

    /** How much of the root is wanted. */
    Part root() {
        return paths.isEmpty() || paths.contains("") ? Part.ALL : Part.SOME;
    }

    /** How much of what is at a path in a directory of which some is wanted. */
    Part of(String path) {
        Part part = Part.NONE;
        for (String wanted : paths) {
            if (wanted.equals(path)) {
                return Part.ALL;
            }
            if (wanted.startsWith(path + "/")) {
                part = Part.SOME;
            }
        }
        return part;
    }
}
