package org.atomsmith.compose.treefile;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    /**
     * Reads a treefile and all that it includes and merges it, without asking whether it can be built here: files that it
     * names may be missing, and what would be refused is only noted.
     *
     * @throws TreefileException when it cannot be read, when a shape is wrong, or when a variable is not defined
     */
    public FlatTreefile flatten(Path file) {
        Problems problems = new Problems();
        TreefileLoader loader = new TreefileLoader(basearch, problems);
        Settings settings = loader.load(file);
        problems.throwIfAny();
        new Substitution(text(loader.variables()), problems).apply(settings);
        problems.throwIfAny();
        Problems refusals = new Problems();
        new TreefileResolver(file, settings, loader.variables(), refusals).resolve(loader.files());
        return new FlatTreefile(
                file,
                basearch,
                loader.files(),
                new Flattening(file).of(settings),
                refusals.errors(),
                problems.warnings());
    }

    /** Reads what can be read and notes the rest; empty when a file cannot be read or there is no branch. */
    Optional<Treefile> read(Path file, Problems problems) {
        TreefileLoader loader = new TreefileLoader(basearch, problems);
        Settings settings = loader.load(file);
        if (!loader.isReadable()) {
            return Optional.empty();
        }
        new Substitution(text(loader.variables()), problems).apply(settings);
        return new TreefileResolver(file, settings, loader.variables(), problems).resolve(loader.files());
    }

    private static Map<String, String> text(Map<String, Object> variables) {
        Map<String, String> text = new TreeMap<>();
        variables.forEach((name, value) -> text.put(name, value.toString()));
        return text;
    }
}
