package org.atomsmith.compose.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@code [Install]} section of a unit file: systemd.unit(5). Lists keep the order of the file.
 *
 * @param wantedBy units that shall want this one
 * @param requiredBy units that shall require it
 * @param alias other names of it
 * @param also units that are enabled and disabled with it
 * @param defaultInstance the instance of a template that is named without one; empty for none
 */
public record InstallSection(
        List<String> wantedBy, List<String> requiredBy, List<String> alias, List<String> also, String defaultInstance) {

    /** Copies the lists. */
    public InstallSection {
        wantedBy = List.copyOf(wantedBy);
        requiredBy = List.copyOf(requiredBy);
        alias = List.copyOf(alias);
        also = List.copyOf(also);
    }

    /** Reads the section of a unit file's text; a file without one has an empty section. */
    public static InstallSection parse(String text) {
        List<String> wantedBy = new ArrayList<>();
        List<String> requiredBy = new ArrayList<>();
        List<String> alias = new ArrayList<>();
        List<String> also = new ArrayList<>();
        String instance = "";
        boolean inside = false;
        for (String raw : text.replace("\\\n", " ").split("\n")) {
            String line = raw.strip();
            if (line.startsWith("[")) {
                inside = line.equals("[Install]");
            }
            int equals = line.indexOf('=');
            if (!inside || equals < 0 || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            String value = line.substring(equals + 1).strip();
            switch (line.substring(0, equals).strip()) {
                case "WantedBy" -> add(wantedBy, value);
                case "RequiredBy" -> add(requiredBy, value);
                case "Alias" -> add(alias, value);
                case "Also" -> add(also, value);
                case "DefaultInstance" -> instance = value;
                default -> {
                    // Other keys do not make links.
                }
            }
        }
        return new InstallSection(wantedBy, requiredBy, alias, also, instance);
    }

    /** An empty value resets the list, as systemd has it. */
    private static void add(List<String> to, String value) {
        if (value.isEmpty()) {
            to.clear();
        } else {
            to.addAll(List.of(value.split("\\s+")));
        }
    }

    /** Whether a unit with this section can be enabled: systemd calls others static. */
    public boolean isEmpty() {
        return wantedBy.isEmpty() && requiredBy.isEmpty() && alias.isEmpty() && also.isEmpty();
    }

    /** The unit that is linked when this one is named: a template's default instance for the template. */
    public String instance(String unit) {
        int at = unit.indexOf("@.");
        return at < 0 || defaultInstance.isEmpty()
                ? unit
                : unit.substring(0, at + 1) + defaultInstance + unit.substring(at + 1);
    }
}
