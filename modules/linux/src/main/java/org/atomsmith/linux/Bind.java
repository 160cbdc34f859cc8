package org.atomsmith.linux;

import java.nio.file.Path;

/**
 * A file or directory of the machine that a sandbox sees.
 *
 * @param source where it is on the machine
 * @param target where the sandbox sees it: an absolute path
 * @param writable whether the sandbox may change it
 */
public record Bind(Path source, String target, boolean writable) {

    /** Checks the target. */
    public Bind {
        Path path = Path.of(target);
        if (!path.isAbsolute() || !path.normalize().equals(path) || path.getNameCount() == 0) {
            throw new IllegalArgumentException(
                    "a sandbox's bind needs an absolute target without '..', not '" + target + "'");
        }
    }

    /** One that the sandbox may read. */
    public static Bind readOnly(Path source, String target) {
        return new Bind(source, target, false);
    }

    /** One that the sandbox may change. */
    public static Bind writable(Path source, String target) {
        return new Bind(source, target, true);
    }
}
