package org.atomsmith.compose.treefile;

import java.nio.file.Path;
import java.util.Optional;

/** Reads treefiles. */
public final class TreefileReader {
    private final String basearch;

    /**
     * Reads for one architecture.
     *
     * @param basearch in RPM's spelling: {@code x86_64}, {@code aarch64}
     */
    public TreefileReader(String basearch) {
        this.basearch = basearch;
    }

    /** Reads for the architecture of this machine. */
    public static TreefileReader forThisMachine() {
        String arch = System.getProperty("os.arch", "");
        return new TreefileReader(arch.equals("amd64") ? "x86_64" : arch);
    }

    /**
     * Reads a treefile and all that it includes.
     *
     * @throws TreefileException when anything in it cannot be used; it tells all problems at once
     */
    public Treefile read(Path file) {
        Problems problems = new Problems();
        Optional<Treefile> treefile = read(file, problems);
        problems.throwIfAny();
        return treefile.orElseThrow();
    }

    /** Reads what can be read and notes the rest; empty when a file cannot be read or there is no branch. */
    Optional<Treefile> read(Path file, Problems problems) {
        TreefileLoader loader = new TreefileLoader(basearch, problems);
        Settings settings = loader.load(file);
        if (!loader.isReadable()) {
            return Optional.empty();
        }
        return new TreefileResolver(file, settings, loader.variables(), problems).resolve(loader.files());
    }
}
