package org.atomsmith.host;

import java.util.List;
import java.util.Map;

/**
 * Started once when the host's package is made: what it loads goes into the archive of classes that makes {@code atomic}
 * start quickly.
 */
public final class Training {
    private Training() {}

    /**
     * Runs the commands that are started most.
     *
     * @param args a directory to work in
     */
    public static void main(String[] args) {
        Main.run(List.of("host", "status", "--sysroot", args[0]), Map.of());
    }
}
