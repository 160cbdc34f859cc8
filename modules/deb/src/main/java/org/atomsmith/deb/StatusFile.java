package org.atomsmith.deb;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.TextFileException;

/**
 * dpkg's status file: the control paragraph of each installed package as dpkg writes it, known fields first and in dpkg's
 * order, relations in its spelling. Checked against what dpkg 1.22 wrote for the same packages.
 */
final class StatusFile {
    private static final List<String> BEFORE_STATUS = List.of("Package", "Essential", "Protected");
    private static final List<String> AFTER_STATUS = List.of(
            "Priority",
            "Section",
            "Installed-Size",
            "Origin",
            "Maintainer",
            "Bugs",
            "Architecture",
            "Multi-Arch",
            "Source",
            "Version");
    private static final List<String> RELATIONS = List.of(
            "Replaces",
            "Provides",
            "Depends",
            "Pre-Depends",
            "Recommends",
            "Suggests",
            "Breaks",
            "Conflicts",
            "Enhances");
    private static final Set<String> KNOWN = known();

    private StatusFile() {}

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(BEFORE_STATUS);
        known.addAll(AFTER_STATUS);
        known.addAll(RELATIONS);
        // What dpkg keeps elsewhere, computes itself or drops.
        known.addAll(List.of(
                "Status", "Description", "Conffiles", "Config-Version", "Filename", "Size", "MD5sum", "SHA256"));
        known.addAll(List.of("Triggers-Pending", "Triggers-Awaited", "Revision", "MSDOS-Filename"));
        return known;
    }

    /** The text for these packages, sorted by name and then architecture. */
    static String of(List<Installed> packages) {
        return packages.stream()
                .sorted(Comparator.comparing(Installed::name).thenComparing(Installed::architecture))
                .map(installed -> stanza(installed) + "\n")
                .collect(Collectors.joining());
    }

    /** An installed package: its header and its parsed control paragraph. */
    record Installed(PackageHeader header, Deb822.Stanza control) {
        static Installed of(PackageHeader header) throws TextFileException {
            String text = header.attributes().getOrDefault(DebFormat.CONTROL, "");
            return new Installed(header, Deb822.single(text, header.nevra() + ": control"));
        }

        String name() {
            return control.value("Package");
        }

        String architecture() {
            return control.value("Architecture");
        }

        /** As dpkg names it where several architectures of it can be installed: {@code name:arch}, else {@code name}. */
        String databaseName() {
            return control.value("Multi-Arch").equals("same") ? name() + ":" + architecture() : name();
        }
    }

    private static String stanza(Installed installed) {
        Deb822.Stanza control = installed.control();
        StringBuilder out = new StringBuilder();
        BEFORE_STATUS.forEach(name -> plain(out, control, name));
        field(out, "Status", "install ok installed");
        AFTER_STATUS.forEach(name -> plain(out, control, name));
        RELATIONS.forEach(name -> field(out, name, relations(control.value(name))));
        String conffiles = installed.header().attributes().getOrDefault(DebFormat.CONFFILES, "");
        if (!conffiles.isEmpty()) {
            out.append("Conffiles:\n");
            conffiles.lines().forEach(line -> out.append(' ').append(line).append('\n'));
        }
        plain(out, control, "Description");
        for (Deb822.Field field : control.fields()) {
            if (!KNOWN.contains(field.name())) {
                field(out, field.name(), field.value());
            }
        }
        return out.toString();
    }

    private static void plain(StringBuilder out, Deb822.Stanza control, String name) {
        String value = control.value(name);
        boolean saysNothing = value.equals("no") && (name.equals("Essential") || name.equals("Protected"))
                || value.equals("no") && name.equals("Multi-Arch");
        if (!saysNothing) {
            field(out, name, name.equals("Priority") ? value.toLowerCase(Locale.ROOT) : value);
        }
    }

    private static void field(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append(name)
                    .append(':')
                    .append(value.startsWith("\n") ? "" : " ")
                    .append(value)
                    .append('\n');
        }
    }

    /** One blank between everything, none where dpkg has none: {@code a (>= 1) | b:any, c}. */
    private static String relations(String value) {
        if (value.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(value.length());
        for (String part : value.split(",")) {
            String text = part.strip();
            if (text.isEmpty()) {
                continue;
            }
            out.append(out.isEmpty() ? "" : ", ");
            String[] alternatives = text.split("\\|");
            for (int i = 0; i < alternatives.length; i++) {
                out.append(i == 0 ? "" : " | ").append(relation(alternatives[i].strip()));
            }
        }
        return out.toString();
    }

    private static String relation(String text) {
        int open = text.indexOf('(');
        int close = text.indexOf(')', open + 1);
        if (open < 0 || close < 0) {
            return text;
        }
        String inside = text.substring(open + 1, close).strip();
        int operator = 0;
        while (operator < inside.length() && "<>=".indexOf(inside.charAt(operator)) >= 0) {
            operator++;
        }
        String sign = switch (inside.substring(0, operator)) {
            case "" -> "=";
            case "<" -> "<=";
            case ">" -> ">=";
            default -> inside.substring(0, operator);
        };
        String version = inside.substring(operator).strip();
        String canonical = version.startsWith("0:") && version.indexOf(':', 2) < 0 ? version.substring(2) : version;
        return text.substring(0, open).strip() + " (" + sign + " " + canonical + ")";
    }
}
