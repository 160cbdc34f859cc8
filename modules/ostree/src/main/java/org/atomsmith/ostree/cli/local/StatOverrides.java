package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.atomsmith.ostree.repo.RepositoryException;

/**
 * The file of {@code --statoverride}: on each line a number, decimal, hexadecimal after {@code 0x}, a space and a path.
 *
 * @param additions bits to add to modes
 * @param overrides permissions, where the number has {@code =} before it
 */
record StatOverrides(Map<String, Integer> additions, Map<String, Integer> overrides) {
    static final StatOverrides NONE = new StatOverrides(Map.of(), Map.of());

    static StatOverrides read(Path file) throws IOException {
        Map<String, Integer> additions = new HashMap<>();
        Map<String, Integer> overrides = new HashMap<>();
        for (String line : lines(file)) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new RepositoryException("Malformed statoverride file (no space found): " + file);
            }
            boolean override = line.startsWith("=");
            String number = line.substring(override ? 1 : 0, space);
            try {
                (override ? overrides : additions).put(line.substring(space + 1), Integer.decode(decimal(number)));
            } catch (NumberFormatException e) {
                throw new RepositoryException(file + ": '" + number + "' is no number", e);
            }
        }
        return new StatOverrides(additions, overrides);
    }

    /** A zero before a number does not make it octal here. */
    private static String decimal(String number) {
        String digits = number.startsWith("+") ? number.substring(1) : number;
        while (digits.length() > 1 && digits.startsWith("0") && Character.isDigit(digits.charAt(1))) {
            digits = digits.substring(1);
        }
        return digits;
    }

    /** The lines of a file that are not empty. */
    static Set<String> lines(Path file) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        for (String line : Files.readString(file).split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
