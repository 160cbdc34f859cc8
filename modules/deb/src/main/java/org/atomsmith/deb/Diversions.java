package org.atomsmith.deb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.TextFileException;

/**
 * dpkg's diversions: files that packages install under another name because one package, or the administrator, asked for
 * it. Paths are relative to the root, without a leading slash.
 */
public final class Diversions {
    private final Map<String, Diversion> byPath;

    private Diversions(Map<String, Diversion> byPath) {
        this.byPath = byPath;
    }

    /**
     * One diversion.
     *
     * @param from the path that packages name
     * @param to where the file goes instead
     * @param owner the package whose own file stays at {@code from}; empty for a local diversion, which diverts all
     */
    public record Diversion(String from, String to, String owner) {}

    /**
     * Reads dpkg's file {@code diversions}: three lines each, the path, the new path, and the package or {@code :}.
     *
     * @throws TextFileException when a line is missing or no absolute path
     */
    public static Diversions parse(String text, String file) throws TextFileException {
        List<String> lines = text.lines().toList();
        if (lines.size() % 3 != 0) {
            throw new TextFileException(
                    file, lines.size(), 1, "a diversion has three lines, but " + lines.size() % 3 + " are left over");
        }
        Map<String, Diversion> byPath = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i += 3) {
            String owner = lines.get(i + 2);
            Diversion diversion = new Diversion(
                    path(lines.get(i), file, i + 1),
                    path(lines.get(i + 1), file, i + 2),
                    owner.equals(":") ? "" : owner);
            byPath.put(diversion.from(), diversion);
        }
        return new Diversions(byPath);
    }

    private static String path(String line, String file, int number) throws TextFileException {
        if (!line.startsWith("/") || List.of(line.split("/")).contains("..")) {
            throw new TextFileException(file, number, 1, "'" + line + "' is no absolute path");
        }
        return line.substring(1);
    }

    /** All of them in the file's order. */
    public List<Diversion> all() {
        return List.copyOf(byPath.values());
    }

    /** Where a package's file goes: another path when it is diverted, else the same. */
    public String target(String path, String packageName) {
        return Optional.ofNullable(byPath.get(path))
                .filter(d -> !d.owner().equals(packageName))
                .map(Diversion::to)
                .orElse(path);
    }

    /** Whether nothing is diverted. */
    public boolean isEmpty() {
        return byPath.isEmpty();
    }

    /** Writes dpkg's file. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (Diversion d : byPath.values()) {
            lines.add("/" + d.from());
            lines.add("/" + d.to());
            lines.add(d.owner().isEmpty() ? ":" : d.owner());
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
